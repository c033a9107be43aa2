//! Kind to both APIs: how many messages go when.

use chrono::{DateTime, Duration, Utc};
use sandbox::{Campaign, Member, Reviewer, User};

use crate::support::campaigns::begun;
use crate::support::{World, at, world, world_with};

/// A campaign with one item for each of so many reviewers, begun.
fn crowd(w: &World, size: usize) {
    let campaign = Campaign::new("Crowd", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    for n in 0..size {
        let user = User::new(&format!("N{n}"), "Reviewer");
        w.okta.add_user(user.clone());
        w.slack.add_member(Member::new(&format!("N{n}"), "Reviewer"));
        w.okta.add_reviews(&campaign.id, Reviewer::User(user.id), 1);
    }
    w.okta.launch(&campaign.id);
}

/// Most messages in any span of this length.
fn most_in(times: &[DateTime<Utc>], span: Duration) -> usize {
    let within = |from: &DateTime<Utc>| times.iter().filter(|at| *at >= from && **at < *from + span).count();
    times.iter().map(within).max().unwrap_or(0)
}

/// When the messages were sent; everybody got one.
async fn sent_to_all(w: &World, size: usize) -> Vec<DateTime<Utc>> {
    for _ in 0..20 {
        // Longer than a minute, which is what a ceiling of one message waits for.
        certs::work::settle(&w.app, Duration::seconds(90)).await.unwrap();
    }
    let messages = w.slack.messages();
    assert_eq!(messages.len(), size);
    let mut people: Vec<&str> = messages.iter().map(|message| message.user.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    assert_eq!(people.len(), size, "somebody got two");
    messages.iter().map(|message| message.at).collect()
}

#[tokio::test]
async fn the_ceiling_holds_over_any_minute() {
    for (ceiling, size) in [("20", 70), ("60", 100), ("1", 5)] {
        world_with(&[("CERTS_SLACK_MESSAGES_PER_MINUTE", ceiling)], async |w| {
            w.slack.limits_off(true);
            crowd(w, size);
            w.hear().await;
            let times = sent_to_all(w, size).await;
            let limit: usize = ceiling.parse().unwrap();
            let most = most_in(&times, Duration::minutes(1));
            assert!(most <= limit, "{most} messages in a minute, the ceiling is {ceiling}");
            // It is a ceiling, not a brake: nearly as many go as may.
            let minutes = usize::try_from((*times.last().unwrap() - times[0]).num_minutes()).unwrap();
            assert!(
                minutes <= size / limit + 1,
                "{size} messages took {minutes} minutes at {ceiling} a minute"
            );
        })
        .await;
    }
}

#[tokio::test]
async fn by_default_three_hundred_go_in_a_minute_and_no_more() {
    world(async |w| {
        w.slack.limits_off(true);
        crowd(w, 320);
        w.hear().await;
        let times = sent_to_all(w, 320).await;
        let most = most_in(&times, Duration::minutes(1));
        assert!((280..=300).contains(&most), "{most} messages in a minute");
    })
    .await;
}

#[tokio::test]
async fn one_person_gets_at_most_one_message_a_second() {
    world(async |w| {
        for name in ["One", "Two", "Three", "Four", "Five", "Six"] {
            begun(w, name, &[(&w.company.alice, 1), (&w.company.bob, 1)]);
        }
        w.hear().await;
        for person in [&w.company.alice, &w.company.bob] {
            let mut times: Vec<_> =
                w.slack.messages_to(&person.slack).iter().map(|message| message.at).collect();
            times.sort();
            assert_eq!(times.len(), 6, "{}", person.name);
            assert!(times.windows(2).all(|two| two[1] - two[0] >= Duration::seconds(1)), "{times:?}");
            assert!(times[5] - times[0] < Duration::seconds(30), "{times:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn slacks_own_limits_are_kept_to_without_losing_anybody() {
    world(async |w| {
        // Its tier lets fifty look-ups a minute through; the crowd is larger.
        crowd(w, 120);
        w.hear().await;
        sent_to_all(w, 120).await;
        let refused: Vec<_> = w.slack.calls().into_iter().filter(|call| call.status == 429).collect();
        // A batch of ten is asked for together, in each of the three minutes that it takes.
        assert!(
            refused.len() <= 30,
            "{:#?}",
            refused.iter().map(|call| (call.at, &call.path)).collect::<Vec<_>>()
        );
    })
    .await;
}
