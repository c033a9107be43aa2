//! Items that are handed over reach their new reviewer, together, with the name of who handed them over.

use chrono::Duration;
use sandbox::{Campaign, Reviewer};

use crate::support::{World, at, world};

/// A campaign in which Alice has twelve items, launched.
async fn launched(w: &World) -> (Campaign, Vec<String>) {
    let campaign = Campaign::new("Q4", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    let items = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), 12);
    w.okta.launch(&campaign.id);
    w.hear().await;
    w.clock.advance_to(at("2026-09-02 10:00"));
    w.settle().await;
    (campaign, items)
}

#[tokio::test]
async fn items_handed_over_together_are_told_together_with_the_note() {
    world(async |w| {
        let (_, items) = launched(w).await;
        w.okta.reassign(
            &items[..7],
            &w.company.alice.okta,
            &w.company.carol.okta,
            "You know these servers & *me*",
        );
        let begun = w.clock.now();
        w.hear().await;
        let messages = w.slack.messages_to(&w.company.carol.slack);
        assert_eq!(messages.len(), 1);
        assert!(messages[0].at - begun >= Duration::seconds(30), "the window had not passed");
        insta::assert_snapshot!(messages[0].as_text().join("\n"));
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "the giver is told nothing");
    })
    .await;
}

#[tokio::test]
async fn two_givers_are_two_messages_and_two_batches_hours_apart_as_well() {
    world(async |w| {
        let (campaign, items) = launched(w).await;
        let bobs = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.bob.okta.clone()), 2);
        w.go_to("2026-09-02 10:20").await;
        w.okta.reassign(&items[..3], &w.company.alice.okta, &w.company.carol.okta, "one");
        w.okta.reassign(&bobs, &w.company.bob.okta, &w.company.carol.okta, "two");
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.carol).len(), 2);
        w.go_to("2026-09-02 14:00").await;
        w.okta.reassign(&items[3..5], &w.company.alice.okta, &w.company.carol.okta, "three");
        w.hear().await;
        let texts = w.inbox_of(&w.company.carol);
        assert_eq!(texts.len(), 3);
        assert!(texts[2].starts_with("Alice Ng handed you 2 reviews in "), "{}", texts[2]);
    })
    .await;
}

#[tokio::test]
async fn the_same_events_again_tell_nobody_again() {
    world(async |w| {
        let (_, items) = launched(w).await;
        w.okta.reassign(&items[..3], &w.company.alice.okta, &w.company.carol.okta, "yours");
        let events = w.okta.take_events();
        for _ in 0..2 {
            w.okta.send_events(&events).await.unwrap();
            w.settle().await;
        }
        assert_eq!(w.inbox_of(&w.company.carol).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_given_to_oneself_or_lost_again_is_not_told() {
    world(async |w| {
        let (_, items) = launched(w).await;
        w.okta.reassign(&items[..1], &w.company.carol.okta, &w.company.carol.okta, "mine");
        w.okta.reassign(&items[1..3], &w.company.alice.okta, &w.company.bob.okta, "yours");
        assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
        certs::work::settle(&w.app, Duration::seconds(10)).await.unwrap();
        w.okta.reassign(&items[1..3], &w.company.bob.okta, &w.company.alice.okta, "no, yours");
        w.hear().await;
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.carol).len(), 0, "Carol gave it to herself");
        assert_eq!(w.inbox_of(&w.company.bob).len(), 0, "Bob had lost them before the window was over");
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2, "Alice is told that they are hers again");
    })
    .await;
}

#[tokio::test]
async fn a_reassignment_without_an_event_is_found_by_the_sweep_and_names_nobody() {
    world(async |w| {
        let (_, items) = launched(w).await;
        w.okta.reassign_quietly(
            &items[..4],
            &w.company.dana.okta,
            &w.company.carol.okta,
            "by an administrator",
        );
        w.go_to("2026-09-02 10:20").await;
        let texts = w.inbox_of(&w.company.carol);
        assert_eq!(texts.len(), 1);
        assert!(texts[0].starts_with("4 reviews were handed to you in "), "{}", texts[0]);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_comes_after_the_sweep_tells_nobody_again() {
    world(async |w| {
        let (_, items) = launched(w).await;
        w.okta.reassign(&items[..4], &w.company.alice.okta, &w.company.carol.okta, "late news");
        let late = w.okta.take_events();
        w.go_to("2026-09-02 10:20").await;
        assert_eq!(w.inbox_of(&w.company.carol).len(), 1);
        assert_eq!(w.okta.send_events(&late).await.unwrap(), 204);
        w.settle().await;
        w.go_to("2026-09-02 11:20").await;
        assert_eq!(w.inbox_of(&w.company.carol).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn three_hundred_reassignments_cost_a_bounded_number_of_calls() {
    world(async |w| {
        let campaign = Campaign::new("Big", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
        w.okta.add_campaign(campaign.clone());
        let items = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), 300);
        w.okta.launch(&campaign.id);
        w.hear().await;
        w.okta.reassign(&items, &w.company.alice.okta, &w.company.carol.okta, "all of it");
        w.okta.forget_calls();
        w.hear().await;
        assert!(
            w.okta.count("/governance/api/v1/reviews") <= 8,
            "{}",
            w.okta.count("/governance/api/v1/reviews")
        );
        let texts = w.inbox_of(&w.company.carol);
        assert_eq!(texts.len(), 1);
        assert!(texts[0].starts_with("Alice Ng handed you 300 reviews in "), "{}", texts[0]);
    })
    .await;
}
