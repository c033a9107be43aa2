//! What Slack sends: only what it signed, lately, is listened to, and each thing counts once.

use entity::click;
use sandbox::slack::signature;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::{World, world};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// A good request of each route: path, content type, body.
fn requests(w: &World) -> [(&'static str, &'static str, String); 3] {
    let click = json!({ "type": "block_actions", "user": { "id": w.company.alice.slack },
                        "actions": [{ "action_id": "review_now", "value": "ici", "action_ts": "1.2" }] });
    [
        ("/slack/commands", FORM, format!("user_id={}&text=mine", w.company.alice.slack)),
        ("/slack/interactions", FORM, serde_urlencoded::to_string([("payload", click.to_string())]).unwrap()),
        ("/slack/events", JSON, w.slack.home_opened(&w.company.alice.slack).to_string()),
    ]
}

/// Nothing was stored, and nobody was asked anything.
async fn nothing_was_done(w: &World) {
    assert!(click::Entity::find().all(&w.app.store.db).await.unwrap().is_empty());
    assert!(w.events().await.is_empty());
    assert!(w.slack.calls().is_empty());
}

#[tokio::test]
async fn what_is_not_signed_lately_is_refused_and_nothing_is_done() {
    world(async |w| {
        let now = w.clock.now().timestamp();
        let forged = format!("v0={}", "0".repeat(64));
        let of_another_version = |body: &str| {
            signature(w.slack.signing_secret(), &now.to_string(), body.as_bytes()).replace("v0=", "v1=")
        };
        for (path, kind, body) in requests(w) {
            let v1 = of_another_version(&body);
            let tries = [
                ("forged", None, Some(forged.as_str())),
                ("no signature and no time", None, Some("")),
                ("no hex", None, Some("v0=zz")),
                ("another version", None, Some(v1.as_str())),
                ("five minutes and a second old", Some(now - 301), None),
                ("five minutes and a second ahead", Some(now + 301), None),
                ("at the beginning of time", Some(i64::MIN), None),
            ];
            for (name, time, signature) in tries {
                let answer = w.slack.raw(path, kind, body.clone(), time, signature).await.unwrap();
                assert_eq!(answer.status, 401, "{path}: {name}");
                assert_eq!(answer.body, "The credentials of this request are not accepted.\n");
            }
        }
        nothing_was_done(w).await;
        for (path, kind, body) in requests(w) {
            let answer = w.slack.raw(path, kind, body, Some(now - 300), None).await.unwrap();
            assert_eq!(answer.status, 200, "{path}: five minutes old");
        }
        w.settle().await;
    })
    .await;
}

#[tokio::test]
async fn a_signature_or_a_time_that_comes_twice_counts_as_none() {
    world(async |w| {
        let now = w.clock.now().timestamp().to_string();
        for (path, kind, body) in requests(w) {
            let good = signature(w.slack.signing_secret(), &now, body.as_bytes());
            let request = || {
                let request =
                    w.http.post(format!("{}{path}", w.base)).header("content-type", kind).body(body.clone());
                request.header("x-slack-signature", &good).header("x-slack-request-timestamp", &now)
            };
            for header in [("x-slack-signature", &good), ("x-slack-request-timestamp", &now)] {
                assert_eq!(
                    request().header(header.0, header.1).send().await.unwrap().status(),
                    401,
                    "{path}"
                );
            }
        }
        nothing_was_done(w).await;
    })
    .await;
}

#[tokio::test]
async fn a_body_that_was_changed_on_its_way_is_refused() {
    world(async |w| {
        let now = w.clock.now().timestamp();
        for (path, kind, body) in requests(w) {
            let good = signature(w.slack.signing_secret(), &now.to_string(), body.as_bytes());
            let answer = w.slack.raw(path, kind, body + " ", Some(now), Some(&good)).await.unwrap();
            assert_eq!(answer.status, 401, "{path}");
        }
        nothing_was_done(w).await;
    })
    .await;
}

#[tokio::test]
async fn more_than_a_mebibyte_is_refused() {
    world(async |w| {
        for (path, kind, _) in requests(w) {
            let answer = w.slack.raw(path, kind, vec![b'a'; 1024 * 1024 + 1], None, None).await.unwrap();
            assert_eq!(answer.status, 413, "{path}");
        }
        nothing_was_done(w).await;
    })
    .await;
}

#[tokio::test]
async fn signed_nonsense_is_refused_with_a_sentence() {
    world(async |w| {
        let nonsense = [
            ("/slack/commands", FORM, "text=mine"),
            ("/slack/commands", FORM, ""),
            ("/slack/interactions", FORM, "payload=%7B"),
            ("/slack/interactions", FORM, "payload=%7B%7D"),
            ("/slack/interactions", FORM, "other=1"),
            ("/slack/events", JSON, "{"),
            ("/slack/events", JSON, "{}"),
            ("/slack/events", JSON, r#"{"type":"url_verification"}"#),
        ];
        for (path, kind, body) in nonsense {
            let answer = w.slack.raw(path, kind, body, None, None).await.unwrap();
            assert_eq!(answer.status, 400, "{path}: {body}");
            assert!(answer.body.as_str().unwrap().starts_with("The body is not "), "{:?}", answer.body);
        }
        nothing_was_done(w).await;
    })
    .await;
}

#[tokio::test]
async fn slacks_own_checks_are_answered() {
    world(async |w| {
        assert_eq!(w.slack.ssl_check(false).await.unwrap().status, 200);
        assert_eq!(w.slack.ssl_check(true).await.unwrap().status, 200);
        let answer =
            w.slack.url_verification("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P").await.unwrap();
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body["challenge"], "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
        nothing_was_done(w).await;
    })
    .await;
}
