//! Okta refuses or limits its System Log: the sweep goes on without it, and the log is taken up again where it was.

use chrono::{DateTime, Duration, Utc};
use sandbox::Fault;

use crate::process::{Instance, eventually};
use crate::support::campaigns::begun;
use crate::support::{World, world};

const LOGS: &str = "/api/v1/logs";

/// When the log was asked for.
fn asked_at(w: &World) -> Vec<DateTime<Utc>> {
    w.okta.calls().into_iter().filter(|call| call.path == LOGS).map(|call| call.at).collect()
}

/// Alice hands one of her items to Bob, and the hook is lost.
fn hand_over_unheard(w: &World, campaign: &str) {
    let hers = w.okta.reviews(campaign).into_iter().map(|item| item.id).take(1).collect::<Vec<_>>();
    w.okta.reassign(&hers, &w.company.alice.okta, &w.company.bob.okta, "on leave");
    w.okta.drop_events();
}

#[tokio::test]
async fn a_cursor_that_okta_does_not_know_any_more_is_replaced_by_the_time_of_the_last_reading() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.go_to("2026-09-01 08:16").await;
        hand_over_unheard(w, &campaign.id);
        w.okta.forget_calls();
        w.okta.fail_next(LOGS, 1, Fault::Status(400));
        w.go_to("2026-09-01 12:00").await;
        let asked: Vec<String> =
            w.okta.calls().into_iter().filter(|c| c.path == LOGS).map(|c| c.query).collect();
        assert!(asked[0].contains("after="), "{}", asked[0]);
        assert!(asked[1].contains("since=2026-09-01T08%3A06%3A00.000Z"), "{}", asked[1]);
        assert!(w.inbox_of(&w.company.bob)[0].starts_with("Alice Ng handed you 1 review in "));
        w.okta.forget_calls();
        w.go_to("2026-09-01 12:16").await;
        assert_eq!(asked_at(w).len(), 1, "the new cursor was not kept");
    })
    .await;
}

#[tokio::test]
async fn without_the_right_the_sweep_goes_on_and_the_log_is_asked_for_once_an_hour() {
    world(async |w| {
        w.okta.fail_next(LOGS, 100_000, Fault::Status(403));
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.drop_events();
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "the sweep waited for the log");
        hand_over_unheard(w, &campaign.id);
        for instant in ["08:16", "08:31", "08:46", "09:00"] {
            w.go_to(&format!("2026-09-01 {instant}")).await;
        }
        assert_eq!(asked_at(w).len(), 1 + 1, "at the start and after an hour");
        assert!(w.inbox_of(&w.company.bob)[0].starts_with("1 review was handed to you in "));
        let status = w.command(&w.company.dana, "status").await;
        assert!(!status.contains("Needs attention"), "what still works needs nobody: {status}");
        w.okta.heal();
        w.go_to("2026-09-01 10:05").await;
        assert_eq!(w.slack.messages().len(), 2, "the log told again what had been told");
    })
    .await;
}

#[tokio::test]
async fn the_missing_right_is_told_once() {
    let service = Instance::start(&[("CERTS_SWEEP_EVERY", "1s"), ("CERTS_LOG_FORMAT", "json")]).await;
    let okta = service.sandbox.okta.clone();
    let swept = async || (okta.count("/governance/api/v1/campaigns") >= 1).then_some(());
    okta.fail_next(LOGS, 100_000, Fault::Status(403));
    eventually("a sweep", std::time::Duration::from_secs(20), swept).await;
    let told = |log: &str| log.lines().filter(|line| line.contains("does not show its System Log")).count();
    let refused = async || (told(&service.log()) > 0).then_some(());
    eventually("the refusal", std::time::Duration::from_secs(20), refused).await;
    okta.forget_calls();
    let four = async || (okta.count("/governance/api/v1/campaigns") >= 4).then_some(());
    eventually("four more sweeps", std::time::Duration::from_secs(20), four).await;
    assert_eq!(told(&service.log()), 1, "{}", service.log());
    assert!(service.log().contains("Report Administrator"));
    assert_eq!(okta.count(LOGS), 0);
    assert_eq!(service.stop("TERM").await.status, Some(0));
}

#[tokio::test]
async fn a_log_that_is_limited_or_broken_holds_nothing_up_and_is_read_when_it_heals() {
    let faults = [
        Fault::RateLimited(50),
        Fault::Status(503),
        Fault::Status(401),
        Fault::CutConnection,
        Fault::Garbage,
        Fault::Status(404),
    ];
    for fault in faults {
        world(async |w| {
            let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
            w.hear().await;
            hand_over_unheard(w, &campaign.id);
            w.okta.forget_calls();
            w.okta.fail_next(LOGS, 2, fault);
            let begun = w.clock.now();
            w.go_to("2026-09-01 08:16").await;
            w.go_to("2026-09-01 08:20").await;
            assert_eq!(w.inbox_of(&w.company.bob).len(), 1, "{fault:?}");
            let asked = asked_at(w);
            assert!((3..=5).contains(&asked.len()), "{fault:?}: {asked:?}");
            if fault == Fault::RateLimited(50) {
                assert!(asked[1] - asked[0] >= Duration::seconds(50), "{asked:?}");
            }
            assert!(asked[0] - begun < Duration::minutes(20));
            let sent = w.events().await.into_iter().filter(|event| event.source == "okta").count();
            assert_eq!(sent, 2, "{fault:?}: the launch by its hook, the handover by the log");
        })
        .await;
    }
}
