//! A digest that waits, or a run that is repeated.

use sandbox::{Campaign, Fault, User};

use super::{days, digests, reads, rows};
use crate::support::campaigns::{begun, planned, user};
use crate::support::{World, at, world};

/// Slack takes no message.
fn away(w: &World) {
    w.slack.fail_next("chat.postMessage", usize::MAX, Fault::Error("service_unavailable"));
}

#[tokio::test]
async fn it_tells_how_things_stand_when_it_is_sent_and_nothing_of_what_is_over() {
    world(async |w| {
        let one = begun(w, "One", &[(&w.company.alice, 3)]);
        let other = begun(w, "Other", &[(&w.company.bob, 2)]);
        w.hear().await;
        w.clock.advance_to(at("2026-09-08 09:00"));
        away(w);
        w.settle().await;
        w.okta.close(&one.id);
        w.okta.decide(&w.okta.reviews(&other.id)[0].id, &w.company.bob.okta, "APPROVE");
        w.hear().await;
        w.slack.heal();
        w.go_to("2026-09-08 12:00").await;
        let told = digests(w);
        assert_eq!(told.len(), 1);
        assert_eq!(
            told[0].announced,
            "1 of 2 reviews decided in Other; 1 reviewer has open items; 21 days left"
        );
    })
    .await;
}

#[tokio::test]
async fn it_is_dropped_when_all_is_decided_or_over_before_it_is_sent() {
    world(async |w| {
        let done = begun(w, "Done", &[(&w.company.alice, 1)]);
        let closed = begun(w, "Closed", &[(&w.company.bob, 2)]);
        w.hear().await;
        w.clock.advance_to(at("2026-09-08 09:00"));
        away(w);
        w.settle().await;
        w.okta.decide(&w.okta.reviews(&done.id)[0].id, &w.company.alice.okta, "APPROVE");
        w.okta.close(&closed.id);
        w.hear().await;
        w.slack.heal();
        w.go_to("2026-09-08 12:00").await;
        assert!(digests(w).is_empty());
        assert_eq!(rows(w).await[0].state, "dropped");
    })
    .await;
}

#[tokio::test]
async fn after_an_outage_of_days_the_newest_one_comes_alone() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.clock.advance_to(at("2026-09-04 08:00"));
        let other = Campaign::new("Other", &w.company.dana.okta, at("2026-09-04 08:00"), 40);
        w.okta.add_campaign(other.clone());
        w.okta.add_reviews(&other.id, user(&w.company.bob), 2);
        w.okta.launch(&other.id);
        w.hear().await;
        w.live_through("2026-09-07").await;
        away(w);
        // The digest of the 8th is of Q4, that of the 11th of the other.
        w.live_through("2026-09-10").await;
        w.clock.advance_to(at("2026-09-11 09:00"));
        w.slack.heal();
        w.settle().await;
        w.go_to("2026-09-11 12:00").await;
        assert_eq!(digests(w).len(), 1);
        let reads = reads(w);
        assert!(reads.contains("Q4") && reads.contains("Other"), "the older one's too: {reads}");
        let states: Vec<String> = rows(w).await.into_iter().map(|row| row.state).collect();
        assert_eq!(states, ["dropped", "sent"]);
    })
    .await;
}

#[tokio::test]
async fn one_that_arrives_on_the_morning_of_the_next_leaves_that_to_the_next_run() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.clock.advance_to(at("2026-09-08 08:00"));
        let other = Campaign::new("Other", &w.company.dana.okta, at("2026-09-08 08:00"), 28);
        w.okta.add_campaign(other.clone());
        w.okta.add_reviews(&other.id, user(&w.company.bob), 2);
        w.okta.launch(&other.id);
        w.hear().await;
        away(w);
        w.live_through("2026-09-14").await;
        w.slack.heal();
        w.go_to("2026-09-15 08:30").await;
        assert!(reads(w).contains("Q4"));
        w.go_to("2026-09-15 09:00").await;
        assert_eq!(days(w), ["15 08:30"], "one a day");
        w.go_to("2026-09-16 09:00").await;
        w.go_to("2026-09-16 09:20").await;
        assert_eq!(days(w), ["15 08:30", "16 09:20"]);
        assert!(reads(w).contains("Other"));
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_repeated_for_a_campaign_makes_no_second_digest() {
    world(async |w| {
        begun(w, "Good", &[(&w.company.alice, 3)]);
        let bad = begun(w, "Bad", &[(&w.company.bob, 3)]);
        w.hear().await;
        w.live_through("2026-09-07").await;
        w.okta.fail_next(&format!("/governance/api/v1/campaigns/{}", bad.id), usize::MAX, Fault::Status(403));
        w.go_to("2026-09-08 09:00").await;
        assert_eq!(days(w), ["08 09:00"]);
        w.okta.heal();
        w.go_to("2026-09-08 09:30").await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 2, "the reminder of the late one");
        assert_eq!(days(w), ["08 09:00"]);
        assert!(reads(w).contains("Good") && !reads(w).contains("Bad"));
        w.live_through("2026-09-15").await;
        assert!(reads(w).contains("Good") && reads(w).contains("Bad"), "{}", reads(w));
        assert_eq!(days(w), ["08 09:00", "15 09:00"]);
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_has_no_part_in_the_campaign_any_more_hears_nothing_of_it() {
    world(async |w| {
        let q4 = planned(w, "Q4", &[(user(&w.company.alice), 3)]);
        w.okta.launch(&q4.id);
        w.hear().await;
        w.clock.advance_to(at("2026-09-08 09:00"));
        away(w);
        w.settle().await;
        let heir = User::new("Noor", "Haddad");
        w.okta.add_user(heir.clone());
        w.okta.add_campaign(Campaign { owner: heir.id, status: "ACTIVE".into(), ..q4 });
        w.slack.heal();
        w.go_to("2026-09-08 12:00").await;
        assert!(digests(w).is_empty());
    })
    .await;
}
