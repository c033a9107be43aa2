//! What Slack answers to a message, and what becomes of it.

use chrono::Duration;
use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{World, world};

const POST: &str = "chat.postMessage";

/// The campaign in full, as Dana sees it.
async fn status(w: &World) -> String {
    w.command(&w.company.dana, "status Q4").await
}

/// When a method was called.
fn calls(w: &World, method: &str) -> Vec<chrono::DateTime<chrono::Utc>> {
    let path = format!("/api/{method}");
    w.slack.calls().iter().filter(|call| call.path == path).map(|call| call.at).collect()
}

/// Each of these got one message, and no more were sent.
fn each_got_one(w: &World, people: &[&sandbox::Person]) {
    for person in people {
        assert_eq!(w.inbox_of(person).len(), 1, "{}", person.name);
    }
    assert_eq!(w.slack.messages().len(), people.len());
}

#[tokio::test]
async fn a_retry_after_is_obeyed_before_anything_else_is_sent() {
    world(async |w| {
        let company = w.company.clone();
        begun(w, "Q4", &[(&company.alice, 1), (&company.bob, 1), (&company.carol, 1), (&company.priya, 1)]);
        w.slack.fail_next(POST, 1, Fault::RateLimited(40));
        w.hear().await;
        w.settle().await;
        let posts = calls(w, POST);
        assert_eq!(posts.len(), 5, "one refused, then one for each");
        assert!(posts[1] - posts[0] >= Duration::seconds(40), "{posts:?}");
        each_got_one(w, &[&company.alice, &company.bob, &company.carol, &company.priya]);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_for_good_is_named_with_its_reason_and_holds_up_nobody() {
    for (code, reason) in [
        ("channel_not_found", "Slack does not let the app write to them"),
        ("user_disabled", "their Slack account is deactivated"),
        ("messages_tab_disabled", "the app's messages tab is switched off in Slack"),
        ("restricted_action", "a workspace setting keeps the app from writing to them"),
        ("cannot_dm_bot", "cannot_dm_bot"),
        ("invalid_blocks", "invalid_blocks"),
    ] {
        world(async |w| {
            let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
            begun(w, "Q4", &[(&alice, 2), (&bob, 1)]);
            w.slack.fail_next(POST, 1, Fault::Error(code));
            w.hear().await;
            w.go_to("2026-09-01 12:00").await;
            assert_eq!(w.slack.messages().len(), 1, "{code}");
            let failed = if w.inbox_of(&alice).is_empty() { &alice } else { &bob };
            let answer = status(w).await;
            let line = answer.lines().find(|line| line.starts_with(&format!("• {}: ", failed.name)));
            assert!(line.unwrap_or_default().contains(reason), "{code}: {answer}");
            assert!(answer.contains("0 planned, 1 sent, 1 failed, 0 unknown, 0 dropped"), "{answer}");
            assert_eq!(w.slack.count(POST), 2, "{code}: it was tried again");
            w.expected_failures = 1;
        })
        .await;
    }
}

#[tokio::test]
async fn a_refused_token_burns_nothing_is_shown_and_once_healed_everything_is_sent() {
    for code in ["invalid_auth", "account_inactive", "missing_scope"] {
        world(async |w| {
            let company = w.company.clone();
            begun(w, "Q4", &[(&company.alice, 1), (&company.bob, 1), (&company.carol, 1)]);
            w.slack.fail_next(POST, 10_000, Fault::Error(code));
            w.hear().await;
            let first = w.clock.now();
            w.go_to("2026-09-01 12:00").await;
            assert!(w.outbox().await.iter().all(|row| row.state == "planned"), "{code}");
            let overview = w.command(&company.dana, "status").await;
            assert!(overview.starts_with("*Needs attention*\n") && overview.contains(code), "{overview}");
            assert!(w.command(&company.alice, "mine").await.contains("1 access review"), "others go on");
            let tries = calls(w, POST).iter().filter(|at| **at > first).count();
            w.slack.heal();
            let healed = w.clock.now();
            w.settle().await;
            each_got_one(w, &[&company.alice, &company.bob, &company.carol]);
            let late = w.slack.messages().iter().map(|message| message.at - healed).max().unwrap();
            assert!(late <= Duration::seconds(40), "{code}: {late}");
            assert!(!w.command(&company.dana, "status").await.contains("Needs attention"));
            assert!(tries < 12, "{code}: {tries} tries although nothing had changed");
        })
        .await;
    }
}

#[tokio::test]
async fn a_healed_token_is_no_trouble_any_more_though_nothing_is_left_to_say() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.slack.fail_next(POST, 10_000, Fault::Error("invalid_auth"));
        w.hear().await;
        w.okta.decide(&w.okta.reviews(&campaign.id)[0].id, &w.company.alice.okta, "APPROVE");
        w.hear().await;
        w.slack.heal();
        w.go_to("2026-09-01 09:00").await;
        assert!(w.slack.messages().is_empty());
        let overview = w.command(&w.company.dana, "status").await;
        assert!(!overview.contains("Needs attention"), "{overview}");
    })
    .await;
}

#[tokio::test]
async fn a_code_that_passes_is_tried_again() {
    for code in ["service_unavailable", "request_timeout", "ratelimited", "a_code_of_tomorrow"] {
        world(async |w| {
            begun(w, "Q4", &[(&w.company.alice, 1)]);
            w.slack.fail_next(POST, 3, Fault::Error(code));
            w.hear().await;
            w.settle().await;
            assert_eq!(w.slack.count(POST), 4, "{code}");
            each_got_one(w, &[&w.company.alice]);
        })
        .await;
    }
}

#[tokio::test]
async fn a_code_that_never_passes_is_given_up_at_last() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.slack.fail_next(POST, 10_000, Fault::Error("a_code_of_tomorrow"));
        w.hear().await;
        w.live_through("2026-09-03").await;
        for hour in 10..16 {
            w.go_to(&format!("2026-09-03 {hour}:00")).await;
        }
        let answer = status(w).await;
        assert!(
            answer.contains("• Alice Ng: Slack refused chat.postMessage: a_code_of_tomorrow"),
            "{answer}"
        );
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn a_lookup_that_is_limited_puts_off_only_those_who_need_it() {
    world(async |w| {
        let company = w.company.clone();
        begun(w, "Earlier", &[(&company.alice, 1)]);
        w.hear().await;
        begun(w, "Q4", &[(&company.alice, 1), (&company.bob, 1), (&company.carol, 1)]);
        w.slack.forget_calls();
        w.slack.fail_next("users.lookupByEmail", 1, Fault::RateLimited(50));
        let begun = w.clock.now();
        w.hear().await;
        let messages = w.slack.messages_to(&company.alice.slack);
        assert_eq!(messages.len(), 2);
        assert!(messages[1].at - begun < Duration::seconds(30), "her account was known");
        w.settle().await;
        assert_eq!((w.inbox_of(&company.bob).len(), w.inbox_of(&company.carol).len()), (1, 1));
        let lookups = calls(w, "users.lookupByEmail");
        // Whoever was asked for at the same instant was asked for before anybody knew.
        let later: Vec<_> = lookups.iter().filter(|at| **at > lookups[0]).collect();
        assert!(!later.is_empty(), "{lookups:?}");
        assert!(later.iter().all(|at| **at - lookups[0] >= Duration::seconds(50)), "too early: {lookups:?}");
    })
    .await;
}

#[tokio::test]
async fn a_lookup_that_fails_is_asked_again() {
    for fault in [Fault::Status(500), Fault::CutConnection, Fault::Garbage, Fault::Error("internal_error")] {
        world(async |w| {
            begun(w, "Q4", &[(&w.company.alice, 1)]);
            w.slack.fail_next("users.lookupByEmail", 2, fault);
            w.hear().await;
            assert_eq!(w.slack.count("users.lookupByEmail"), 3, "{fault:?}");
            each_got_one(w, &[&w.company.alice]);
        })
        .await;
    }
}
