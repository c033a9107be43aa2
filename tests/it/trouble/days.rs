//! Whatever was late: a person gets one reminder a day, and none is lost on the way.

use certs::work;
use chrono::Duration;
use sandbox::Fault;

use crate::support::campaigns::alices;
use crate::support::{World, at, world};

/// When Alice got what.
fn told(w: &World) -> Vec<(String, String)> {
    let messages = w.slack.messages_to(&w.company.alice.slack);
    messages.iter().map(|message| (message.at.format("%d %H:%M").to_string(), message.text.clone())).collect()
}

#[tokio::test]
async fn a_reminder_that_came_late_and_that_days_own_are_two_days() {
    world(async |w| {
        alices(w, "Aaa", "2026-09-01 08:00").await;
        w.go_to("2026-09-02 08:00").await;
        alices(w, "Bbb", "2026-09-02 08:00").await;
        w.go_to("2026-09-08 08:30").await;
        w.slack.fail_next("chat.postMessage", usize::MAX, Fault::RateLimited(600));
        w.go_to("2026-09-08 09:00").await;
        w.go_to("2026-09-09 07:00").await;
        w.slack.heal();
        w.go_to("2026-09-09 08:00").await;
        w.go_to("2026-09-09 23:00").await;
        let told_then = told(w);
        assert_eq!(told_then.len(), 3, "two launches, and the reminder of the 8th: {told_then:?}");
        assert!(told_then[2].0.starts_with("09 08:") && told_then[2].1.contains("Aaa"), "{told_then:?}");
        w.live_through("2026-09-10").await;
        w.go_to("2026-09-10 10:00").await;
        let told_then = told(w);
        assert_eq!(told_then.len(), 4, "{told_then:?}");
        assert!(told_then[3].0.starts_with("10 ") && told_then[3].1.contains("Bbb"), "{told_then:?}");
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_is_read_late_in_the_day_joins_a_reminder_that_still_waits() {
    world(async |w| {
        alices(w, "Aaa", "2026-09-01 08:00").await;
        let late = alices(w, "Bbb", "2026-09-01 08:00").await;
        w.go_to("2026-09-08 08:50").await;
        w.okta.fail_next(
            &format!("/governance/api/v1/campaigns/{}", late.id),
            usize::MAX,
            Fault::Status(503),
        );
        w.slack.fail_next("chat.postMessage", usize::MAX, Fault::RateLimited(600));
        w.clock.advance_to(at("2026-09-08 09:00"));
        work::settle(&w.app, Duration::minutes(20)).await.unwrap();
        assert_eq!(
            w.outbox().await.iter().filter(|row| row.kind == "reminder").count(),
            1,
            "Aaa waits for Slack"
        );
        w.okta.heal();
        w.go_to("2026-09-08 10:00").await;
        w.slack.heal();
        w.go_to("2026-09-08 12:00").await;
        let told = told(w);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[2].1.starts_with("6 access reviews in 2 campaigns"), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_is_read_late_in_the_day_is_told_of_on_the_next() {
    world(async |w| {
        alices(w, "Aaa", "2026-09-01 08:00").await;
        let late = alices(w, "Bbb", "2026-09-01 08:00").await;
        w.go_to("2026-09-08 08:50").await;
        w.okta.fail_next(
            &format!("/governance/api/v1/campaigns/{}", late.id),
            usize::MAX,
            Fault::Status(503),
        );
        w.clock.advance_to(at("2026-09-08 09:00"));
        work::settle(&w.app, Duration::minutes(20)).await.unwrap();
        assert_eq!(told(w).len(), 3, "reminded of Aaa");
        w.okta.heal();
        w.go_to("2026-09-08 12:00").await;
        assert_eq!(told(w).len(), 3, "one a day");
        w.live_through("2026-09-09").await;
        w.go_to("2026-09-09 10:00").await;
        let told = told(w);
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[3].0.starts_with("09 ") && told[3].1.contains("Bbb"), "{told:?}");
    })
    .await;
}
