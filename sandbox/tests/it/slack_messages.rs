//! Slack's messages: posting, changing, reading back.

use sandbox::Fault;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_post_to_a_user_lands_in_their_dm() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let posted = world.post(&alice, "hello").await.body;
    let channel = posted["channel"].as_str().unwrap();
    assert!(channel.starts_with('D'), "{channel}");
    assert_eq!(world.sandbox.slack.messages_to(&alice).remove(0).channel, channel);
    assert_eq!(world.post("UNOBODY", "hello").await.body["error"], "channel_not_found");
}

#[tokio::test]
async fn an_update_needs_the_dm_and_drops_blocks_that_it_does_not_repeat() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let blocks = json!([{ "type": "section", "text": { "type": "mrkdwn", "text": "*hello*" } }]);
    let post = json!({ "channel": alice, "text": "hello", "blocks": blocks });
    let posted = world.slack("chat.postMessage", &post).await.body;
    let by_user = json!({ "channel": alice, "ts": posted["ts"], "text": "changed" });
    assert_eq!(world.slack("chat.update", &by_user).await.body["error"], "channel_not_found");
    let by_dm = json!({ "channel": posted["channel"], "ts": posted["ts"], "text": "changed" });
    assert_eq!(world.slack("chat.update", &by_dm).await.body["ok"], true);
    let message = world.sandbox.slack.messages().remove(0);
    assert_eq!((message.text.as_str(), message.edited), ("changed", true));
    assert_eq!(message.blocks, json!([]));
}

#[tokio::test]
async fn history_shows_the_payload_of_metadata_only_when_asked() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let metadata = json!({ "event_type": "notice", "event_payload": { "key": "launch:1" } });
    let post = json!({ "channel": alice, "text": "hello", "metadata": metadata });
    let channel = world.slack("chat.postMessage", &post).await.body["channel"].clone();
    let channel = channel.as_str().unwrap();
    let without = world.ask("conversations.history", &[("channel", channel)]).await.body;
    assert_eq!(without["messages"][0]["metadata"], json!({ "event_type": "notice" }));
    let query = [("channel", channel), ("include_all_metadata", "true")];
    let with = world.ask("conversations.history", &query).await.body;
    assert_eq!(with["messages"][0]["metadata"], metadata);
}

#[tokio::test]
async fn a_fault_may_come_before_or_after_the_effect() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let slack = &world.sandbox.slack;
    slack.fail_next("chat.postMessage", 1, Fault::Status(503));
    slack.fail_next("chat.postMessage", 1, Fault::SentButStatus(502));
    slack.fail_next("chat.postMessage", 1, Fault::Error("fatal_error"));
    assert_eq!(world.post(&alice, "one").await.status, 503);
    assert_eq!(world.post(&alice, "two").await.status, 502);
    assert_eq!(world.post(&alice, "three").await.body["error"], "fatal_error");
    assert_eq!(world.post(&alice, "four").await.body["ok"], true);
    let texts: Vec<String> = slack.messages().into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["two", "four"]);
}
