//! The reader's morning: with `CERTS_TIME_ZONE=reader` a reminder comes at the time of the daily run in the zone that is set
//! in each reader's Slack, and not on a weekend there.

use chrono::{DateTime, Duration, Utc};
use sandbox::{Campaign, Member, Person};

use crate::support::campaigns::{begun, user};
use crate::support::{World, at, world_with};

const READER: &[(&str, &str)] = &[("CERTS_TIME_ZONE", "reader"), ("CERTS_REMINDER_AT", "09:00")];

/// This person lives there.
fn lives(w: &World, person: &Person, zone: &str) {
    let mut member = Member::new(&person.first, person.name.rsplit(' ').next().unwrap());
    member.id.clone_from(&person.slack);
    member.email.clone_from(&person.email);
    zone.clone_into(&mut member.tz);
    w.slack.add_member(member);
}

/// Time goes by in hours, up to an instant.
async fn until(w: &World, instant: &str) {
    while w.clock.now() < at(instant) {
        w.clock.advance_to((w.clock.now() + Duration::hours(1)).min(at(instant)));
        w.settle().await;
    }
}

/// When a person was written to, after the launch.
fn mornings(w: &World, person: &Person) -> Vec<DateTime<Utc>> {
    w.slack.messages_to(&person.slack).iter().skip(1).map(|message| message.at).collect()
}

/// Somebody was written to within the hour after nine in the morning of this day where they live.
#[track_caller]
fn in_the_morning(at: DateTime<Utc>, zone: &str, day: &str) {
    let local = at.with_timezone(&zone.parse::<chrono_tz::Tz>().unwrap());
    let shown = local.format("%Y-%m-%d %H:%M").to_string();
    assert!(shown.starts_with(&format!("{day} 09:")), "{shown} in {zone}");
}

#[tokio::test]
async fn a_reminder_comes_in_the_morning_of_each_reader() {
    world_with(READER, async |w| {
        let zones = ["Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles", "Pacific/Honolulu"];
        let people = [&w.company.alice, &w.company.bob, &w.company.carol, &w.company.priya];
        for (person, zone) in people.into_iter().zip(zones) {
            lives(w, person, zone);
        }
        begun(w, "Q4", &people.map(|person| (person, 1)));
        w.hear().await;
        until(w, "2026-09-30 08:00").await;
        for (person, zone) in people.into_iter().zip(zones) {
            let mornings = mornings(w, person);
            // Day 25 is a Saturday: it is heard of on Monday, the day before the close.
            for (at, day) in mornings.iter().zip(["2026-09-08", "2026-09-15", "2026-09-22", "2026-09-28"]) {
                in_the_morning(*at, zone, day);
            }
            assert_eq!(mornings.len(), 4, "{}: {mornings:?}", person.name);
        }
    })
    .await;
}

#[tokio::test]
async fn the_weekend_is_left_alone_unless_the_close_would_come_first() {
    let days = [("CERTS_REMINDER_DAYS", "4,11"), ("CERTS_CLOSING_DAYS", "off")];
    world_with(&[READER, &days].concat(), async |w| {
        lives(w, &w.company.alice, "Europe/Berlin");
        // The reminder of Saturday the 5th, and the close is on Monday.
        let mut short = Campaign::new("Short", &w.company.dana.okta, at("2026-09-01 08:00"), 6);
        short.end = at("2026-09-07 17:00");
        w.okta.add_campaign(short.clone());
        w.okta.add_reviews(&short.id, user(&w.company.alice), 2);
        w.okta.launch(&short.id);
        w.hear().await;
        until(w, "2026-09-07 20:00").await;
        let heard = mornings(w, &w.company.alice);
        in_the_morning(heard[0], "Europe/Berlin", "2026-09-05");
        assert_eq!(heard.len(), 1, "{heard:?}");
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_monday_comes_with_mondays_own_as_one() {
    world_with(READER, async |w| {
        lives(w, &w.company.alice, "Europe/Berlin");
        begun(w, "Tuesday", &[(&w.company.alice, 1)]);
        w.hear().await;
        // Seven days later it is Saturday for this one, and Monday for the next.
        for (name, start) in [("Saturday", "2026-09-05 08:00"), ("Monday", "2026-09-07 08:00")] {
            until(w, start).await;
            let campaign = Campaign::new(name, &w.company.dana.okta, at(start), 28);
            w.okta.add_campaign(campaign.clone());
            w.okta.add_reviews(&campaign.id, user(&w.company.alice), 1);
            w.okta.launch(&campaign.id);
            w.hear().await;
        }
        until(w, "2026-09-14 18:00").await;
        let last = w.last_to(&w.company.alice);
        in_the_morning(last.at, "Europe/Berlin", "2026-09-14");
        assert!(last.announced.contains("2 access reviews in 2 campaigns"), "{}", last.announced);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_is_put_off_by_the_readers_own_calendar() {
    world_with(READER, async |w| {
        lives(w, &w.company.alice, "America/Los_Angeles");
        let q4 = begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        until(w, "2026-09-08 17:00").await;
        let reminder = w.last_to(&w.company.alice);
        // Tuesday evening in California, where the run of Wednesday was done long ago: on Thursday.
        w.clock.advance_to(at("2026-09-09 03:00"));
        let tomorrow = format!("tomorrow:{}", q4.id);
        let answer = w.press(&w.company.alice, &reminder, ("snooze", &*tomorrow)).await;
        assert_eq!(answer, "You will be reminded of Q4 again on Thu 10 Sep");
        until(w, "2026-09-11 08:00").await;
        in_the_morning(mornings(w, &w.company.alice)[1], "America/Los_Angeles", "2026-09-10");
    })
    .await;
}

#[tokio::test]
async fn whose_zone_is_not_known_lives_by_utc() {
    world_with(READER, async |w| {
        lives(w, &w.company.alice, "Mars/Olympus");
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        until(w, "2026-09-09 08:00").await;
        in_the_morning(mornings(w, &w.company.alice)[0], "UTC", "2026-09-08");
    })
    .await;
}

#[tokio::test]
async fn an_owner_hears_in_their_own_morning_too() {
    world_with(READER, async |w| {
        lives(w, &w.company.dana, "America/Los_Angeles");
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        until(w, "2026-09-30 08:00").await;
        let digests = w.slack.messages_to(&w.company.dana.slack);
        // Where she lives is known from the first one on.
        in_the_morning(digests[0].at, "UTC", "2026-09-08");
        for (digest, day) in digests[1..].iter().zip(["2026-09-15", "2026-09-22", "2026-09-28"]) {
            in_the_morning(digest.at, "America/Los_Angeles", day);
        }
        assert_eq!(digests.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn who_hears_of_others_hears_it_in_their_own_morning() {
    let settings = [READER, &[("CERTS_ESCALATE_DAYS", "3"), ("CERTS_CLOSING_DAYS", "off")]].concat();
    world_with(&settings, async |w| {
        lives(w, &w.company.alice, "Europe/Berlin");
        lives(w, &w.company.ingrid, "Europe/Berlin");
        // Closes on a Friday: the warning is for Monday the 21st, the first note for Tuesday.
        let mut campaign = Campaign::new("Q4", &w.company.dana.okta, at("2026-09-01 08:00"), 24);
        campaign.end = at("2026-09-25 08:00");
        w.okta.add_campaign(campaign.clone());
        w.okta.add_reviews(&campaign.id, user(&w.company.alice), 2);
        // Written to before, so that her zone is known.
        w.okta.add_reviews(&campaign.id, user(&w.company.ingrid), 1);
        w.okta.launch(&campaign.id);
        w.hear().await;
        until(w, "2026-09-23 18:00").await;
        let outbox = w.outbox().await;
        let sent = |kind: &str, person: &Person| -> Vec<DateTime<Utc>> {
            let theirs = outbox.iter().filter(|row| row.kind == kind && row.person_id == person.okta);
            theirs.filter_map(|row| row.settled_at).collect()
        };
        in_the_morning(sent("escalation_warning", &w.company.alice)[0], "Europe/Berlin", "2026-09-21");
        let heard = sent("escalation", &w.company.ingrid);
        assert_eq!(heard.len(), 2, "{heard:?}");
        for (at, day) in heard.into_iter().zip(["2026-09-22", "2026-09-23"]) {
            in_the_morning(at, "Europe/Berlin", day);
        }
    })
    .await;
}
