//! The settings: what is understood, what is refused and how, and what is never shown.
#![allow(clippy::unwrap_used, reason = "a test that cannot look at what it tests has failed")]

mod values;

use std::collections::HashMap;
use std::time::Duration;

use certs::config::{Config, Problems, SETTINGS};
use certs::domain::cadence::Cadence;
use chrono_tz::Tz;
use secrecy::ExposeSecret;

/// The five that have no default. Each secret has a part that occurs nowhere else.
const REQUIRED: &[(&str, &str)] = &[
    ("OKTA_ORG_URL", "https://acme.okta.com"),
    ("OKTA_API_TOKEN", "00token-Kranich"),
    ("OKTA_HOOK_SECRET", "hook-Reiher"),
    ("SLACK_BOT_TOKEN", "xoxb-Storch"),
    ("SLACK_SIGNING_SECRET", "sign-Ibis"),
];

fn read(settings: &[(&str, &str)]) -> Result<Config, Problems> {
    let settings: HashMap<&str, &str> = settings.iter().copied().collect();
    Config::from_lookup(&|name| settings.get(name).map(|value| (*value).to_owned()))
}

/// With what must be set, and these.
fn with(more: &[(&str, &str)]) -> Result<Config, Problems> {
    read(&[REQUIRED, more].concat())
}

/// The problems of one setting that has this value, the others being as they should.
fn problems(name: &str, value: &str) -> Vec<String> {
    with(&[(name, value)]).map_or_else(|problems| problems.0, |_| Vec::new())
}

#[track_caller]
fn refused(name: &str, values: &[&str], expected: &str) {
    for value in values {
        let problems = problems(name, value);
        assert_eq!(problems.len(), 1, "{name}={value}: {problems:?}");
        assert!(problems[0].starts_with(&format!("{name} is not understood")), "{value}: {}", problems[0]);
        assert!(problems[0].contains(&format!("expected {expected}")), "{value}: {}", problems[0]);
    }
}

#[test]
fn without_any_setting_the_missing_ones_are_named_all_at_once_with_what_is_expected() {
    let problems = read(&[]).unwrap_err();
    assert_eq!(
        problems.0,
        [
            "OKTA_ORG_URL is not set; expected a base URL such as https://acme.okta.com",
            "OKTA_API_TOKEN is not set; expected an Okta API token (Security > API > Tokens), or OKTA_CLIENT_ID, OKTA_PRIVATE_KEY and OKTA_KEY_ID of a service app",
            "OKTA_HOOK_SECRET is not set; expected the value of the hook's Authorization header",
            "SLACK_BOT_TOKEN is not set; expected a bot token that starts with xoxb-",
            "SLACK_SIGNING_SECRET is not set; expected the app's signing secret",
        ]
    );
    let text = problems.to_string();
    assert!(text.starts_with("some settings cannot be used as set:\n  OKTA_ORG_URL"), "{text}");
    let required: Vec<&str> =
        SETTINGS.iter().filter(|setting| setting.default.is_none()).map(|setting| setting.name).collect();
    assert_eq!(required, REQUIRED.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn everything_that_is_wrong_is_reported_at_once() {
    let all_wrong: Vec<(&str, &str)> = SETTINGS
        .iter()
        .map(|setting| (setting.name, "\u{7}"))
        .filter(|(name, _)| *name != "CERTS_LOG")
        .collect();
    let problems = read(&all_wrong).unwrap_err();
    let unnamed: Vec<&str> = all_wrong
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !problems.0.iter().any(|problem| problem.starts_with(&format!("{name} "))))
        .collect();
    assert!(unnamed.is_empty(), "nothing is said of {unnamed:?} in {problems}");
    assert_eq!(problems.0.len(), all_wrong.len());
}

#[test]
fn what_is_not_set_or_empty_has_its_default() {
    let empty: Vec<(&str, &str)> = SETTINGS
        .iter()
        .filter(|setting| setting.default.is_some())
        .map(|setting| (setting.name, if setting.name.len() % 2 == 0 { "" } else { "  " }))
        .collect();
    for config in [with(&[]).unwrap(), with(&empty).unwrap()] {
        assert_eq!(config.database_url.expose_secret(), "sqlite://certs.db?mode=rwc");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.slack.api_url.as_str(), "https://slack.com/api");
        assert_eq!(config.slack.messages_per_minute, 300);
        assert_eq!(config.admins, [] as [&str; 0]);
        assert_eq!((config.daily_run.zone, config.daily_run.at.to_string().as_str()), (Tz::UTC, "09:00:00"));
        let cadence = Cadence { days: vec![7, 14, 21, 25], then_every: Some(7), closing_days: Some(3) };
        assert_eq!(config.cadence, cadence);
        assert_eq!(config.reassignment_window, Duration::from_secs(30));
        assert_eq!(config.sweep_every, Duration::from_mins(15));
        assert_eq!(config.retention_days, 400);
        assert_eq!(config.review_url, "https://acme.okta.com/app/UserHome");
        assert_eq!((config.log_filter.as_str(), config.log_json), ("info", false));
    }
    let missing = read(&[REQUIRED, &[("OKTA_API_TOKEN", " ")]].concat()).unwrap_err();
    assert_eq!(
        missing.0,
        [
            "OKTA_API_TOKEN is not set; expected an Okta API token (Security > API > Tokens), or OKTA_CLIENT_ID, OKTA_PRIVATE_KEY and OKTA_KEY_ID of a service app"
        ]
    );
    assert!(missing.to_string().starts_with("one setting cannot be used as set:"), "{missing}");
}

#[test]
fn a_secret_is_never_shown() {
    let secrets = ["Kranich", "Reiher", "Storch", "Ibis", "Pelikan"];
    let config = with(&[("DATABASE_URL", "postgres://certs:Pelikan@db/certs")]).unwrap();
    let shown =
        [format!("{config:?}"), format!("{config:#?}"), format!("{:?}{:?}", config.okta, config.slack)]
            .concat();
    for secret in secrets {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let bad = [
        ("OKTA_API_TOKEN", "Kranich\n"),
        ("OKTA_API_TOKEN", "Kra\u{0}nich"),
        ("OKTA_HOOK_SECRET", "Rei\nher"),
        ("SLACK_BOT_TOKEN", "xoxp-Storch"),
        ("SLACK_SIGNING_SECRET", "Ib\tis"),
        ("DATABASE_URL", "mysql://certs:Pelikan@db/certs"),
        // In the wrong place.
        ("OKTA_ORG_URL", "xoxb-Storch"),
        ("SLACK_API_URL", "xoxb-Storch"),
        ("CERTS_REVIEW_URL", "xoxb-Storch"),
        ("CERTS_ADMINS", "xoxb-Storch"),
        ("CERTS_LISTEN", "postgres://certs:Pelikan@db/certs"),
    ];
    for (name, value) in bad {
        let Err(problems) = with(&[(name, value)]) else { continue };
        let shown = format!("{problems}{problems:?}");
        assert!(
            !["Kra", "Rei", "Storch", "Ib", "Pelikan"].iter().any(|part| shown.contains(part)),
            "{shown}"
        );
    }
}

#[test]
fn a_secret_that_could_not_be_used_is_refused() {
    refused("OKTA_API_TOKEN", &["a\nb", "a\u{0}b"], "an Okta API token (Security > API > Tokens)");
    refused("OKTA_HOOK_SECRET", &["a\r\nb"], "the value of the hook's Authorization header");
    refused("SLACK_BOT_TOKEN", &["xoxp-1", "token", "XOXB-1"], "a bot token that starts with xoxb-");
    refused("SLACK_SIGNING_SECRET", &["a\tb"], "the app's signing secret");
    let spaced = with(&[("SLACK_BOT_TOKEN", " xoxb-1 \n")]).unwrap();
    assert_eq!(spaced.slack.bot_token.expose_secret(), "xoxb-1");
}

#[test]
fn the_hook_secret_is_one_that_a_header_can_bear() {
    // Such a value would be accepted here and then never be equal to what a header shows.
    refused("OKTA_HOOK_SECRET", &["Schlüssel", "🔑"], "the value of the hook's Authorization header");
}
