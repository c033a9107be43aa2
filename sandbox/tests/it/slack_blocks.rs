//! Block Kit's limits, each by the smallest message that breaks it.

use serde_json::{Value, json};

use crate::world::World;

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } })
}

fn actions(element: &Value) -> Value {
    json!({ "type": "actions", "elements": [element] })
}

#[tokio::test]
async fn each_limit_is_kept_and_named_with_its_place() {
    let world = World::start().await;
    world.sandbox.slack.limits_off(true);
    let alice = world.member("alice", "ng");
    let long = |n: usize| "x".repeat(n);
    let button = |text: &str| json!({ "type": "button", "action_id": "a", "text": plain(text) });
    let bad_url = json!({ "type": "button", "text": plain("go"), "url": "review" });
    let options: Vec<Value> = (0..6).map(|n| json!({ "text": plain("x"), "value": n.to_string() })).collect();
    let same = [button("1"), button("2")];
    let cases = [
        (json!([{ "type": "header", "text": plain(&long(151)) }]), "/blocks/0/text/text"),
        (json!([{ "type": "header", "text": { "type": "mrkdwn", "text": "x" } }]), "/blocks/0/text/type"),
        (json!([section("")]), "/blocks/0/text/text"),
        (json!([section(&long(3001))]), "/blocks/0/text/text"),
        (json!([{ "type": "section" }]), "/blocks/0"),
        (json!([{ "type": "section", "fields": vec![plain("x"); 11] }]), "/blocks/0/fields"),
        (json!([{ "type": "section", "fields": [plain(&long(2001))] }]), "/blocks/0/fields/0/text"),
        (json!([{ "type": "context", "elements": vec![plain("x"); 11] }]), "/blocks/0/elements"),
        (json!([{ "type": "actions", "elements": [] }]), "/blocks/0/elements"),
        (json!([{ "type": "actions", "elements": same }]), "/blocks/0/elements/1/action_id"),
        (json!([actions(&button(&long(76)))]), "/blocks/0/elements/0/text/text"),
        (json!([actions(&bad_url)]), "/blocks/0/elements/0/url"),
        (
            json!([actions(&json!({ "type": "overflow", "options": options }))]),
            "/blocks/0/elements/0/options",
        ),
        (json!([{ "type": "divider", "colour": "red" }]), "/blocks/0"),
        (
            json!([{ "type": "divider", "block_id": "a" }, { "type": "divider", "block_id": "a" }]),
            "/blocks/1/block_id",
        ),
        (json!([{ "type": "banner" }]), "/blocks/0/type"),
        (json!(vec![section("x"); 51]), "/blocks"),
    ];
    for (blocks, place) in cases {
        let post = json!({ "channel": alice, "text": "x", "blocks": blocks });
        let answer = world.slack("chat.postMessage", &post).await.body;
        assert_eq!(answer["error"], "invalid_blocks", "{blocks}");
        let messages = answer["response_metadata"]["messages"].to_string();
        assert!(messages.contains(&format!("[json-pointer:{place}]")), "{place} is not in {messages}");
    }
    assert!(world.sandbox.slack.messages().is_empty());
}

#[tokio::test]
async fn all_texts_together_may_be_too_long_although_each_is_not() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let blocks: Vec<Value> = (0..5).map(|_| section(&"x".repeat(2_900))).collect();
    let post = json!({ "channel": alice, "text": "x", "blocks": blocks });
    assert_eq!(world.slack("chat.postMessage", &post).await.body["error"], "msg_blocks_too_long");
}

#[tokio::test]
async fn what_is_within_the_limits_is_taken() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let confirm = json!({ "title": plain("Sure?"), "text": plain("12 people"), "confirm": plain("Send"), "deny": plain("No") });
    let button = json!({ "type": "button", "action_id": "a", "text": plain(&"x".repeat(75)), "style": "primary",
                         "url": "https://acme.okta.com", "value": "v", "confirm": confirm });
    let blocks = json!([
        { "type": "header", "text": plain(&"x".repeat(150)) },
        { "type": "section", "text": { "type": "mrkdwn", "text": "y" }, "accessory": button },
        { "type": "context", "elements": [{ "type": "mrkdwn", "text": "z" }] },
        { "type": "divider" },
        actions(&button),
    ]);
    let post = json!({ "channel": alice, "text": "x", "blocks": blocks });
    let answer = world.slack("chat.postMessage", &post).await.body;
    assert_eq!(answer["ok"], true, "{answer}");
}

#[tokio::test]
async fn a_home_takes_a_hundred_blocks() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    for (n, ok) in [(100, true), (101, false)] {
        let view = json!({ "type": "home", "blocks": vec![section("x"); n] });
        let answer = world.slack("views.publish", &json!({ "user_id": alice, "view": view })).await.body;
        assert_eq!(answer["ok"], ok, "{answer}");
    }
    assert_eq!(world.sandbox.slack.home_of(&alice).unwrap()["blocks"].as_array().unwrap().len(), 100);
}
