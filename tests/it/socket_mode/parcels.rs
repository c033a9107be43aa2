//! What comes over a socket and is not what it should be.

use serde_json::json;

use crate::support::{BY_SOCKET, Log, until, world_with};

#[tokio::test]
async fn what_is_not_understood_is_left_alone_and_the_rest_goes_on() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        for text in
            ["", "[]", "null", "{\"type\":7}", "\u{0}", "{", "{\"type\":\"events_api\",\"envelope_id\":5}"]
        {
            w.slack.say_over_sockets(text);
        }
        w.slack.say_over_sockets(&"[".repeat(100_000));
        until(|| log.count("Something came over Socket Mode that is not understood") == 8).await;
        w.slack.say_over_sockets(r#"{"type":"events_api","payload":{}}"#);
        until(|| log.count("A parcel without an id, which cannot be acknowledged") == 1).await;
        let bad = [
            r#"{"type":"slash_commands","envelope_id":"1","payload":{"text":"mine"}}"#,
            r#"{"type":"slash_commands","envelope_id":"2"}"#,
            r#"{"type":"interactive","envelope_id":"3","payload":[]}"#,
            r#"{"type":"events_api","envelope_id":"4","payload":"x"}"#,
        ];
        for text in bad {
            w.slack.say_over_sockets(text);
        }
        until(|| log.count("Refused a parcel: it is not what its type says") == 4).await;
        assert!(w.command(&w.company.alice, "mine").await.contains("Nothing is waiting"));
        assert_eq!(w.slack.count("apps.connections.open"), 1, "the connection holds");
        assert!(w.events().await.iter().all(|event| event.source != "slack"));
    })
    .await;
}

#[tokio::test]
async fn what_nobody_asked_for_is_acknowledged() {
    world_with(BY_SOCKET, async |w| {
        let alice = &w.company.alice.slack;
        for event in [
            json!({ "type": "app_uninstalled" }),
            json!({ "type": "user_change", "user": { "id": alice } }),
            json!({ "type": "app_home_opened", "user": alice, "tab": "messages" }),
        ] {
            let event = w.slack.event(event);
            assert_eq!(w.slack.send_event(&event, None).await.unwrap().status, 200);
        }
        let other = w.slack.send_parcel("options", json!({})).await.unwrap();
        assert_eq!((other.status, other.body), (200, serde_json::Value::Null));
        let submission = json!({ "type": "view_submission", "user": { "id": alice }, "team": null });
        assert_eq!(w.slack.send_parcel("interactive", submission).await.unwrap().status, 200);
        w.settle().await;
        assert_eq!(w.slack.count("views.publish"), 0);
    })
    .await;
}

#[tokio::test]
async fn an_envelope_that_takes_no_answer_has_it_sent_after_it() {
    world_with(BY_SOCKET, async |w| {
        let alice = w.company.alice.clone();
        let before = w.slack.later_answers().len();
        // As a command comes whose acknowledgement may bear nothing.
        let typed = w.slack.command(&alice.slack, "mine").await.unwrap();
        assert_eq!(typed.status, 200);
        let url = w.slack.some_response_url(&alice.slack);
        let envelope = json!({
            "type": "slash_commands",
            "envelope_id": "no-answer",
            "accepts_response_payload": false,
            "payload": { "user_id": alice.slack, "text": "mine", "response_url": url },
        });
        w.slack.say_over_sockets(&envelope.to_string());
        until(|| w.slack.later_answers().len() > before).await;
        assert!(w.slack.later_answers()[before].1["text"].as_str().unwrap().contains("Nothing is waiting"));
    })
    .await;
}
