//! What no hook told is found in Okta's System Log, once, with the name of who did it; and where the log cannot be
//! read, everything goes on without it.

use certs::flow::accept::{CLOSE, LAUNCH};
use certs::flow::{Progress, poll, sweep};
use certs::work;
use chrono::Duration;
use sandbox::Call;

use crate::support::campaigns::begun;
use crate::support::{World, at, crash_when, world, world_with};

const LOGS: &str = "/api/v1/logs";

/// Ids of the events of this type that came from Okta; all types for an empty one.
async fn stored(w: &World, kind: &str) -> Vec<String> {
    let ours = |row: &entity::inbox_event::Model| row.source == "okta" && row.kind.starts_with(kind);
    w.events().await.into_iter().filter(ours).map(|row| row.event_uuid).collect()
}

/// What the log was asked for so far.
fn asked(w: &World) -> Vec<Call> {
    w.okta.calls().into_iter().filter(|call| call.path == LOGS).collect()
}

/// Alice hands so many of her items to Bob, and the hook is lost.
fn hand_over_unheard(w: &World, campaign: &str, count: usize) {
    let alice = &w.company.alice.okta;
    let hers = w.okta.reviews(campaign).into_iter().map(|item| item.id).take(count).collect::<Vec<_>>();
    w.okta.reassign(&hers, alice, &w.company.bob.okta, "on leave");
    w.okta.drop_events();
}

#[tokio::test]
async fn a_launch_and_a_close_whose_hooks_were_lost_are_found() {
    world(async |w| {
        w.settle().await;
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.drop_events();
        w.go_to("2026-09-01 08:16").await;
        assert_eq!(stored(w, LAUNCH).await.len(), 1);
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        w.okta.close(&campaign.id);
        w.okta.drop_events();
        w.go_to("2026-09-01 08:32").await;
        assert_eq!(stored(w, CLOSE).await.len(), 1);
        let status = w.command(&w.company.dana, "status").await;
        assert!(!status.contains("Q4"), "it is over: {status}");
        assert_eq!(w.slack.messages().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_handover_whose_hook_was_lost_is_told_with_its_giver() {
    for window in ["30s", "0s"] {
        world_with(&[("CERTS_REASSIGNMENT_WINDOW", window)], async |w| {
            let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
            w.hear().await;
            w.clock.advance_to(at("2026-09-01 08:05"));
            hand_over_unheard(w, &campaign.id, 2);
            w.go_to("2026-09-01 08:17").await;
            let texts = w.inbox_of(&w.company.bob);
            assert_eq!(texts.len(), 1, "window {window}");
            assert!(texts[0].starts_with("Alice Ng handed you 2 reviews in "), "{}", texts[0]);
        })
        .await;
    }
}

#[tokio::test]
async fn what_the_hook_and_the_log_tell_happens_once() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let hers: Vec<String> = w.okta.reviews(&campaign.id).into_iter().map(|item| item.id).collect();
        w.okta.reassign(&hers[..1], &w.company.alice.okta, &w.company.bob.okta, "yours");
        let late = w.okta.take_events();
        w.go_to("2026-09-01 08:16").await;
        // The log was first; Okta's hook comes late.
        assert_eq!(w.okta.send_events(&late).await.unwrap(), 204);
        w.settle().await;
        w.go_to("2026-09-01 08:32").await;
        assert_eq!(stored(w, "").await.len(), 2);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_first_start_replays_no_old_events_and_asks_as_okta_wants_it() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.drop_events();
        w.go_to("2026-09-01 12:00").await;
        assert!(stored(w, "").await.is_empty(), "an event of four hours ago was replayed");
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "the sweep found the campaign all the same");
        w.go_to("2026-09-01 12:16").await;
        let asked = asked(w);
        assert_eq!(asked.len(), 2);
        assert!(asked[0].query.contains("since=2026-09-01T11%3A00%3A00.000Z"), "{}", asked[0].query);
        assert!(asked[1].query.contains("after=") && !asked[1].query.contains("since="));
        for call in asked {
            let pairs = url::form_urlencoded::parse(call.query.as_bytes()).into_owned().collect::<Vec<_>>();
            let value = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str());
            assert_eq!((value("sortOrder"), value("limit")), (Some("ASCENDING"), Some("1000")));
            assert_eq!(value("until"), None, "a bounded query may miss events");
            let filter = value("filter").unwrap();
            assert_eq!(filter.matches("eventType eq \"certification.campaign.").count(), 3, "{filter}");
        }
    })
    .await;
}

#[tokio::test]
async fn all_pages_are_read_and_after_days_of_silence_it_goes_on_where_it_was() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 1100)]);
        w.hear().await;
        hand_over_unheard(w, &campaign.id, 1050);
        w.okta.forget_calls();
        w.clock.advance_to(at("2026-09-04 08:00"));
        w.restart().await;
        w.settle().await;
        let asked = asked(w);
        assert_eq!(asked.len(), 3, "a page of 1000, one of 50, and an empty one");
        assert!(asked.iter().all(|call| !call.query.contains("since=")), "the cursor was forgotten");
        assert_eq!(stored(w, "").await.len(), 1051);
        let texts = w.inbox_of(&w.company.bob);
        assert!(texts[0].starts_with("Alice Ng handed you 1050 reviews in "), "{}", texts[0]);
        assert_eq!(texts.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_crash_between_two_pages_loses_none_and_repeats_none() {
    for calls in [1, 2, 3] {
        world(async |w| {
            let campaign = begun(w, "Q4", &[(&w.company.alice, 1100)]);
            w.hear().await;
            hand_over_unheard(w, &campaign.id, 1050);
            w.okta.forget_calls();
            w.clock.advance_to(at("2026-09-01 08:16"));
            let (app, okta) = (w.app.clone(), w.okta.clone());
            crash_when(work::settle(&app, Duration::zero()), || okta.count(LOGS) == calls).await;
            w.restart().await;
            w.settle().await;
            w.settle().await;
            assert_eq!(stored(w, "").await.len(), 1051, "after a crash in call {calls}");
            let texts = w.inbox_of(&w.company.bob);
            assert_eq!(texts.len(), 1, "after a crash in call {calls}");
            assert!(texts[0].starts_with("Alice Ng handed you 1050 reviews in "), "{}", texts[0]);
        })
        .await;
    }
}

#[tokio::test]
async fn campaigns_are_swept_when_the_log_is_read_and_not_before() {
    world(async |w| {
        let campaigns = "/governance/api/v1/campaigns";
        for instant in ["2026-09-01 08:00", "2026-09-01 08:15"] {
            w.clock.advance_to(at(instant));
            w.okta.forget_calls();
            let soon = w.clock.now() + Duration::seconds(1);
            assert_eq!(sweep::step(&w.app).await.unwrap(), Progress::Until(soon));
            assert_eq!(w.okta.count(campaigns), 0, "at {instant}");
            poll::step(&w.app).await.unwrap();
            sweep::step(&w.app).await.unwrap();
            assert_eq!(w.okta.count(campaigns), 1, "at {instant}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_instances_read_the_log_once() {
    world(async |w| {
        let other = w.second_instance().await;
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        work::settle(&other, Duration::zero()).await.unwrap();
        hand_over_unheard(w, &campaign.id, 2);
        w.okta.forget_calls();
        w.clock.advance_to(at("2026-09-01 08:16"));
        let (one, two) = tokio::join!(poll::step(&w.app), poll::step(&other));
        assert!(one.is_ok() && two.is_ok());
        w.settle().await;
        let with_events =
            asked(w).into_iter().filter(|call| call.answer.as_array().is_some_and(|page| !page.is_empty()));
        assert_eq!(with_events.count(), 1);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
    })
    .await;
}
