//! Settings that are wrong, sides that are dead or slow: whatever else can be looked at is.

use certs::clock::{Clock, FastClock};
use certs::doctor::{EACH_WITHIN, Level};
use sandbox::Fault;

use super::{by, examine, level, names, said, says};
use crate::support::world;

#[tokio::test]
async fn wrong_settings_are_named_together_and_the_rest_is_looked_at() {
    world(async |w| {
        let wrong = [("CERTS_REMINDER_AT", "nine"), ("CERTS_CLOSING_DAYS", "many"), ("OKTA_API_TOKEN", "")];
        let report = examine(w, &wrong).await;
        says!(w, report, "settings", "settings");
        says!(w, report, "okta.campaigns", "waits_for_a_setting");
        assert_eq!(level(&report, "database.write"), Level::Ok);
        assert_eq!(level(&report, "slack.token"), Level::Ok);
        assert_eq!(level(&report, "slack.request-urls"), Level::Ok);
        assert!(report.is_bad());
    })
    .await;
}

#[tokio::test]
async fn a_secret_that_is_wrong_is_not_shown() {
    world(async |w| {
        let report =
            examine(w, &[("SLACK_BOT_TOKEN", "Kormoran"), ("DATABASE_URL", "postgres://a:Kormoran@b:c/d")])
                .await;
        let all = format!("{report:?}");
        assert!(!all.contains("Kormoran") && all.contains("SLACK_BOT_TOKEN is not understood"), "{all}");
        assert_eq!(level(&report, "okta.token"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn a_dead_okta_hides_nothing_of_the_rest() {
    world(async |w| {
        w.okta.fail_next("/", 1000, Fault::CutConnection);
        let report = examine(w, &[]).await;
        says!(w, report, "okta.reachable", "okta_dead");
        says!(w, report, "okta.users", "waits_for_okta");
        let okta: Vec<_> =
            names(&report, Level::Unseen).into_iter().filter(|name| !name.starts_with("slack.")).collect();
        assert_eq!(okta.len(), 11, "{okta:?}");
        assert_eq!(level(&report, "slack.admins"), Level::Ok);
        assert_eq!(level(&report, "database.write"), Level::Ok);
        assert_eq!(level(&report, "okta.hook-address"), Level::Ok, "our own address is another matter");
    })
    .await;
}

#[tokio::test]
async fn a_dead_slack_hides_nothing_of_the_rest() {
    world(async |w| {
        w.slack.fail_next("auth.test", 9, Fault::CutConnection);
        let report = examine(w, &[]).await;
        says!(w, report, "slack.token", "slack_dead");
        says!(w, report, "slack.scopes", "waits_for_slack");
        assert_eq!(level(&report, "okta.campaigns"), Level::Ok);
        assert_eq!(level(&report, "slack.request-urls"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_answer_is_not_waited_for() {
    world(async |w| {
        w.okta.fail_next("/api/v1/apps", 1, Fault::Hang);
        let clock = Clock::Fast(FastClock::starting_at(w.clock.now(), 100));
        let report = by(w, &[], clock, EACH_WITHIN).await;
        says!(w, report, "okta.reviews-app", "too_slow");
    })
    .await;
}

#[tokio::test]
async fn clocks_that_differ_are_named() {
    world(async |w| {
        w.okta.set_clock_ahead(-45);
        w.slack.fail_next("auth.test", 1, Fault::SentButHeader("date", "Tue, 01 Sep 2026 08:06:40 GMT"));
        let report = examine(w, &[]).await;
        says!(w, report, "clock.okta", "clock_of_okta");
        says!(w, report, "clock.slack", "clock_of_slack");
        w.okta.set_clock_ahead(0);
        w.slack.fail_next("auth.test", 1, Fault::SentButHeader("date", "yesterday"));
        let report = examine(w, &[]).await;
        assert_eq!(level(&report, "clock.okta"), Level::Ok);
        says!(w, report, "clock.slack", "clock_unseen");
        assert!(said(w, &report, "clock.okta").starts_with("Ok: 0 s"));
    })
    .await;
}
