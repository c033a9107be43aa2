//! A message that never gets through.

use entity::notification_log;
use sandbox::Fault;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{POST, minutes, told_within_a_minute};
use crate::support::campaigns::begun;
use crate::support::{World, world};

/// The reason that the campaign in full gives beside Alice's name.
async fn reason(w: &World) -> String {
    let answer = w.command(&w.company.dana, "status Q4").await;
    let line = answer.lines().find_map(|line| line.strip_prefix("• Alice Ng: ").map(str::to_owned));
    line.unwrap_or_else(|| panic!("she is not named in {answer}"))
}

#[tokio::test]
async fn a_message_that_slack_always_refuses_is_set_aside_and_the_others_go_out() {
    for code in ["invalid_blocks", "a_code_of_tomorrow"] {
        world(async |w| {
            let (alice, bob, carol) =
                (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
            w.slack.fail_about(POST, &alice.slack, usize::MAX, Fault::Error(code));
            begun(w, "Q4", &[(&alice, 2), (&bob, 1)]);
            let told = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, told, &[&bob]);
            minutes(w, 5).await;
            begun(w, "Later", &[(&carol, 1)]);
            let told = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, told, &[&carol]);
            minutes(w, 12).await;
            assert!(reason(w).await.contains(code));
            assert_eq!(w.outbox().await.iter().filter(|row| row.state == "failed").count(), 1, "{code}");
            w.expected_failures = 1;
        })
        .await;
    }
}

#[tokio::test]
async fn a_message_that_slack_always_fails_at_is_set_aside_once_others_were_taken() {
    world(async |w| {
        let alice = w.company.alice.clone();
        w.slack.fail_about(POST, &alice.slack, usize::MAX, Fault::Status(500));
        begun(w, "Q4", &[(&alice, 2)]);
        w.hear().await;
        minutes(w, 15).await;
        assert_ne!(w.outbox().await[0].state, "failed", "as in an outage: nothing else was taken");
        for number in 0..12 {
            let campaign = w.crowd(&format!("Crowd {number}"), 1);
            w.okta.launch(&campaign.id);
            let told = w.clock.now();
            w.hear().await;
            let newest = w.slack.messages().pop().unwrap();
            assert!(newest.at >= told, "number {number} waits");
            minutes(w, 1).await;
        }
        assert_eq!(w.slack.messages().len(), 12);
        assert_eq!(reason(w).await, "Slack failed at this message again and again while it took others");
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn a_person_whom_slack_never_finds_out_is_set_aside_and_holds_up_nobody() {
    world(async |w| {
        let (alice, bob, carol) = (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
        let about = ("users.lookupByEmail", alice.email.as_str());
        w.slack.fail_about(about.0, about.1, usize::MAX, Fault::Error("a_code_of_tomorrow"));
        begun(w, "Q4", &[(&alice, 2), (&bob, 1)]);
        let told = w.clock.now();
        w.hear().await;
        told_within_a_minute(w, told, &[&bob]);
        minutes(w, 3).await;
        begun(w, "Later", &[(&carol, 1)]);
        let told = w.clock.now();
        w.hear().await;
        told_within_a_minute(w, told, &[&carol]);
        minutes(w, 15).await;
        assert_eq!(reason(w).await, "Slack refused users.lookupByEmail: a_code_of_tomorrow");
        let asked = w.slack.count("users.lookupByEmail");
        assert!(asked < 40, "{asked} look-ups");
        minutes(w, 30).await;
        assert_eq!(w.slack.count("users.lookupByEmail"), asked, "it was set aside");
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn a_dm_that_can_never_be_looked_through_leaves_it_unknown() {
    for code in ["a_code_of_tomorrow", "channel_not_found"] {
        world(async |w| {
            let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
            w.slack.fail_about(POST, &alice.slack, 1, Fault::SentButStatus(500));
            w.slack.fail_next("conversations.history", usize::MAX, Fault::Error(code));
            begun(w, "Q4", &[(&alice, 2), (&bob, 1)]);
            let told = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, told, &[&bob]);
            minutes(w, 15).await;
            assert!(reason(w).await.starts_with("unknown whether the message arrived"), "{code}");
            assert_eq!(w.inbox_of(&alice).len(), 1);
            w.expected_unknown = 1;
        })
        .await;
    }
}

#[tokio::test]
async fn a_notice_that_no_version_here_can_read_is_set_aside_after_an_hour() {
    world(async |w| {
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        w.slack.fail_next(POST, 2, Fault::RateLimited(40));
        begun(w, "Q4", &[(&alice, 2), (&bob, 1)]);
        w.okta.send_hooks().await.unwrap();
        certs::work::settle(&w.app, chrono::Duration::seconds(5)).await.unwrap();
        let hers = w.outbox().await.into_iter().find(|row| row.person_id == alice.okta).unwrap();
        let mut row: notification_log::ActiveModel = hers.into_active_model();
        row.payload = Set("{\"kind\":\"of_tomorrow\"}".to_owned());
        row.update(&w.app.store.db).await.unwrap();
        minutes(w, 2).await;
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&bob).len()), (0, 1));
        w.go_to("2026-09-01 09:01").await;
        assert_eq!(reason(w).await, "this version does not know that kind of notice");
        w.expected_failures = 1;
    })
    .await;
}
