//! Slack's rules for callers: tokens, scopes, rate limits, what is not known.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn a_method_refuses_more_calls_than_its_tier_and_only_that_method() {
    let world = World::start().await;
    world.sandbox.slack.set_rate_limit("users.info", 2);
    let alice = world.member("alice", "ng");
    let mut last = world.ask("users.info", &[("user", &alice)]).await;
    for _ in 0..2 {
        last = world.ask("users.info", &[("user", &alice)]).await;
    }
    assert_eq!((last.status, last.header("retry-after")), (429, Some("60")));
    assert_eq!(last.body["error"], "ratelimited");
    assert_eq!(world.slack("auth.test", &json!({})).await.body["ok"], true);
    world.pass(60);
    assert_eq!(world.ask("users.info", &[("user", &alice)]).await.status, 200);
}

#[tokio::test]
async fn a_channel_takes_a_short_burst_then_one_a_second() {
    let world = World::start().await;
    let (alice, bob) = (world.member("alice", "ng"), world.member("bob", "marsh"));
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(world.post(&alice, "hello").await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 429]);
    assert_eq!(world.post(&bob, "hello").await.status, 200);
    world.pass(1);
    assert_eq!(world.post(&alice, "hello").await.status, 200);
}

#[tokio::test]
async fn scopes_and_tokens_are_checked() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    world.sandbox.slack.set_scopes(&["users:read"]);
    let refused = world.post(&alice, "hello").await.body;
    assert_eq!(
        (refused["error"].as_str(), refused["needed"].as_str()),
        (Some("missing_scope"), Some("chat:write"))
    );
    let url = format!("{}/auth.test", world.sandbox.slack.url());
    let without = crate::world::got(world.client.post(&url).send().await.unwrap()).await;
    assert_eq!(without.body["error"], "not_authed");
    let wrong = crate::world::got(world.client.post(&url).bearer_auth("xoxb-x").send().await.unwrap()).await;
    assert_eq!(wrong.body["error"], "invalid_auth");
}

#[tokio::test]
async fn what_is_not_documented_is_noted() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    world.slack("chat.postMessage", &json!({ "channel": alice, "text": "x", "client_msg_id": "1" })).await;
    world.slack("users.info", &json!({ "user": alice })).await;
    world.slack("chat.shout", &json!({})).await;
    let strange = world.sandbox.slack.strange();
    assert_eq!(strange.len(), 3, "{strange:?}");
    assert!(
        strange[0].contains("client_msg_id") && strange[1].contains("JSON") && strange[2].contains("shout")
    );
}

#[tokio::test]
async fn a_required_argument_that_is_missing_is_named() {
    let world = World::start().await;
    let refused = world.slack("chat.postMessage", &json!({ "text": "x" })).await.body;
    assert_eq!(refused["error"], "invalid_arguments");
    assert_eq!(refused["response_metadata"]["messages"][0], "[ERROR] missing required field: channel");
}
