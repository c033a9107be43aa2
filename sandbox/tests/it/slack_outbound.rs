//! What Slack sends the app: signed, complete, and answered in time.

use sandbox::slack::signature;
use serde_json::{Value, json};

use crate::app::App;
use crate::world::World;

/// The example of Slack's "Verifying requests from Slack".
#[test]
fn the_signature_is_the_one_that_slack_publishes() {
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V\
                &channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=\
                &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN\
                &trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let made = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body.as_bytes());
    assert_eq!(made, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
}

async fn start(answer: Value) -> (World, App, String) {
    let world = World::start().await;
    let app = App::start(200, answer).await;
    world.sandbox.slack.point_app(&app.url);
    let alice = world.member("alice", "ng");
    (world, app, alice)
}

#[tokio::test]
async fn a_command_is_a_signed_form_and_its_answer_is_looked_at() {
    let (world, app, alice) = start(json!({ "response_type": "ephemeral", "text": "R&amp;D is done" })).await;
    let answer = world.sandbox.slack.command(&alice, "status Q4").await.unwrap();
    assert_eq!(answer.as_text(), ["R&D is done"]);
    let sent = app.last();
    assert_eq!(sent.path, "/slack/commands");
    assert_eq!(sent.field("command").as_deref(), Some("/certs"));
    assert_eq!(sent.field("text").as_deref(), Some("status Q4"));
    assert_eq!(sent.field("user_id"), Some(alice));
    let at = sent.header("x-slack-request-timestamp").unwrap();
    assert_eq!(at, world.now().timestamp().to_string());
    let right = signature(world.sandbox.slack.signing_secret(), at, sent.body.as_bytes());
    assert_eq!(sent.header("x-slack-signature"), Some(right.as_str()));
    assert!(world.sandbox.slack.strange().is_empty());
}

#[tokio::test]
async fn an_answer_that_slack_would_not_show_is_noted() {
    let (world, _app, alice) = start(json!({ "text": "x", "blocks": [{ "type": "header" }] })).await;
    world.sandbox.slack.command(&alice, "help").await.unwrap();
    assert_eq!(world.sandbox.slack.strange().len(), 1);
}

#[tokio::test]
async fn a_response_url_takes_five_answers_within_half_an_hour() {
    let (world, app, alice) = start(Value::Null).await;
    let later = json!({ "text": "done" });
    world.sandbox.slack.command(&alice, "sync").await.unwrap();
    let url = app.last().field("response_url").unwrap();
    let mut bodies = Vec::new();
    for _ in 0..6 {
        bodies.push(crate::world::got(world.client.post(&url).json(&later).send().await.unwrap()).await.body);
    }
    assert!(bodies[..5].iter().all(|body| body["ok"] == true));
    assert_eq!(bodies[5]["error"], "used_url");
    assert_eq!(world.sandbox.slack.later_answers(), vec![(alice.clone(), later.clone()); 5]);

    world.sandbox.slack.command(&alice, "sync").await.unwrap();
    let url = app.last().field("response_url").unwrap();
    world.pass(30 * 60 + 1);
    let late = crate::world::got(world.client.post(&url).json(&later).send().await.unwrap()).await;
    assert_eq!(late.body["ok"], false);
}

#[tokio::test]
async fn a_click_bears_the_action_and_the_message() {
    let (world, app, alice) = start(Value::Null).await;
    let text = json!({ "type": "plain_text", "text": "Review now" });
    let blocks = json!([{ "type": "actions", "elements": [
        { "type": "button", "action_id": "review", "text": text, "value": "ici1", "url": "https://acme.okta.com" },
        { "type": "overflow", "action_id": "snooze", "options": [
            { "text": text, "value": "1d" }, { "text": text, "value": "2d" }] },
    ]}]);
    world.slack("chat.postMessage", &json!({ "channel": alice, "text": "x", "blocks": blocks })).await;
    let message = world.sandbox.slack.messages().remove(0);
    let payload =
        |app: &App| -> Value { serde_json::from_str(&app.last().field("payload").unwrap()).unwrap() };

    world.sandbox.slack.click(&alice, &message, "review").await.unwrap();
    let sent = payload(&app);
    assert_eq!(
        (sent["type"].as_str(), sent["user"]["id"].as_str()),
        (Some("block_actions"), Some(alice.as_str()))
    );
    assert_eq!(sent["container"]["message_ts"], message.ts);
    assert_eq!(
        (&sent["actions"][0]["value"], &sent["actions"][0]["block_id"]),
        (&json!("ici1"), &json!("b0"))
    );
    assert!(sent["response_url"].is_string() && sent["message"]["blocks"].is_array());

    world.sandbox.slack.click_orgwide(&alice, &message, 1).await.unwrap();
    assert!(payload(&app)["team"].is_null());
    world.sandbox.slack.click(&alice, &message, ("snooze", "2d")).await.unwrap();
    assert_eq!(payload(&app)["actions"][0]["selected_option"]["value"], "2d");
    assert!(world.sandbox.slack.click(&alice, &message, "nowhere").await.is_err());
}

#[tokio::test]
async fn a_retried_event_is_the_same_event_with_a_number() {
    let (world, app, alice) = start(Value::Null).await;
    let event = world.sandbox.slack.home_opened(&alice);
    world.sandbox.slack.send_event(&event, None).await.unwrap();
    world.sandbox.slack.send_event(&event, Some(1)).await.unwrap();
    let sent = app.sent();
    assert_eq!(sent[0].body, sent[1].body);
    assert_eq!(sent[0].header("x-slack-retry-num"), None);
    assert_eq!(sent[1].header("x-slack-retry-num"), Some("1"));
    assert_ne!(world.sandbox.slack.home_opened(&alice)["event_id"], event["event_id"]);
}
