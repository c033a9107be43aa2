//! Slack's answers: whatever they hold, one person's trouble is nobody else's, and nothing is sent twice.

use proptest::prelude::*;
use sandbox::Fault;
use serde_json::{Value, json};

use super::goes_on;
use super::nasty::{any_json, kept, sampled, spoiled, written};
use crate::support::{World, world};

/// A campaign for one new person a time, with a spoiled answer of this method; then a command and a look at the Home.
async fn lived_through(method: &str, lost: bool, good: Value) {
    world(async |w| {
        w.strange_is_fine = true;
        w.slack.limits_off(true);
        // Of a message that was posted, Slack may say anything but that it was not, or that it is not there.
        let mut told_the_truth = method != "conversations.history";
        for number in 0..8 {
            let campaign = w.crowd(&format!("Crowd{number}x"), 1);
            let strategy = prop_oneof![12 => spoiled(good.clone()).prop_map(|body| written(&body)),
                                       1 => any_json().prop_map(|body| written(&body))];
            let body = sampled(strategy, 1).remove(0);
            told_the_truth &= !body.contains(r#""ok":false"#);
            if lost {
                // What is in doubt is looked for.
                w.slack.fail_next("chat.postMessage", 1, Fault::SentButNoAnswer);
            }
            w.slack.fail_next(method, 1, Fault::SentButBody(kept(body)));
            w.okta.launch(&campaign.id);
            w.hear().await;
            w.command(&w.company.dana, "mine").await;
            w.slack.open_home(&w.company.carol.slack).await.unwrap();
            w.settle().await;
            w.slack.heal();
            w.clock.advance_to(w.clock.now() + chrono::Duration::minutes(20));
            w.settle().await;
        }
        if told_the_truth {
            once_each(w);
        }
        // Whom Slack took Dana for is asked again after a day.
        w.clock.advance_to(w.clock.now() + chrono::Duration::hours(25));
        w.settle().await;
        goes_on(w).await;
        w.expected_unknown = w.outbox().await.iter().filter(|row| row.state == "unknown").count();
    })
    .await;
}

fn once_each(w: &World) {
    let mut keys: Vec<String> = w
        .slack
        .messages()
        .iter()
        .map(|message| message.metadata["event_payload"]["key"].to_string())
        .collect();
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all, "a notice was sent twice");
}

fn a_user() -> Value {
    json!({ "ok": true, "user": { "id": "U0SOMEBODY", "deleted": false, "tz": "Europe/Berlin",
                                  "profile": { "email": "some.body@acme.example" } } })
}

#[tokio::test]
async fn an_account_may_be_described_in_any_way() {
    lived_through("users.lookupByEmail", false, a_user()).await;
}

#[tokio::test]
async fn whoever_asks_may_be_described_in_any_way() {
    lived_through("users.info", false, a_user()).await;
}

#[tokio::test]
async fn a_post_may_be_answered_in_any_way() {
    let good =
        json!({ "ok": true, "channel": "D0SOMEBODY", "ts": "1788249600.000100", "message": { "text": "…" } });
    lived_through("chat.postMessage", false, good).await;
}

#[tokio::test]
async fn a_history_may_hold_anything() {
    let message = |key: Value| json!({ "ts": "1788249600.000100", "metadata": { "event_type": "certs_notice", "event_payload": { "key": key } } });
    let good = json!({ "ok": true, "messages": [message(json!("launch:a:b")), message(json!({ "not": "ours" })), {"ts": "1.2"}] });
    lived_through("conversations.history", true, good).await;
}

#[tokio::test]
async fn a_conversation_may_be_called_anything() {
    lived_through("conversations.open", true, json!({ "ok": true, "channel": { "id": "D0SOMEBODY" } })).await;
}

#[tokio::test]
async fn a_home_may_be_answered_in_any_way() {
    lived_through("views.publish", false, json!({ "ok": true, "view": { "id": "V1" } })).await;
}

#[tokio::test]
async fn a_refusal_may_be_worded_in_any_way() {
    let good =
        json!({ "ok": false, "error": "missing_scope", "needed": "chat:write", "provided": "im:write" });
    lived_through("chat.postMessage", false, good).await;
}

#[tokio::test]
async fn no_wait_that_slack_asks_for_breaks_or_stops_anything() {
    world(async |w| {
        let waits = ["-1", "18446744073709551615", "99999999999999999999", "soon", ""];
        for (number, wait) in waits.into_iter().enumerate() {
            let campaign = w.crowd(&format!("Wait{number}x"), 1);
            w.slack.fail_next("chat.postMessage", 1, Fault::RateLimited(1));
            w.okta.launch(&campaign.id);
            w.slack.fail_next(
                "users.lookupByEmail",
                1,
                Fault::SentButHeader("retry-after", kept(wait.to_owned())),
            );
            w.hear().await;
            w.clock.advance_to(w.clock.now() + chrono::Duration::hours(2));
            w.settle().await;
        }
        assert_eq!(w.slack.messages().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_ten_megabytes_is_not_read_to_its_end() {
    world(async |w| {
        let campaign = w.crowd("Large", 2);
        let huge = json!({ "ok": true, "user": { "id": "U1", "tz": "x".repeat(10_000_000) } });
        w.slack.fail_next("users.lookupByEmail", 1, Fault::SentButBody(kept(huge.to_string())));
        w.okta.launch(&campaign.id);
        w.hear().await;
        w.clock.advance_to(w.clock.now() + chrono::Duration::minutes(2));
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 2);
    })
    .await;
}
