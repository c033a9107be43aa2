//! What Okta answers, and what becomes of the campaign that was asked for.

use chrono::{DateTime, Duration, Utc};
use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{World, world, world_with};

const CAMPAIGNS: &str = "/governance/api/v1/campaigns";
const REVIEWS: &str = "/governance/api/v1/reviews";

/// When paths with this prefix were asked for.
fn calls(w: &World, prefix: &str) -> Vec<DateTime<Utc>> {
    w.okta.calls().iter().filter(|call| call.path.starts_with(prefix)).map(|call| call.at).collect()
}

#[tokio::test]
async fn the_reset_of_a_rate_limit_is_waited_for() {
    for path in [CAMPAIGNS, REVIEWS] {
        world(async |w| {
            w.settle().await;
            begun(w, "Q4", &[(&w.company.alice, 1)]);
            w.okta.forget_calls();
            w.okta.fail_next(path, 1, Fault::RateLimited(45));
            w.hear().await;
            w.settle().await;
            let asked = calls(w, path);
            assert!(asked.len() >= 2, "{asked:?}");
            assert!(asked[1] - asked[0] >= Duration::seconds(45), "{path}: {asked:?}");
            assert!(asked[1] - asked[0] <= Duration::seconds(50), "{path}: {asked:?}");
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        })
        .await;
    }
}

#[tokio::test]
async fn two_requests_a_minute_are_enough_to_read_all_pages() {
    world(async |w| {
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        begun(w, "Large", &[(&alice, 700), (&bob, 301)]);
        w.okta.set_rate_limit(2);
        w.okta.forget_calls();
        w.hear().await;
        w.go_to("2026-09-01 08:10").await;
        assert!(w.inbox_of(&alice)[0].starts_with("700 access reviews in "));
        assert!(w.inbox_of(&bob)[0].starts_with("301 access reviews in "));
        assert_eq!(w.slack.messages().len(), 2);
        let refused = w.okta.calls().iter().filter(|call| call.status == 429).count();
        assert_eq!(refused, 0, "asked although the headers said that nothing was left");
    })
    .await;
}

#[tokio::test]
async fn where_and_is_refused_in_filters_reminders_go_to_the_right_people_all_the_same() {
    // Nothing is swept meanwhile: the run itself asks.
    world_with(&[("CERTS_SWEEP_EVERY", "30d")], async |w| {
        w.okta.refuse_and_filters(true);
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        let campaign = begun(w, "Q4", &[(&alice, 201), (&bob, 2)]);
        w.hear().await;
        w.live_through("2026-09-07").await;
        for review in &w.okta.reviews(&campaign.id)[201..] {
            w.okta.decide(&review.id, &bob.okta, "APPROVE");
        }
        w.okta.drop_events();
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&alice).len(), 2);
        assert_eq!(w.inbox_of(&bob).len(), 1, "he has decided everything, though no hook told");
    })
    .await;
}

#[tokio::test]
async fn after_an_outage_the_launch_happens_once() {
    for fault in [Fault::Status(500), Fault::Status(503), Fault::CutConnection, Fault::Garbage] {
        world(async |w| {
            begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
            w.okta.fail_next(CAMPAIGNS, 6, fault);
            w.okta.fail_next(REVIEWS, 6, fault);
            w.hear().await;
            w.go_to("2026-09-01 08:20").await;
            assert_eq!(w.slack.messages().len(), 2, "{fault:?}");
            assert!(w.inbox_of(&w.company.alice)[0].starts_with("3 access reviews in "));
            assert!(w.inbox_of(&w.company.bob)[0].starts_with("1 access review in "));
        })
        .await;
    }
}

#[tokio::test]
async fn an_outage_of_hours_loses_nothing_and_its_end_is_noticed_soon() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.fail_next("/", 100_000, Fault::Status(503));
        w.hear().await;
        for hour in 9..15 {
            w.go_to(&format!("2026-09-01 {hour:02}:30")).await;
        }
        assert!(w.slack.messages().is_empty());
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        let messages = w.slack.messages_to(&w.company.alice.slack);
        assert_eq!(messages.len(), 1);
        assert!(messages[0].at - healed <= Duration::seconds(40), "{}", messages[0].at - healed);
    })
    .await;
}

#[tokio::test]
async fn a_refused_token_is_named_burns_nothing_and_once_healed_the_launch_happens() {
    for (status, code) in [(401, "E0000011"), (403, "E0000006")] {
        world(async |w| {
            begun(w, "Q4", &[(&w.company.alice, 3)]);
            w.okta.fail_next("/governance", 100_000, Fault::Status(status));
            w.hear().await;
            w.go_to("2026-09-01 11:00").await;
            let answer = w.command(&w.company.dana, "status").await;
            assert!(answer.starts_with("*Needs attention*\n"), "{answer}");
            assert!(answer.contains(&status.to_string()) && answer.contains(code), "{answer}");
            assert!(w.events().await.iter().all(|event| event.state != "failed"));
            w.okta.heal();
            let healed = w.clock.now();
            w.settle().await;
            let messages = w.slack.messages_to(&w.company.alice.slack);
            assert_eq!(messages.len(), 1);
            assert!(messages[0].at - healed <= Duration::seconds(40), "{}", messages[0].at - healed);
            assert!(!w.command(&w.company.dana, "status").await.contains("Needs attention"));
        })
        .await;
    }
}

#[tokio::test]
async fn one_campaign_that_cannot_be_read_holds_up_no_other() {
    world(async |w| {
        let broken = begun(w, "Broken", &[(&w.company.alice, 3)]);
        w.okta.fail_next(&format!("{CAMPAIGNS}/{}", broken.id), 3, Fault::Status(500));
        begun(w, "Sound", &[(&w.company.bob, 1)]);
        let told = w.clock.now();
        w.hear().await;
        let messages = w.slack.messages_to(&w.company.bob.slack);
        assert!(messages[0].at - told < Duration::seconds(5), "{}", messages[0].at);
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}
