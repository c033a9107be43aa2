//! Those who have not finished are reminded on the days that were set, once a day, and nobody else is.

use chrono::{DateTime, Duration, Utc};
use sandbox::{Campaign, Person, Reviewer};

use crate::support::{World, at, world, world_with};

/// A campaign in which Alice has so many items.
async fn launched(w: &World, name: &str, start: DateTime<Utc>, days: i64, items: usize) -> Campaign {
    let campaign = Campaign::new(name, &w.company.dana.okta, start, days);
    w.okta.add_campaign(campaign.clone());
    w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), items);
    w.okta.launch(&campaign.id);
    w.hear().await;
    campaign
}

/// The days of September on which somebody got a message.
fn days(w: &World, person: &Person) -> Vec<String> {
    let messages = w.slack.messages_to(&person.slack);
    messages.iter().map(|message| message.at.format("%d %H:%M").to_string()).collect()
}

#[tokio::test]
async fn a_campaign_of_28_days_reminds_on_days_7_14_21_and_25() {
    world(async |w| {
        launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        w.live_through("2026-10-05").await;
        assert_eq!(days(w, &w.company.alice), ["01 08:00", "08 09:00", "15 09:00", "22 09:00", "26 09:00"]);
        let texts = w.inbox_of(&w.company.alice);
        assert!(texts[4].contains("close"), "the last one says so: {}", texts[4]);
    })
    .await;
}

#[tokio::test]
async fn who_is_done_is_left_alone_and_the_others_hear_what_is_left() {
    world(async |w| {
        let campaign = launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        let bob = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.bob.okta.clone()), 2);
        w.go_to("2026-09-01 08:20").await;
        for review in &bob {
            w.okta.decide(review, &w.company.bob.okta, "APPROVE");
        }
        let alices = w
            .okta
            .reviews(&campaign.id)
            .into_iter()
            .find(|r| r.reviewer == Reviewer::User(w.company.alice.okta.clone()));
        w.okta.decide(&alices.unwrap().id, &w.company.alice.okta, "REVOKE");
        // No hook tells: what counts is what Okta says at the moment of the reminder.
        w.okta.drop_events();
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1, "Bob decided all of his");
        let reminder = w.inbox_of(&w.company.alice).pop().unwrap();
        assert!(reminder.starts_with("4 of 5 reviews in "), "{reminder}");
    })
    .await;
}

#[tokio::test]
async fn several_campaigns_due_on_one_day_are_one_message_with_a_button_each() {
    world(async |w| {
        let far = launched(w, "Far", at("2026-09-01 08:00"), 28, 5).await;
        let near = launched(w, "Near", at("2026-09-01 08:00"), 14, 3).await;
        w.live_through("2026-09-08").await;
        let messages = w.slack.messages_to(&w.company.alice.slack);
        assert_eq!(messages.len(), 3, "two launches and one digest");
        let digest = messages[2].as_text().join("\n");
        assert!(digest.find("Near").unwrap() < digest.find("Far").unwrap(), "nearest close first: {digest}");
        assert!(messages[2].text.starts_with("8 access reviews in 2 campaigns"), "{}", messages[2].text);
        let urls = messages[2].blocks.to_string();
        assert_eq!(urls.matches("review_now").count(), 2);
        assert!(far.id != near.id);
    })
    .await;
}

#[tokio::test]
async fn days_missed_while_the_service_was_down_are_made_up_by_one_message() {
    world(async |w| {
        launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        // Down from the 3rd to the 16th: days 7 and 14 are missed.
        w.live_through("2026-09-03").await;
        w.clock.advance_to(at("2026-09-16 11:00"));
        w.restart().await;
        w.settle().await;
        w.live_through("2026-09-30").await;
        assert_eq!(days(w, &w.company.alice), ["01 08:00", "16 11:00", "22 09:00", "26 09:00"]);
    })
    .await;
}

#[tokio::test]
async fn a_start_before_the_hour_of_the_run_makes_up_at_that_hour() {
    world(async |w| {
        launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        w.live_through("2026-09-03").await;
        w.clock.advance_to(at("2026-09-09 07:00"));
        w.restart().await;
        w.settle().await;
        w.live_through("2026-09-10").await;
        assert_eq!(days(w, &w.company.alice), ["01 08:00", "09 09:00"]);
    })
    .await;
}

#[tokio::test]
async fn a_campaign_first_seen_late_starts_with_the_launch_message_alone() {
    world(async |w| {
        launched(w, "Q4", at("2026-08-18 08:00"), 28, 5).await;
        w.live_through("2026-09-09").await;
        // Day 14 is today and comes too soon after the launch DM; day 21 is the 8th.
        assert_eq!(days(w, &w.company.alice), ["01 08:00", "08 09:00"]);
    })
    .await;
}

#[tokio::test]
async fn an_end_that_moves_moves_the_reminders_with_it() {
    world(async |w| {
        let campaign = launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        w.live_through("2026-09-10").await;
        // Closes on the 18th: 14 days on is the 15th, which is also three days before.
        w.okta.move_end(&campaign.id, at("2026-09-18 08:00"));
        w.live_through("2026-09-15").await;
        assert_eq!(days(w, &w.company.alice), ["01 08:00", "08 09:00", "15 09:00"]);
        assert!(w.inbox_of(&w.company.alice)[2].contains("3 days"), "{:?}", w.inbox_of(&w.company.alice));
        // And out again, to the 10th of October.
        w.okta.move_end(&campaign.id, at("2026-10-10 08:00"));
        w.live_through("2026-10-12").await;
        assert_eq!(
            days(w, &w.company.alice)[3..],
            ["22 09:00", "26 09:00", "03 09:00", "07 09:00"],
            "days 21, 25, 32 and three days before the close"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_reminded_on_the_day_of_the_close() {
    world_with(&[("CERTS_REMINDER_DAYS", "7"), ("CERTS_CLOSING_DAYS", "off")], async |w| {
        launched(w, "Week", at("2026-09-01 08:00"), 7, 5).await;
        w.live_through("2026-09-10").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_closed_early_reminds_nobody() {
    world(async |w| {
        let campaign = launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        w.live_through("2026-09-05").await;
        w.okta.close(&campaign.id);
        w.okta.drop_events();
        w.live_through("2026-09-09").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert!(w.command(&w.company.dana, "status").await.contains("No campaign is active"));
    })
    .await;
}

#[tokio::test]
async fn the_run_follows_the_wall_clock_over_the_change_to_winter_time() {
    world_with(&[("CERTS_TIME_ZONE", "Europe/Berlin"), ("CERTS_REMINDER_AT", "09:00")], async |w| {
        w.clock.advance_to(at("2026-10-19 08:00"));
        launched(w, "Autumn", at("2026-10-19 08:00"), 28, 5).await;
        for day in ["2026-10-24", "2026-10-26", "2026-11-03"] {
            w.live_through(day).await;
        }
        // 09:00 in Berlin is 07:00 UTC until the 25th of October and 08:00 from then on.
        assert_eq!(days(w, &w.company.alice), ["19 08:00", "26 08:00", "02 08:00"]);
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_repeated_or_run_by_two_instances_says_nothing_twice() {
    world(async |w| {
        launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        w.live_through("2026-09-07").await;
        w.clock.advance_to(at("2026-09-08 09:00"));
        let other = w.second_instance().await;
        let (one, two) = tokio::join!(
            certs::work::settle(&w.app, Duration::seconds(60)),
            certs::work::settle(&other, Duration::seconds(60))
        );
        one.unwrap();
        two.unwrap();
        w.restart().await;
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2, "the launch and one reminder");
    })
    .await;
}

#[tokio::test]
async fn a_reminder_that_waited_out_an_outage_is_replaced_by_the_current_one() {
    world(async |w| {
        launched(w, "Q4", at("2026-09-01 08:00"), 28, 5).await;
        w.live_through("2026-09-07").await;
        // Slack is away from the 8th to the 15th.
        w.slack.fail_next("chat.postMessage", usize::MAX, sandbox::Fault::Error("service_unavailable"));
        w.live_through("2026-09-14").await;
        w.clock.advance_to(at("2026-09-15 09:00"));
        w.slack.heal();
        w.settle().await;
        let messages = days(w, &w.company.alice);
        assert_eq!(messages.len(), 2, "one message makes up for the outage: {messages:?}");
    })
    .await;
}
