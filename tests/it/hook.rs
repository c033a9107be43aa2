//! Okta's event hook: what is answered 204 is stored, once, and nothing else is.

use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use serde_json::{Value, json};

use crate::support::campaigns::{begun, planned, user};
use crate::support::{World, impatient_world, world};

/// Posts a body as the hook does; the status and what stands beside it.
async fn post(w: &World, secret: &str, body: Vec<u8>) -> (u16, String) {
    let request = w.http.post(format!("{}/okta/hooks", w.base)).header("authorization", secret).body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The secret that the hook shows.
fn secret(w: &World) -> String {
    use secrecy::ExposeSecret;
    w.app.config.okta.hook_secret.expose_secret().to_owned()
}

/// Type and state of what came from Okta.
async fn stored(w: &World) -> Vec<(String, String)> {
    let events = w.events().await.into_iter().filter(|event| event.source == "okta");
    events.map(|event| (event.kind, event.state)).collect()
}

#[tokio::test]
async fn the_challenge_comes_back() {
    world(async |w| {
        assert!(w.okta.verify_hook().await.unwrap());
        let without = w.http.get(format!("{}/okta/hooks", w.base)).send().await.unwrap();
        assert_eq!(without.status(), 400);
    })
    .await;
}

#[tokio::test]
async fn without_the_right_secret_nothing_is_stored() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        let body = json!({ "data": { "events": w.okta.take_events() } }).to_string().into_bytes();
        let right = secret(w);
        let wrong = [None, Some(""), Some("wrong"), Some(&right[1..]), Some("Bearer hook-secret-0123456789")];
        for secret in wrong {
            assert_eq!(w.okta.send_raw(secret, body.clone()).await.unwrap(), 401, "{secret:?}");
        }
        let twice = w.http.post(format!("{}/okta/hooks", w.base)).body(body);
        let twice =
            twice.header("authorization", &right).header("authorization", &right).send().await.unwrap();
        assert_eq!(twice.status(), 401);
        assert!(stored(w).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_no_envelope_is_refused_with_a_sentence() {
    world(async |w| {
        for body in ["", "{", "null", "[]", "{}", r#"{"data":{}}"#, r#"{"data":{"events":"none"}}"#, "\u{0}"]
        {
            let (status, sentence) = post(w, &secret(w), body.into()).await;
            assert_eq!(status, 400, "{body:?}");
            assert_eq!(sentence, "The body is not an event hook's JSON with data.events.\n");
        }
        assert_eq!(post(w, &secret(w), vec![0xff, 0xfe]).await.0, 400);
        assert!(stored(w).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn eight_mebibytes_are_enough_and_more_is_refused() {
    world(async |w| {
        let padded = |size: usize| {
            let mut body = br#"{"data":{"events":[]}}"#.to_vec();
            body.resize(size, b' ');
            body
        };
        assert_eq!(post(w, &secret(w), padded(8 * 1024 * 1024)).await.0, 204);
        assert_eq!(post(w, &secret(w), padded(8 * 1024 * 1024 + 1)).await.0, 413);
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_stored_once_however_often_it_comes() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        for review in w.okta.reviews(&campaign.id) {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        let events = w.okta.take_events();
        assert_eq!(events.len(), 4);
        // Each envelope has an id of its own; the events keep theirs.
        for batch in [&events[..], &events[1..2], &[events.clone(), events.clone()].concat()] {
            assert_eq!(w.okta.send_events(batch).await.unwrap(), 204);
        }
        assert_eq!(stored(w).await.len(), 4);
        w.settle().await;
    })
    .await;
}

#[tokio::test]
async fn events_of_other_types_are_stored_as_ignored() {
    world(async |w| {
        let kinds =
            ["certification.campaign.create", "user.session.start", "certification.campaign.item.remediate"];
        let events: Vec<Value> =
            kinds.iter().map(|kind| json!({ "uuid": format!("of {kind}"), "eventType": kind })).collect();
        assert_eq!(w.okta.send_events(&events).await.unwrap(), 204);
        let mut stored = stored(w).await;
        stored.sort();
        let mut expected = kinds.map(|kind| (kind.to_owned(), "ignored".to_owned()));
        expected.sort();
        assert_eq!(stored, expected);
    })
    .await;
}

#[tokio::test]
async fn strange_events_spoil_nothing() {
    world(async |w| {
        let kind = "certification.campaign.launch";
        let strange = [
            json!(null),
            json!(7),
            json!({}),
            json!({ "uuid": null, "eventType": kind }),
            json!({ "uuid": "no type", "eventType": null }),
            json!({ "uuid": "says nothing", "eventType": kind, "target": null, "debugContext": null, "actor": null }),
            json!({ "uuid": "no data", "eventType": kind, "debugContext": { "debugData": null }, "target": [] }),
            json!({ "uuid": "other types", "eventType": kind, "debugContext": { "debugData": { "campaignId": 7 } },
                    "target": [null, 7, { "id": null }], "actor": [] }),
            // No database has to store a NUL, and PostgreSQL does not.
            json!({ "uuid": "nul\u{0}", "eventType": kind, "actor": { "type": "User", "displayName": "\u{0}" } }),
        ];
        assert_eq!(w.okta.send_events(&strange).await.unwrap(), 204);
        assert_eq!(w.okta.send_events(&[]).await.unwrap(), 204);
        // A launch that does not say of what is still a launch: the campaign is found by a sweep.
        let campaign = planned(w, "Q4", &[(user(&w.company.alice), 1)]);
        w.okta.set_status(&campaign.id, "ACTIVE");
        w.settle().await;
        assert_eq!(stored(w).await, vec![(kind.to_owned(), "done".to_owned()); 4]);
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn recorded_envelopes_are_accepted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference/okta-samples");
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: there are no recordings beside the repository");
        return;
    };
    let envelopes = files.filter_map(|file| std::fs::read(file.unwrap().path()).ok());
    let is_envelope = |body: &Vec<u8>| {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        body["eventType"] == "com.okta.event_hook"
    };
    let envelopes: Vec<Vec<u8>> = envelopes.filter(is_envelope).collect();
    assert!(envelopes.len() >= 4, "{} envelopes", envelopes.len());
    world(async |w| {
        for body in &envelopes {
            assert_eq!(post(w, &secret(w), body.clone()).await.0, 204);
        }
        let stored = w.events().await;
        assert!(stored.iter().all(|event| event.campaign_id.is_some()), "{stored:#?}");
        w.settle().await;
        assert!(w.slack.messages().is_empty(), "their campaigns are not in this org");
    })
    .await;
}

#[tokio::test]
async fn a_locked_file_is_503_and_the_retry_is_stored() {
    impatient_world(async |w| {
        if !w.database.is_sqlite() {
            return;
        }
        let mut options = ConnectOptions::new(&w.database.url);
        options.max_connections(1).sqlx_logging(false);
        let other = Database::connect(options).await.unwrap();
        other.execute_unprepared("BEGIN EXCLUSIVE").await.unwrap();
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        let events = w.okta.take_events();
        assert_eq!(w.okta.send_events(&events).await.unwrap(), 503);
        other.execute_unprepared("ROLLBACK").await.unwrap();
        assert_eq!(w.okta.send_events(&events).await.unwrap(), 204);
        assert_eq!(stored(w).await.len(), 1);
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        other.close().await.unwrap();
    })
    .await;
}
