//! Who it is that asks: every way of writing a signature or a secret but the right one is refused, and what is sent
//! again by somebody who listened does nothing again.

use entity::click;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use sandbox::slack::signature;
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use serde_json::json;

use super::{goes_on, rows};
use crate::support::campaigns::begun;
use crate::support::{World, world};

const STAMP: &str = "x-slack-request-timestamp";
const SIGNATURE: &str = "x-slack-signature";
const AUTHORIZATION: &str = "authorization";

/// Posts a body with exactly these headers; names in any case are the same header.
async fn post(w: &World, path: &str, headers: &[(&str, &[u8])], body: &str) -> u16 {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        map.append(name, HeaderValue::from_bytes(value).unwrap());
    }
    let request = w.http.post(format!("{}{path}", w.base)).headers(map).body(body.to_owned());
    request.send().await.unwrap().status().as_u16()
}

fn mine(w: &World) -> String {
    format!("user_id={}&text=mine", w.company.alice.slack)
}

#[tokio::test]
async fn a_signature_is_right_in_one_way() {
    world(async |w| {
        let (body, now) = (mine(w), w.clock.now().timestamp());
        let signed = |stamp: &str| signature(w.slack.signing_secret(), stamp, body.as_bytes());
        let (stamp, right) = (now.to_string(), signed(&now.to_string()));
        let digits = right.trim_start_matches("v0=");
        let upper = format!("v0={}", digits.to_uppercase());
        let changed = |change: &dyn Fn(&str) -> String| change(&right).into_bytes();
        // The digits of a number may be written in either case; everything else is spelled in one way.
        let table: Vec<(&str, Vec<u8>, u16)> = vec![
            ("right", right.clone().into_bytes(), 200),
            ("upper-case digits", upper.into_bytes(), 200),
            ("an upper-case version", changed(&|right| right.replace("v0=", "V0=")), 401),
            ("another version", changed(&|right| right.replace("v0=", "v1=")), 401),
            ("no version", digits.into(), 401),
            ("the version twice", format!("v0={right}").into_bytes(), 401),
            ("a prefix of it", right[..right.len() - 2].into(), 401),
            ("one digit less", right[..right.len() - 1].into(), 401),
            ("more than it", format!("{right}00").into_bytes(), 401),
            ("two in one header", format!("{right},{right}").into_bytes(), 401),
            ("a space inside", changed(&|right| right.replace("v0=", "v0= ")), 401),
            ("only the version", b"v0=".to_vec(), 401),
            ("empty", Vec::new(), 401),
            ("no text", vec![b'v', b'0', b'=', 0xff, 0xfe], 401),
            ("that of an empty body", signature(w.slack.signing_secret(), &stamp, b"").into_bytes(), 401),
            ("that of another secret", signature("another", &stamp, body.as_bytes()).into_bytes(), 401),
            ("that of no secret", signature("", &stamp, body.as_bytes()).into_bytes(), 401),
        ];
        for (name, signature, status) in table {
            let headers: [(&str, &[u8]); 2] = [(STAMP, stamp.as_bytes()), (SIGNATURE, &signature)];
            assert_eq!(post(w, "/slack/commands", &headers, &body).await, status, "{name}");
        }
        // However the headers' names are written.
        let headers: [(&str, &[u8]); 2] =
            [("X-SLACK-Request-TIMESTAMP", stamp.as_bytes()), ("X-Slack-Signature", right.as_bytes())];
        assert_eq!(post(w, "/slack/commands", &headers, &body).await, 200);
        for alone in [(STAMP, stamp.as_bytes()), (SIGNATURE, right.as_bytes())] {
            assert_eq!(post(w, "/slack/commands", &[alone], &body).await, 401, "{} alone", alone.0);
        }
    })
    .await;
}

#[tokio::test]
async fn a_time_is_good_for_five_minutes_and_is_a_number() {
    world(async |w| {
        let (body, now) = (mine(w), w.clock.now().timestamp());
        let table = [
            (now.to_string(), 200),
            ((now - 300).to_string(), 200),
            ((now + 300).to_string(), 200),
            ((now - 301).to_string(), 401),
            ((now + 301).to_string(), 401),
            ("0".to_owned(), 401),
            ((-now).to_string(), 401),
            (i64::MAX.to_string(), 401),
            (i64::MIN.to_string(), 401),
            ("9223372036854775808".to_owned(), 401),
            ("99999999999999999999999999".to_owned(), 401),
            (format!("{now}.0"), 401),
            (format!("{now}e0"), 401),
            (format!("{now} {now}"), 401),
            ("now".to_owned(), 401),
            (String::new(), 401),
        ];
        for (stamp, status) in table {
            // Rightly signed, each of them: it is the time alone that is wrong.
            let right = signature(w.slack.signing_secret(), &stamp, body.as_bytes());
            let headers: [(&str, &[u8]); 2] = [(STAMP, stamp.as_bytes()), (SIGNATURE, right.as_bytes())];
            assert_eq!(post(w, "/slack/commands", &headers, &body).await, status, "{stamp}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_signature_of_one_route_or_body_opens_no_other_body() {
    world(async |w| {
        let (body, stamp) = (mine(w), w.clock.now().timestamp().to_string());
        let right = signature(w.slack.signing_secret(), &stamp, body.as_bytes());
        let headers: [(&str, &[u8]); 2] = [(STAMP, stamp.as_bytes()), (SIGNATURE, right.as_bytes())];
        let other = format!("user_id={}&text=sync", w.company.dana.slack);
        for body in [other.as_str(), "", &body.replace('&', "&&"), &body.to_uppercase()] {
            assert_eq!(post(w, "/slack/commands", &headers, body).await, 401, "{body}");
        }
        // Slack signs no route: on another one the body is not what is expected there.
        assert_eq!(post(w, "/slack/interactions", &headers, &body).await, 400);
        assert_eq!(post(w, "/slack/events", &headers, &body).await, 400);
        assert_eq!(post(w, "/okta/hooks", &headers, &body).await, 401);
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_again_within_its_five_minutes_does_nothing_again() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        let form = |text: &str| format!("user_id={}&text={text}", w.company.dana.slack);
        let press = json!({ "type": "block_actions", "user": { "id": w.company.alice.slack },
                            "actions": [{ "action_id": "review_now", "value": "ici", "action_ts": "1.2" }] });
        let press = serde_urlencoded::to_string([("payload", press.to_string())]).unwrap();
        let home = w.slack.home_opened(&w.company.alice.slack).to_string();
        let requests = [
            ("/slack/commands", form("status")),
            ("/slack/commands", form("sync")),
            ("/slack/interactions", press),
            ("/slack/events", home),
        ];
        let stamp = w.clock.now().timestamp().to_string();
        let send = async |w: &World, number: usize| {
            let (path, body) = &requests[number];
            let right = signature(w.slack.signing_secret(), &stamp, body.as_bytes());
            post(w, path, &[(STAMP, stamp.as_bytes()), (SIGNATURE, right.as_bytes())], body).await
        };
        for number in 0..requests.len() {
            assert_eq!(send(w, number).await, 200);
        }
        w.settle().await;
        let (before, messages) = (rows(w).await, w.slack.messages().len());
        for number in [0, 1, 2, 3, 3, 2, 1, 0] {
            assert_eq!(send(w, number).await, 200);
        }
        w.settle().await;
        // A press and an event count once. A command is a question; `sync` has Okta read again, which changes nothing.
        assert_eq!(click::Entity::find().all(&w.app.store.db).await.unwrap().len(), 1);
        assert_eq!(w.slack.count("views.publish"), 1);
        let after = rows(w).await;
        assert_eq!((&after[1..], w.slack.messages().len()), (&before[1..], messages));
        // After five minutes not even that.
        w.clock.advance_to(w.clock.now() + chrono::Duration::seconds(301));
        for number in 0..requests.len() {
            assert_eq!(send(w, number).await, 401);
        }
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn oktas_secret_is_right_in_one_way() {
    world(async |w| {
        let secret = w.app.config.okta.hook_secret.expose_secret().to_owned();
        let body = r#"{"data":{"events":[]}}"#;
        let table: Vec<(&str, Vec<u8>, u16)> = vec![
            ("right", secret.clone().into_bytes(), 204),
            ("as a bearer token", format!("Bearer {secret}").into_bytes(), 401),
            ("as basic credentials", format!("Basic {secret}").into_bytes(), 401),
            ("in upper case", secret.to_uppercase().into_bytes(), 401),
            ("quoted", format!("\"{secret}\"").into_bytes(), 401),
            ("twice in one header", format!("{secret},{secret}").into_bytes(), 401),
            ("a prefix of it", secret[..secret.len() - 1].into(), 401),
            ("more than it", format!("{secret}0").into_bytes(), 401),
            ("with a tab inside", secret.replacen('-', "\t", 1).into_bytes(), 401),
            ("empty", Vec::new(), 401),
            ("no text", vec![0xff; secret.len()], 401),
            ("very long", vec![b'a'; 30_000], 401),
            // Around a header's value it means nothing, and is gone before anybody compares.
            ("with spaces around it", format!(" {secret} ").into_bytes(), 204),
        ];
        for (name, value, status) in table {
            assert_eq!(post(w, "/okta/hooks", &[(AUTHORIZATION, &value)], body).await, status, "{name}");
        }
        let right = secret.as_bytes();
        assert_eq!(post(w, "/okta/hooks", &[("AUTHORIZATION", right)], body).await, 204);
        assert_eq!(post(w, "/okta/hooks", &[], body).await, 401);
        for pair in [[right, right], [right, b"wrong"], [b"wrong", right], [b"", right]] {
            let headers = pair.map(|value| (AUTHORIZATION, value));
            assert_eq!(post(w, "/okta/hooks", &headers, body).await, 401, "two of them");
        }
        assert!(w.events().await.is_empty());
    })
    .await;
}
