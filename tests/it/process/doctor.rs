//! `certs doctor` and `certs setup`, as a person starts them beside the service.

use serde_json::Value;

use super::{Instance, Place};

/// The command beside a service, told where that can be reached.
fn beside(service: &Instance) -> Place {
    service.elsewhere().with(&[
        ("OKTA_ORG_URL", &service.sandbox.okta.url()),
        ("OKTA_API_TOKEN", service.sandbox.okta.token()),
        ("OKTA_HOOK_SECRET", Instance::HOOK_SECRET),
        ("SLACK_API_URL", &service.sandbox.slack.url()),
        ("SLACK_BOT_TOKEN", service.sandbox.slack.token()),
        ("SLACK_SIGNING_SECRET", service.sandbox.slack.signing_secret()),
        ("CERTS_ADMINS", &service.company.dana.email),
        ("CERTS_PUBLIC_URL", &service.base),
    ])
}

#[tokio::test]
async fn set_up_looked_at_and_set_up_again() {
    let service = Instance::start(&[]).await;
    let place = beside(&service);
    service.sandbox.okta.remove_event_hooks();
    let bad = place.run(&["doctor"]).await;
    assert_eq!((bad.status, bad.stderr.as_str()), (Some(1), ""), "{}", bad.stdout);
    assert!(bad.stdout.contains("✗ to fix    event hook"), "{}", bad.stdout);
    assert!(!bad.stdout.contains('\u{1b}'), "no terminal, no colours");

    let made = place.run(&["setup"]).await;
    assert_eq!(made.status, Some(0), "{}", made.stderr);
    assert!(made.stderr.starts_with("certs: made the event hook "), "{}", made.stderr);
    assert!(made.stdout.contains(&format!("request_url: {}/slack/events", service.base)), "{}", made.stdout);
    let again = place.run(&["setup"]).await;
    assert_eq!(
        (again.status, again.stderr.contains("Nothing was changed")),
        (Some(0), true),
        "{}",
        again.stderr
    );
    assert_eq!(service.sandbox.okta.event_hooks().len(), 1);

    let good = place.run(&["doctor", "--json"]).await;
    assert_eq!((good.status, good.stderr.as_str()), (Some(0), ""), "{}", good.stdout);
    let read: Value = serde_json::from_str(&good.stdout).unwrap();
    let failed = read["checks"].as_array().unwrap().iter().filter(|check| check["level"] == "failed");
    assert_eq!((failed.count(), &read["result"]), (0, &"ok".into()), "{}", good.stdout);
    service.stop("TERM").await;
}

#[tokio::test]
async fn without_settings_doctor_names_them_and_ends_with_1() {
    let outcome = Place::new().run(&["doctor"]).await;
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    let named =
        ["OKTA_ORG_URL is not set", "SLACK_SIGNING_SECRET is not set", "there is no file at that place yet"];
    assert!(named.iter().all(|words| outcome.stdout.contains(words)), "{}", outcome.stdout);
    let place = Place::new().file(".env", "OKTA_API_TOKEN='Kranich").complete();
    let outcome = place.run(&["doctor"]).await;
    assert_eq!(outcome.status, Some(1));
    assert!(
        outcome.stdout.contains(".env line 1 is not understood") && !outcome.stdout.contains("Kranich"),
        "{}",
        outcome.stdout
    );
    assert!(!place.has("certs.db"));
}

#[tokio::test]
async fn the_manifest_needs_an_address_alone() {
    let place = Place::new().set("CERTS_PUBLIC_URL", "https://certs.acme.example");
    let outcome = place.run(&["setup", "--print-manifest"]).await;
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    assert!(outcome.stdout.contains("url: https://certs.acme.example/slack/commands"), "{}", outcome.stdout);
    for (place, words) in
        [(Place::new(), "CERTS_PUBLIC_URL is not set"), (place, "OKTA_API_TOKEN is not set")]
    {
        let outcome = place.run(&["setup"]).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""));
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
}

#[tokio::test]
async fn without_a_way_in_there_is_no_hook_to_make() {
    let over_socket = Place::new().complete().set("SLACK_APP_TOKEN", "xapp-1");
    let outcome = over_socket.run(&["setup"]).await;
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""));
    assert!(
        outcome.stderr.contains("CERTS_PUBLIC_URL is not set"),
        "Okta has to call the hook: {}",
        outcome.stderr
    );
    let outcome = over_socket.set("OKTA_EVENTS", "poll").run(&["setup"]).await;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no event hook is needed"), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("socket_mode_enabled: true"), "{}", outcome.stdout);
}

#[tokio::test]
async fn a_set_up_that_is_not_finished_ends_with_1() {
    let service = Instance::start(&[]).await;
    service.sandbox.okta.remove_event_hooks();
    let place = beside(&service).set("CERTS_PUBLIC_URL", "http://127.0.0.1:1");
    let dry = place.run(&["setup", "--dry-run"]).await;
    assert_eq!((dry.status, service.sandbox.okta.event_hooks().len()), (Some(0), 0));
    assert!(dry.stderr.ends_with("certs: nothing was done; without --dry-run it is\n"), "{}", dry.stderr);
    let outcome = place.run(&["setup"]).await;
    assert_eq!(outcome.status, Some(1));
    assert!(
        outcome.stderr.contains("so it tells nothing yet: http://127.0.0.1:1/okta/hooks"),
        "{}",
        outcome.stderr
    );
    service.stop("TERM").await;
}
