//! What the service logs names no person and holds no secret, whatever happened.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot look at what it tests has failed")]

use std::time::Duration;

use sandbox::Company;
use serde_json::Value;

use crate::process::{Instance, eventually};

const WRONG_SECRET: &str = "wrong-secret-Kranich";
const WRONG_SIGNATURE: &str = "v0=5b1f0a9bd1a0f2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabb";

/// Lives through a launch with a reviewer who has no Slack account, two callers who are not who they should be, and
/// an administrator's command; answers the log and what must not be in it.
async fn lived_through(settings: &[(&str, &str)]) -> (String, Vec<String>) {
    let service = Instance::start(settings).await;
    service.launch_q4().await;
    let (okta, slack) = (&service.sandbox.okta, &service.sandbox.slack);
    assert_eq!(okta.send_raw(Some(WRONG_SECRET), b"{}".to_vec()).await.unwrap(), 401);
    let form = "application/x-www-form-urlencoded";
    let body = format!("user_id={}&command=/certs&text=status", service.company.dana.slack);
    let answer = slack.raw("/slack/commands", form, body, None, Some(WRONG_SIGNATURE)).await.unwrap();
    assert_eq!(answer.status, 401);
    let everyone = async || {
        let is_told =
            slack.messages().len() == 5 && service.log().contains("Closed a notice without sending it");
        is_told.then_some(())
    };
    eventually("messages to all but one", Duration::from_secs(20), everyone).await;
    for command in ["status", "status Q4 Production Access", "status Alice Ng", "alice.ng@acme.example"] {
        let answer = slack.command(&service.company.dana.slack, command).await.unwrap();
        assert_eq!(answer.status, 200, "{command}");
    }
    let status = slack.command(&service.company.dana.slack, "status").await.unwrap().as_text().join("\n");
    assert!(status.contains("Linus Berg"), "the story is not the one that it should be: {status}");
    let secrets = [
        Instance::HOOK_SECRET,
        WRONG_SECRET,
        WRONG_SIGNATURE,
        okta.token(),
        slack.token(),
        slack.signing_secret(),
    ]
    .map(str::to_owned)
    .to_vec();
    let outcome = service.stop("TERM").await;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.lines().count() >= 8, "it logged next to nothing: {}", outcome.stderr);
    (outcome.stderr, secrets)
}

#[track_caller]
fn holds_no_secret(log: &str, secrets: &[String]) {
    for secret in secrets.iter().map(String::as_str).chain(["xoxb-", "SSWS ", "Bearer "]) {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "it holds {secret}");
    }
}

#[track_caller]
fn names_nobody(log: &str) {
    let is_address = |word: &&str| word.trim_matches('@').contains('@') || word.contains("%40");
    assert_eq!(log.split_whitespace().find(is_address), None, "it holds an address");
    let words: Vec<&str> = log.split(|c: char| !(c.is_alphanumeric() || c == '\'')).collect();
    for person in Company::acme().everybody() {
        let name = person.name.split(' ').find(|name| words.contains(name));
        assert_eq!(name, None, "it names {}", person.name);
        let (mailbox, _) = person.email.split_once('@').unwrap();
        assert!(!log.contains(mailbox), "it holds the address of {}", person.name);
    }
}

#[tokio::test]
async fn the_log_names_no_person_and_holds_no_secret() {
    let (log, secrets) = lived_through(&[("CERTS_LOG", "info")]).await;
    names_nobody(&log);
    holds_no_secret(&log, &secrets);
}

#[tokio::test]
async fn the_log_for_machines_is_json_line_by_line_and_as_silent_about_people() {
    let (log, secrets) = lived_through(&[("CERTS_LOG_FORMAT", "json")]).await;
    for line in log.lines() {
        let parsed: Value = serde_json::from_str(line).unwrap_or_else(|why| panic!("{why} in {line}"));
        for field in ["timestamp", "level", "target", "message"] {
            assert!(parsed[field].is_string(), "no {field} in {line}");
        }
    }
    names_nobody(&log);
    holds_no_secret(&log, &secrets);
}

#[tokio::test]
async fn not_even_the_finest_log_holds_a_secret_or_an_address() {
    for filter in ["debug", "trace", "info,slack_morphism=trace,sqlx=trace,hyper=trace,reqwest=trace"] {
        let (log, secrets) = lived_through(&[("CERTS_LOG", filter)]).await;
        holds_no_secret(&log, &secrets);
        names_nobody(&log);
    }
}

#[tokio::test]
async fn a_log_that_goes_to_a_file_has_no_colours() {
    let (log, _) = lived_through(&[]).await;
    assert_eq!(log.lines().find(|line| line.contains('\u{1b}')), None);
}
