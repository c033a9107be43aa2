//! Slack limits, fails or goes away: nothing is burnt, nothing is lost, and nobody hears old news afterwards.

use certs::work;
use chrono::Duration;
use sandbox::{Campaign, Fault, Reviewer};

use crate::support::campaigns::alices;
use crate::support::{World, at, world};

/// A campaign of so many people with one item each, launched; what follows is not done yet.
async fn launched_for(w: &World, people: usize) -> Campaign {
    let campaign = w.crowd("Crowd", people);
    w.okta.launch(&campaign.id);
    assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
    campaign
}

#[tokio::test]
async fn after_a_429_nothing_is_posted_before_its_time_not_even_the_rest_of_a_batch() {
    world(async |w| {
        launched_for(w, 9).await;
        w.slack.fail_next("chat.postMessage", 9, Fault::RateLimited(30));
        work::settle(&w.app, Duration::seconds(10)).await.unwrap();
        assert_eq!(w.slack.count("chat.postMessage"), 1);
        w.slack.heal();
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 9);
    })
    .await;
}

#[tokio::test]
async fn an_outage_puts_one_message_in_doubt_and_not_the_whole_batch() {
    world(async |w| {
        w.slack.set_scopes(&["chat:write", "users:read", "users:read.email", "im:write", "commands"]);
        launched_for(w, 9).await;
        w.slack.fail_next("chat.postMessage", 100, Fault::Status(503));
        work::settle(&w.app, Duration::seconds(2)).await.unwrap();
        w.slack.heal();
        w.settle().await;
        let unknown = w.outbox().await.into_iter().filter(|row| row.state == "unknown").count();
        assert_eq!((unknown, w.slack.messages().len()), (1, 8));
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn look_ups_rest_after_a_429_and_while_the_token_is_revoked() {
    world(async |w| {
        launched_for(w, 20).await;
        w.slack.fail_next("users.lookupByEmail", 1000, Fault::RateLimited(30));
        work::settle(&w.app, Duration::seconds(10)).await.unwrap();
        // The first ten were asked for together, before anybody knew.
        assert!(w.slack.count("users.lookupByEmail") <= 10, "{}", w.slack.count("users.lookupByEmail"));
        w.slack.heal();
        w.slack.fail_next("users.lookupByEmail", 100_000, Fault::Error("invalid_auth"));
        work::settle(&w.app, Duration::seconds(120)).await.unwrap();
        assert!(w.slack.count("users.lookupByEmail") <= 80, "{}", w.slack.count("users.lookupByEmail"));
        w.slack.heal();
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 20);
    })
    .await;
}

#[tokio::test]
async fn an_outage_that_slack_spells_as_a_code_may_last_as_long_as_it_likes() {
    world(async |w| {
        launched_for(w, 2).await;
        w.slack.fail_next("chat.postMessage", 100_000, Fault::Error("service_unavailable"));
        work::settle(&w.app, Duration::minutes(14)).await.unwrap();
        w.slack.heal();
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_that_waits_is_told_by_the_next_one() {
    world(async |w| {
        alices(w, "Aaa", "2026-09-01 08:00").await;
        w.go_to("2026-09-02 08:00").await;
        alices(w, "Bbb", "2026-09-02 08:00").await;
        w.live_through("2026-09-07").await;
        w.slack.fail_next("chat.postMessage", 100_000, Fault::RateLimited(3600));
        w.go_to("2026-09-08 09:00").await;
        w.go_to("2026-09-09 09:00").await;
        w.slack.heal();
        w.go_to("2026-09-09 12:00").await;
        let texts = w.inbox_of(&w.company.alice);
        assert_eq!(texts.len(), 3, "{texts:?}");
        assert!(texts[2].starts_with("6 access reviews in 2 campaigns"), "{texts:?}");
    })
    .await;
}

#[tokio::test]
async fn a_launch_message_that_waited_for_a_week_comes_without_a_reminder() {
    world(async |w| {
        w.slack.fail_next("chat.postMessage", 100_000, Fault::RateLimited(3600));
        alices(w, "Aaa", "2026-09-01 08:00").await;
        w.live_through("2026-09-08").await;
        w.slack.heal();
        w.go_to("2026-09-08 12:00").await;
        let texts = w.inbox_of(&w.company.alice);
        assert_eq!(texts.len(), 1, "{texts:?}");
        assert!(texts[0].starts_with("3 access reviews in Aaa are yours"), "{texts:?}");
    })
    .await;
}

#[tokio::test]
async fn a_launch_that_had_nothing_to_say_for_a_moment_is_said_when_it_has() {
    world(async |w| {
        let campaign = Campaign::new("Moment", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
        w.okta.add_campaign(campaign.clone());
        let items = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), 1);
        w.slack.fail_next("chat.postMessage", 1, Fault::RateLimited(600));
        w.okta.launch(&campaign.id);
        w.okta.send_hooks().await.unwrap();
        work::settle(&w.app, Duration::seconds(2)).await.unwrap();
        w.okta.reassign_quietly(&items, &w.company.alice.okta, &w.company.bob.okta, "by mistake");
        w.go_to("2026-09-01 08:20").await;
        let states: Vec<String> = w.outbox().await.into_iter().map(|row| row.state).collect();
        assert_eq!(states, ["dropped", "sent"], "Alice had nothing, Bob was told");
        w.okta.reassign_quietly(&items, &w.company.bob.okta, &w.company.alice.okta, "back");
        w.go_to("2026-09-01 08:40").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}
