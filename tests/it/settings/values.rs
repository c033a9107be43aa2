//! Each kind of value: what is understood, and what is refused with what was expected.

use std::time::Duration;

use certs::config::CampaignChannel;
use certs::domain::cadence::Cadence;
use chrono_tz::Tz;

use super::{problems, refused, with};

#[test]
fn durations_are_written_with_their_unit() {
    let table = [("30s", 30), ("15m", 900), ("2h", 7200), ("1d", 86_400), ("1h 30m", 5400), ("90s", 90)];
    for (text, seconds) in table {
        let config = with(&[("CERTS_SWEEP_EVERY", text), ("CERTS_REASSIGNMENT_WINDOW", text)]).unwrap();
        assert_eq!(config.sweep_every, Duration::from_secs(seconds), "{text}");
        assert_eq!(config.reassignment_window, Duration::from_secs(seconds), "{text}");
    }
    let bad = ["30", "m", "-1m", "soon", "15 parsecs", "PT15M"];
    refused("CERTS_SWEEP_EVERY", &bad, "a duration such as 15m");
    refused("CERTS_REASSIGNMENT_WINDOW", &bad, "a duration such as 30s");
    // A sweep without a pause would be nothing but sweeping; no window is a window.
    refused("CERTS_SWEEP_EVERY", &["0s", "999ms"], "a duration such as 15m");
    let config = with(&[("CERTS_REASSIGNMENT_WINDOW", "0s")]).unwrap();
    assert_eq!(config.reassignment_window, Duration::ZERO);
}

#[test]
fn a_time_zone_has_an_iana_name() {
    let config = with(&[("CERTS_TIME_ZONE", "Europe/Berlin"), ("CERTS_REMINDER_AT", "08:30")]).unwrap();
    assert_eq!(config.daily_run.zone, Tz::Europe__Berlin);
    assert_eq!(config.daily_run.at.to_string(), "08:30:00");
    let bad = ["Berlin", "Europe/Atlantis", "+02:00", "CEST-1"];
    refused("CERTS_TIME_ZONE", &bad, "an IANA time zone such as Europe/Berlin");
}

#[test]
fn a_time_of_day_is_one_that_a_clock_shows() {
    for (text, shown) in [("00:00", "00:00:00"), ("23:59", "23:59:00"), ("9:00", "09:00:00")] {
        assert_eq!(with(&[("CERTS_REMINDER_AT", text)]).unwrap().daily_run.at.to_string(), shown);
    }
    refused(
        "CERTS_REMINDER_AT",
        &["24:00", "09:60", "9", "9am", "09:00:00", "0900", "noon"],
        "a time of day such as 09:00",
    );
}

#[test]
fn the_days_of_reminders_and_the_closing_day_are_one_cadence() {
    let config = with(&[("CERTS_REMINDER_DAYS", "3,10"), ("CERTS_CLOSING_DAYS", "off")]).unwrap();
    assert_eq!(config.cadence, Cadence { days: vec![3, 10], then_every: None, closing_days: None });
    let config = with(&[("CERTS_CLOSING_DAYS", "90")]).unwrap();
    assert_eq!(config.cadence.closing_days, Some(90));
    let config = with(&[("CERTS_ESCALATE_DAYS", "4")]).unwrap();
    assert_eq!(config.escalation.map(|escalation| escalation.days), Some(4));
    assert_eq!(with(&[]).unwrap().escalation, None);
    refused("CERTS_ESCALATE_DAYS", &["0", "91", "-1", "on", "3d"], "a number of days from 1 to 90, or `off`");
    refused("CERTS_CLOSING_DAYS", &["0", "91", "-1", "on", "3d"], "a number of days from 1 to 90, or `off`");
    assert_eq!(
        problems("CERTS_REMINDER_DAYS", "14,7"),
        ["CERTS_REMINDER_DAYS is not understood: day 7 does not come after the day before it; \
             expected days such as 7,14,21,25,+7"]
    );
}

#[test]
fn administrators_are_slack_ids_or_addresses() {
    let config = with(&[("CERTS_ADMINS", " U0DANA , Dana.Cruz@Acme.Example,,W012A ")]).unwrap();
    assert_eq!(config.admins, ["U0DANA", "dana.cruz@acme.example", "W012A"]);
    // The last three look like addresses and can be nobody's.
    let bad = ["Dana", "U", "u0dana", "U0DANA;U0BOB", "@dana", "dana@", "dana cruz@acme.example"];
    refused("CERTS_ADMINS", &bad, "Slack user ids (U…) or e-mail addresses, separated by commas");
}

#[test]
fn a_dry_run_is_asked_for_and_a_pilot_group_has_addresses_or_slack_ids() {
    let set = |mode, only| with(&[("CERTS_MODE", mode), ("CERTS_ONLY", only)]).unwrap().pilot;
    assert!(!set("", "").holds_any() && !set("live", "").is_dry() && set("dry-run", "").is_dry());
    assert_eq!(
        set("live", " Alice@Acme.Example ,U0BOB,C0REVIEWS").only,
        ["alice@acme.example", "U0BOB", "C0REVIEWS"]
    );
    refused("CERTS_MODE", &["dry", "Dry-Run", "off", "true"], "`live` or `dry-run`");
    let expected = "e-mail addresses or Slack ids of users (U…) or channels (C…), separated by commas";
    refused("CERTS_ONLY", &["Alice", "@alice", "#reviews", "D0ALICE", "a@b;c@d e"], expected);
}

#[test]
fn the_campaign_channel_is_one_by_its_id_or_one_for_each() {
    let set = |value| with(&[("CERTS_CAMPAIGN_CHANNEL", value)]).unwrap().campaign_channel;
    assert_eq!(set(""), None);
    assert_eq!(set("create"), Some(CampaignChannel::Create));
    assert_eq!(set(" C0REVIEWS1 "), Some(CampaignChannel::Existing("C0REVIEWS1".to_owned())));
    assert_eq!(set("G0REVIEWS1"), Some(CampaignChannel::Existing("G0REVIEWS1".to_owned())));
    refused(
        "CERTS_CAMPAIGN_CHANNEL",
        &["#access-reviews", "D0ALICENG", "C", "c0reviews", "Create", "C0 REVIEWS"],
        "a Slack channel id (C… or G…), or `create`",
    );
}

#[test]
fn review_now_leads_where_the_template_says() {
    let template = "https://acme.okta.com/reviews/{campaignId}?from=slack";
    assert_eq!(with(&[("CERTS_REVIEW_URL", template)]).unwrap().review_url, template);
    let slash = with(&[("OKTA_ORG_URL", "https://acme.okta.com/")]).unwrap();
    assert_eq!(slash.review_url, "https://acme.okta.com/app/UserHome");
    let below = with(&[("OKTA_ORG_URL", "https://proxy.acme.example/okta/")]).unwrap();
    assert_eq!(below.review_url, "https://proxy.acme.example/okta/app/UserHome");
    let long = format!("https://acme.okta.com/{}", "a".repeat(2_900));
    let bad =
        ["acme.okta.com", "javascript:alert(1)", "ftp://acme.okta.com", "https://", "{campaignId}", &long];
    refused(
        "CERTS_REVIEW_URL",
        &bad,
        "an https URL of at most 2,900 characters, in which {campaignId} is replaced",
    );
}

#[test]
fn base_urls_may_be_those_of_a_local_okta_and_slack() {
    let local = [("OKTA_ORG_URL", "http://127.0.0.1:4001"), ("SLACK_API_URL", "http://localhost:4002/api/")];
    let config = with(&local).unwrap();
    assert_eq!(config.okta.org_url.as_str(), "http://127.0.0.1:4001/");
    assert_eq!(config.slack.api_url.as_str(), "http://localhost:4002/api");
    let bad = [
        "acme.okta.com",
        "https://",
        "ftp://acme.okta.com",
        "https://a.com?x=1",
        "https://a.com#x",
        "file:///etc",
    ];
    for name in ["OKTA_ORG_URL", "SLACK_API_URL"] {
        refused(name, &bad, "a base URL such as https://acme.okta.com");
    }
}

#[test]
fn addresses_databases_numbers_and_words_are_checked() {
    let config = with(&[
        ("CERTS_LISTEN", "[::]:9000"),
        ("DATABASE_URL", "postgresql://db/certs"),
        ("CERTS_SLACK_MESSAGES_PER_MINUTE", "1000000"),
        ("CERTS_RETENTION_DAYS", "36500"),
        ("CERTS_LOG", "info,certs=debug"),
        ("CERTS_LOG_FORMAT", "json"),
    ])
    .unwrap();
    assert_eq!(config.listen.to_string(), "[::]:9000");
    assert_eq!((config.slack.messages_per_minute, config.retention_days), (1_000_000, 36_500));
    assert_eq!((config.log_filter.as_str(), config.log_json), ("info,certs=debug", true));
    refused(
        "CERTS_LISTEN",
        &["8080", "localhost", ":8080", "127.0.0.1:99999"],
        "an address and port such as 127.0.0.1:8080",
    );
    refused(
        "DATABASE_URL",
        &["mysql://db/certs", "certs.db"],
        "a URL that starts with sqlite:// or postgres://",
    );
    refused(
        "CERTS_SLACK_MESSAGES_PER_MINUTE",
        &["0", "1000001", "-1", "1.5", "many"],
        "a number from 1 to 1000000",
    );
    refused("CERTS_RETENTION_DAYS", &["0", "36501", "1y"], "a number of days from 1 to 36500");
    refused("CERTS_LOG", &["certs=loud", "=,="], "a tracing filter such as info or info,certs=debug");
    refused("CERTS_LOG_FORMAT", &["xml", "pretty"], "`text` or `json`");
}
