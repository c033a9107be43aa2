//! Okta's hook: a body is taken whole or not at all, and no event in it spoils the others.

use std::collections::BTreeSet;

use certs::okta::HookEnvelope;
use proptest::prelude::*;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::nasty::{any_json, sampled, spoiled, written};
use super::{goes_on, rows};
use crate::support::{World, world};

/// Posts a body with the right secret.
async fn post(w: &World, body: impl Into<Vec<u8>>) -> u16 {
    let secret = w.app.config.okta.hook_secret.expose_secret();
    let request = w.http.post(format!("{}/okta/hooks", w.base)).header("authorization", secret);
    request.body(body.into()).send().await.unwrap().status().as_u16()
}

fn event(uuid: &str, kind: &str) -> Value {
    json!({ "uuid": uuid, "eventType": format!("certification.campaign.{kind}"), "published": "2026-09-01T08:00:00Z",
            "actor": { "id": "00uDana", "type": "User", "displayName": "Dana" },
            "target": [{ "id": "iciNone" }, { "id": "icrNone" }],
            "debugContext": { "debugData": { "campaignId": "iciNone", "campaignItemId": "icrNone",
                                             "campaignItemDecision": "DELEGATE" } } })
}

fn envelope(events: &[Value]) -> Value {
    json!({ "eventType": "com.okta.event_hook", "data": { "events": events } })
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let good = envelope(&[event("one", "launch"), event("two", "item.decide"), event("three", "close")]);
    prop_oneof![
        8 => spoiled(good.clone()).prop_map(|body| written(&body).into_bytes()),
        2 => any_json().prop_map(|event| written(&envelope(&[event])).into_bytes()),
        1 => any_json().prop_map(|body| written(&body).into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => any::<prop::sample::Index>().prop_map(move |at| {
            let body = good.to_string().into_bytes();
            body[..at.index(body.len())].to_vec()
        }),
    ]
}

#[tokio::test]
async fn whatever_is_posted_is_taken_whole_or_not_at_all() {
    world(async |w| {
        w.okta.set_rate_limit(1_000_000);
        w.strange_is_fine = true;
        for body in sampled(bodies(), 60) {
            let before = rows(w).await;
            let known: BTreeSet<String> = w.events().await.into_iter().map(|row| row.event_uuid).collect();
            let status = post(w, body.clone()).await;
            let shown = String::from_utf8_lossy(&body);
            let told = HookEnvelope::read(&body).map(|envelope| envelope.data.events.read);
            assert_eq!(status, if told.is_ok() { 204 } else { 400 }, "{shown}");
            let ids: BTreeSet<String> =
                told.unwrap_or_default().into_iter().map(|event| event.uuid).collect();
            let new = ids.difference(&known).count() as u64;
            let mut expected = before;
            expected[0] += new;
            assert_eq!(rows(w).await, expected, "{shown}");
        }
        w.settle().await;
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn an_event_that_no_database_takes_spoils_no_other() {
    world(async |w| {
        w.strange_is_fine = true;
        let long = |length: usize| -> String {
            (0..length).map(|at| char::from(b'!' + u8::try_from(at * at % 89).unwrap())).collect()
        };
        let strange = [
            event(&long(1_000_000), "launch"),
            event(&long(256), "launch"),
            event("", "launch"),
            event("\u{7}", "launch"),
            json!({ "uuid": "no such kind", "eventType": long(300) }),
            json!("HALF-A-PAIR"),
        ];
        let mut kept =
            vec![event(&long(255), "close"), event("nul\0", "close"), event("half HALF-A-PAIR", "close")];
        // What it says of itself is a hint: without it, it is still an event.
        let mut vague = event("vague", "launch");
        vague["debugContext"]["debugData"] =
            json!({ "campaignId": long(5_000), "campaignItemId": "..", "campaignItemDecision": long(5_000) });
        vague["actor"]["displayName"] = json!(long(100_000));
        vague["published"] = json!(long(5_000));
        vague["target"] = json!([{ "id": format!("ici{}", long(5_000)) }]);
        kept.push(vague);
        let events = [&strange[..], &kept[..]].concat();
        assert_eq!(post(w, written(&envelope(&events))).await, 204);
        let stored = w.events().await;
        assert_eq!(stored.iter().filter(|row| row.source == "okta").count(), kept.len());
        assert!(stored.iter().all(|row| row.payload.len() < 2_000), "what is stored is bounded");
        w.settle().await;
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn eight_mebibytes_of_anything_are_dealt_with() {
    world(async |w| {
        let of = |piece: &str| {
            let pieces = vec![piece; 8 * 1024 * 1024 / (piece.len() + 1) - 20];
            format!(r#"{{"data":{{"events":[{}]}}}}"#, pieces.join(","))
        };
        let deep = |open: &str, close: &str| {
            let depth = 1024 * 1024;
            format!(r#"{{"data":{{"events":[{}0{}]}}}}"#, open.repeat(depth), close.repeat(depth))
        };
        let before = rows(w).await;
        // A million events that are none are left out, and said to be in one line.
        let none = [
            of("{}"),
            of("0"),
            of(r#"{"":0}"#),
            of(r#"{"target":[{},{}]}"#),
            deep("[", "]"),
            deep("{\"\":", "}"),
        ];
        for body in none {
            assert_eq!(post(w, body).await, 204);
        }
        // More events than anybody sends.
        assert_eq!(post(w, of(r#"{"uuid":"a","eventType":"b"}"#)).await, 400);
        assert_eq!(rows(w).await, before);
        goes_on(w).await;
    })
    .await;
}
