//! Whoever runs campaigns hears how they stand on the days on which their reviewers are reminded.

mod late;

use entity::{delivery_record, notification_log};
use sandbox::{Fault, Message, Reviewer};
use sea_orm::EntityTrait;

use crate::support::campaigns::{begun, user};
use crate::support::{World, at, world};

/// The digests that Dana, who runs the campaigns, got.
fn digests(w: &World) -> Vec<Message> {
    let key = |message: &Message| message.metadata["event_payload"]["key"].as_str().unwrap().to_owned();
    let messages = w.slack.messages_to(&w.company.dana.slack).into_iter();
    messages.filter(|message| key(message).starts_with("owner_digest:")).collect()
}

/// The days on which they came, and what notifications showed.
fn days(w: &World) -> Vec<String> {
    digests(w).iter().map(|digest| digest.at.format("%d %H:%M").to_string()).collect()
}

/// What the newest one says; bold type does not show.
fn reads(w: &World) -> String {
    digests(w).pop().expect("a digest").as_text().join("\n").replace('*', "")
}

/// The rows of digests in the outbox, oldest first.
async fn rows(w: &World) -> Vec<notification_log::Model> {
    w.outbox().await.into_iter().filter(|row| row.kind == "owner_digest").collect()
}

#[tokio::test]
async fn on_each_reminder_day_the_owner_hears_how_far_it_is_who_is_behind_and_who_cannot_be_reached() {
    world(async |w| {
        let q4 = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&q4.id);
        w.hear().await;
        for review in &w.okta.reviews(&q4.id)[..12] {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.hear().await;
        w.live_through("2026-09-08").await;
        let lines = [
            "How your campaign stands",
            "Q4 Production Access",
            "▓▓░░░░░░░░ 20 %",
            "12 of 60 items reviewed",
            "1 reviewer done, 6 outstanding",
            "Closes Tuesday, September 29th, 2026 at 8:00 AM (21 days)",
            "Next reminder on Tue 15 Sep",
            "Furthest behind",
            "• Bob Marsh: 14 items, last message Sep 8, 2026",
            "• Priya Raman: 10 items, last message Sep 8, 2026",
            "• Carol Diaz: 9 items, last message Sep 8, 2026",
            "• Mateo Rossi: 6 items, last message Sep 8, 2026",
            "• Linus Berg: 5 items, no message yet",
            "… and 1 more",
            "2 could not be reached",
            "• Grace Mbeki: deactivated in Okta. Hand their items to somebody else in Okta.",
            "• Linus Berg: no active Slack account for their Okta e-mail address. Correct the address, or hand their \
             items to somebody else in Okta.",
            "You run this campaign; this comes when its reviewers are reminded.",
        ];
        assert_eq!(reads(w), lines.join("\n"));
        w.live_through("2026-10-01").await;
        assert_eq!(days(w), ["08 09:00", "15 09:00", "22 09:00", "26 09:00"]);
        w.expected_failures = 5; // Linus is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn all_campaigns_of_a_day_are_one_digest_and_each_owner_has_their_own() {
    world(async |w| {
        begun(w, "Later", &[(&w.company.alice, 3)]);
        w.clock.advance_to(at("2026-09-01 08:01"));
        let soon = sandbox::Campaign::new("Soon", &w.company.dana.okta, at("2026-09-01 08:00"), 14);
        let mateos = sandbox::Campaign::new("Mateo's", &w.company.mateo.okta, at("2026-09-01 08:00"), 28);
        for campaign in [&soon, &mateos] {
            w.okta.add_campaign((*campaign).clone());
            w.okta.add_reviews(&campaign.id, user(&w.company.bob), 2);
            w.okta.launch(&campaign.id);
        }
        w.hear().await;
        w.live_through("2026-09-08").await;
        assert_eq!(days(w), ["08 09:00"]);
        let told = digests(w).pop().unwrap();
        assert!(told.announced.starts_with("0 of 5 reviews decided in your 2 campaigns; the first closes "));
        let reads = reads(w);
        let place = |what: &str| reads.find(what);
        assert!(place("Soon") < place("Later") && place("Mateo's").is_none(), "nearest close first: {reads}");
        let mateos = w.inbox_of(&w.company.mateo);
        assert_eq!(
            mateos,
            ["0 of 2 reviews decided in Mateo's; 1 reviewer has open items; 21 days left"],
            "he reviews nothing"
        );
    })
    .await;
}

#[tokio::test]
async fn a_day_on_which_nobody_is_reminded_has_no_digest() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 2)]);
        w.hear().await;
        w.live_through("2026-09-07").await;
        assert!(digests(w).is_empty());
        for review in w.okta.reviews(&q4.id) {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.hear().await;
        w.live_through("2026-09-30").await;
        assert!(rows(w).await.is_empty(), "all is decided");
    })
    .await;
}

#[tokio::test]
async fn somebody_who_chose_another_day_is_no_reason_for_a_digest() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let reminder = w.last_to(&w.company.alice);
        w.press(&w.company.alice, &reminder, ("snooze", &*format!("three_days:{}", q4.id))).await;
        w.live_through("2026-09-11").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 3, "reminded on the 11th");
        assert_eq!(days(w), ["08 09:00"]);
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_reviews_gets_both_and_is_reminded_as_everybody_is() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.dana, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let reminders = w.outbox().await.into_iter().filter(|row| row.kind == "reminder").count();
        assert_eq!((reminders, days(w)), (1, vec!["08 09:00".to_owned()]));
        let live = w.reads(&w.company.dana).iter().filter(|told| told.contains("[ Review now")).count();
        assert_eq!(live, 1, "the reminder keeps its button");
        w.live_through("2026-09-30").await;
        let reminders = w.outbox().await.into_iter().filter(|row| row.kind == "reminder").count();
        assert_eq!(reminders, 4, "the digest counts for nothing");
        assert_eq!(days(w), ["08 09:00", "15 09:00", "22 09:00", "26 09:00"]);
    })
    .await;
}

#[tokio::test]
async fn a_digest_is_no_message_to_a_reviewer_in_the_figures() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.dana, 3)]);
        // All that is for Dana as a reviewer is refused; the digest is not.
        w.slack.fail_next("chat.postMessage", 1, Fault::Error("cannot_dm_bot"));
        w.hear().await;
        w.clock.advance_to(at("2026-09-08 09:00"));
        w.slack.fail_next("chat.postMessage", 1, Fault::Error("cannot_dm_bot"));
        w.settle().await;
        let reads = reads(w);
        assert!(reads.contains("• Dana Cruz: 3 items, no message yet"), "{reads}");
        let status = w.command(&w.company.dana, &format!("status {}", q4.id)).await;
        assert!(status.contains("Could not be reached") && status.contains("no message yet"), "{status}");
        w.expected_failures = 2;
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_was_deactivated_or_is_not_known_is_not_written_to_and_the_record_says_why() {
    world(async |w| {
        begun(w, "Danas", &[(&w.company.alice, 3)]);
        let nobodys = sandbox::Campaign::new("Nobodys", "00unobody", at("2026-09-01 08:00"), 28);
        w.okta.add_campaign(nobodys.clone());
        w.okta.add_reviews(&nobodys.id, Reviewer::User(w.company.bob.okta.clone()), 1);
        w.okta.launch(&nobodys.id);
        w.hear().await;
        w.live_through("2026-09-07").await;
        w.okta.deactivate_user(&w.company.dana.okta);
        w.live_through("2026-09-08").await;
        assert!(rows(w).await.is_empty());
        let record = delivery_record::Entity::find().all(&w.app.store.db).await.unwrap();
        let withheld =
            record.iter().filter(|entry| entry.event == "withheld" && entry.kind == "owner_digest");
        let mut whys: Vec<&str> = withheld.map(|entry| entry.detail.as_str()).collect();
        whys.sort_unstable();
        assert_eq!(
            whys,
            [r#"{"why":"is deactivated in Okta"}"#, r#"{"why":"is not known to Okta any more"}"#]
        );
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2, "the reviewers are reminded as ever");
        assert_eq!(w.inbox_of(&w.company.bob).len(), 2);
    })
    .await;
}
