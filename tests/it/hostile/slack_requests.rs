//! What Slack sends, signed: commands, clicks and events are taken whole or not at all.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::nasty::{any_json, sampled, spoiled, text, written};
use super::{goes_on, rows};
use crate::support::{World, world};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Sends each, signed; answers must be in time and no failures of ours, and what is refused leaves nothing behind.
async fn sent(w: &World, path: &str, kind: &str, bodies: Vec<Vec<u8>>) {
    for body in bodies {
        let before = rows(w).await;
        let answer = w.slack.raw(path, kind, body.clone(), None, None).await.unwrap();
        let shown = String::from_utf8_lossy(&body);
        assert!([200, 400].contains(&answer.status), "{}: {shown}", answer.status);
        if answer.status == 400 {
            assert_eq!(rows(w).await, before, "{shown}");
        }
    }
}

fn raw(good: Value) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        8 => spoiled(good).prop_map(|body| written(&body).into_bytes()),
        1 => any_json().prop_map(|body| written(&body).into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..100),
    ]
}

fn form(fields: impl Strategy<Value = Vec<(&'static str, String)>>) -> impl Strategy<Value = Vec<u8>> {
    let encoded = fields.prop_map(|fields| serde_urlencoded::to_string(fields).unwrap().into_bytes());
    prop_oneof![8 => encoded, 1 => prop::collection::vec(any::<u8>(), 0..100)]
}

#[tokio::test]
async fn any_command_is_answered() {
    world(async |w| {
        w.strange_is_fine = true;
        w.slack.limits_off(true);
        let (alice, dana) = (w.company.alice.slack.clone(), w.company.dana.slack.clone());
        let who = prop_oneof![3 => Just(dana), 1 => Just(alice), 2 => text()];
        let what = prop_oneof![1 => text(), 2 => text().prop_map(|text| format!("status {text}"))];
        let fields = (who, what).prop_map(|(user, text)| vec![("user_id", user), ("text", text)]);
        sent(w, "/slack/commands", FORM, sampled(form(fields), 60)).await;
        let words = serde_urlencoded::to_string([
            ("user_id", w.company.dana.slack.as_str()),
            ("text", &"x ".repeat(300_000)),
        ]);
        sent(w, "/slack/commands", FORM, vec![words.unwrap().into_bytes()]).await;
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn any_press_is_acknowledged_or_refused_whole() {
    world(async |w| {
        let press = json!({ "action_id": "review_now", "value": "ici", "action_ts": "1788249600.000100" });
        let good = json!({ "type": "block_actions", "user": { "id": w.company.alice.slack }, "actions": [press, press] });
        let fields = raw(good.clone()).prop_map(|body| vec![("payload", String::from_utf8_lossy(&body).into_owned())]);
        sent(w, "/slack/interactions", FORM, sampled(form(fields), 60)).await;
        let before = rows(w).await;
        let mut crowd = good;
        crowd["actions"] = vec![press; 101].into();
        let crowd = serde_urlencoded::to_string([("payload", crowd.to_string())]).unwrap();
        let answer = w.slack.raw("/slack/interactions", FORM, crowd, None, None).await.unwrap();
        assert_eq!((answer.status, rows(w).await), (400, before));
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn any_event_is_acknowledged_or_refused_whole() {
    world(async |w| {
        w.strange_is_fine = true;
        w.slack.limits_off(true);
        let good = w.slack.home_opened(&w.company.alice.slack);
        sent(w, "/slack/events", JSON, sampled(raw(good), 60)).await;
        w.settle().await;
        w.clock.advance_to(w.clock.now() + chrono::Duration::hours(1));
        w.settle().await;
        goes_on(w).await;
    })
    .await;
}
