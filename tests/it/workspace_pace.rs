//! Two instances on one database: together they are as kind to Slack as one.

use certs::app::App;
use certs::flow::{Progress, deliver, intake};
use certs::work;
use chrono::{DateTime, Duration, Utc};
use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{World, crash_when, freeze_when, world, world_with};

const POST: &str = "chat.postMessage";

/// A campaign of so many people with one item each, begun and heard of; nobody was written to yet.
async fn heard(w: &World, people: usize) -> String {
    let campaign = w.crowd("Crowd", people);
    w.okta.launch(&campaign.id);
    assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
    campaign.id
}

/// What there is to be said is planned, and nothing of it sent.
async fn planned(w: &World) {
    while intake::step(&w.app).await.unwrap() == Progress::Busy {}
    assert!(!w.outbox().await.is_empty() && w.slack.messages().is_empty());
}

/// Both send side by side. The clock is moved on only when both wait, so that neither takes any time.
async fn deliver_both(w: &World, other: &App) {
    let mut last = None;
    for _ in 0..2000 {
        let (one, two) = tokio::join!(deliver::step(&w.app), deliver::step(other));
        let both = (one.unwrap(), two.unwrap());
        match both {
            (Progress::Busy, _) | (_, Progress::Busy) => {}
            (Progress::Idle, Progress::Idle) => return,
            (Progress::Until(one), Progress::Until(two)) => w.app.clock.sleep_until(one.min(two)).await,
            (Progress::Until(instant), _) | (_, Progress::Until(instant)) => {
                w.app.clock.sleep_until(instant).await;
            }
        }
        last = Some(both);
    }
    panic!("they do not come to an end at {}: {last:?}", w.clock.now());
}

/// Most messages in any minute.
fn most_in_a_minute(times: &[DateTime<Utc>]) -> usize {
    let minute = Duration::minutes(1);
    let within =
        |from: &DateTime<Utc>| times.iter().filter(|at| *at >= from && **at < *from + minute).count();
    times.iter().map(within).max().unwrap_or(0)
}

fn posts(w: &World) -> Vec<DateTime<Utc>> {
    w.slack.calls().iter().filter(|call| call.path == "/api/chat.postMessage").map(|call| call.at).collect()
}

#[tokio::test]
async fn together_they_send_no_more_than_the_ceiling_over_any_minute() {
    for (ceiling, people) in [("20", 50), ("120", 200)] {
        world_with(&[("CERTS_SLACK_MESSAGES_PER_MINUTE", ceiling)], async |w| {
            w.slack.limits_off(true);
            let other = w.second_instance().await;
            heard(w, people).await;
            planned(w).await;
            deliver_both(w, &other).await;
            let times: Vec<_> = w.slack.messages().iter().map(|message| message.at).collect();
            assert_eq!(times.len(), people);
            let (most, limit) = (most_in_a_minute(&times), ceiling.parse().unwrap());
            assert!(most <= limit, "{most} messages in a minute, the ceiling is {limit}");
            assert!(most * 10 >= limit * 9, "{most} messages in a minute, although {limit} may go");
        })
        .await;
    }
}

#[tokio::test]
async fn what_a_crash_had_leave_for_holds_the_other_up_for_seconds_at_most() {
    world(async |w| {
        w.slack.limits_off(true);
        heard(w, 30).await;
        let ended = w.clock.now() + Duration::seconds(25);
        crash_when(work::settle(&w.app, Duration::seconds(10)), || w.slack.count(POST) > 0).await;
        let other = w.second_instance().await;
        work::settle(&other, Duration::seconds(60)).await.unwrap();
        let messages = w.slack.messages();
        assert_eq!(messages.len(), 30);
        let last = messages.iter().map(|message| message.at).max().unwrap();
        assert!(last < ended, "{last}: a lease and no more");
    })
    .await;
}

#[tokio::test]
async fn leave_that_nobody_used_is_given_back() {
    world_with(&[("CERTS_SLACK_MESSAGES_PER_MINUTE", "60")], async |w| {
        w.slack.limits_off(true);
        let closed = heard(w, 40).await;
        w.slack.fail_next(POST, 1, Fault::RateLimited(60));
        work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        let may_go = posts(w)[0] + Duration::seconds(60);
        // Forty for whom there is nothing left to do when their turn comes, and then Alice.
        w.okta.close(&closed);
        begun(w, "Later", &[(&w.company.alice, 1)]);
        w.hear().await;
        w.settle().await;
        let messages = w.slack.messages();
        assert_eq!(messages.len(), 1);
        assert!(messages[0].at - may_go < Duration::seconds(2), "{} after {may_go}", messages[0].at);
    })
    .await;
}

#[tokio::test]
async fn a_429_that_one_of_them_met_is_obeyed_by_both() {
    world(async |w| {
        let other = w.second_instance().await;
        heard(w, 6).await;
        w.slack.fail_next(POST, 1, Fault::RateLimited(40));
        work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        assert_eq!(w.slack.count(POST), 1);
        work::settle(&other, Duration::seconds(5)).await.unwrap();
        assert_eq!(w.slack.count(POST), 1, "the other one did not know of it");
        deliver_both(w, &other).await;
        let posts = posts(w);
        assert_eq!(posts.len(), 7, "one was refused, then one for each");
        assert!(posts[1] - posts[0] >= Duration::seconds(40), "{posts:?}");
    })
    .await;
}

#[tokio::test]
async fn one_that_had_leave_already_hears_of_a_429_before_it_sends() {
    world_with(&[("CERTS_SLACK_MESSAGES_PER_MINUTE", "60000")], async |w| {
        w.slack.limits_off(true);
        let other = w.second_instance().await;
        heard(w, 201).await;
        planned(w).await;
        let mut sending = Box::pin(deliver::step(&other));
        freeze_when(&mut sending, async || w.outbox().await.iter().any(|row| row.leased_by.is_some())).await;
        w.slack.fail_next(POST, 1, Fault::RateLimited(40));
        deliver::step(&w.app).await.unwrap();
        assert_eq!(w.slack.count(POST), 1, "the last, which was refused");
        let progress = sending.await.unwrap();
        assert_eq!(w.slack.count(POST), 1, "two hundred had been claimed before");
        assert_eq!(progress, Progress::Until(w.clock.now() + Duration::seconds(40)));
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 201);
    })
    .await;
}

#[tokio::test]
async fn a_429_outlives_a_restart() {
    world(async |w| {
        heard(w, 3).await;
        w.slack.fail_next(POST, 1, Fault::RateLimited(300));
        work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        w.restart().await;
        w.go_to("2026-09-01 08:03").await;
        assert_eq!(w.slack.count(POST), 1, "it was asked again within the five minutes");
        w.go_to("2026-09-01 08:06").await;
        assert_eq!(w.slack.messages().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn one_person_gets_at_most_one_message_a_second_from_both_of_them() {
    world(async |w| {
        let other = w.second_instance().await;
        for name in ["One", "Two", "Three", "Four", "Five", "Six"] {
            begun(w, name, &[(&w.company.alice, 1), (&w.company.bob, 1)]);
        }
        w.okta.send_hooks().await.unwrap();
        planned(w).await;
        deliver_both(w, &other).await;
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
async fn what_the_workspace_takes_is_learned_from_its_refusals_and_kept_to_by_both() {
    world_with(&[("CERTS_SLACK_MESSAGES_PER_MINUTE", "1000")], async |w| {
        for method in ["users.lookupByEmail", "users.list"] {
            w.slack.set_rate_limit(method, 100_000);
        }
        w.slack.set_rate_limit(POST, 100);
        let other = w.second_instance().await;
        heard(w, 600).await;
        planned(w).await;
        let begun = w.clock.now();
        deliver_both(w, &other).await;
        let took = w.clock.now() - begun;
        assert_eq!(w.slack.messages().len(), 600);
        // Six minutes' worth; a window of Slack's begins with a burst, so it can be done in a little more than five.
        assert!(took < Duration::minutes(7), "{took}");
        let refused = posts(w).len() - 600;
        assert!(refused <= 60, "{refused} were refused: more than a tenth");
    })
    .await;
}

#[tokio::test]
async fn what_takes_longer_to_prepare_than_leave_is_good_for_takes_leave_anew() {
    world(async |w| {
        w.slack.limits_off(true);
        heard(w, 4).await;
        planned(w).await;
        let mut sending = Box::pin(deliver::step(&w.app));
        let is_held = async || w.outbox().await.iter().any(|row| row.leased_by.is_some());
        freeze_when(&mut sending, is_held).await;
        w.clock.advance_to(w.clock.now() + Duration::seconds(4));
        sending.await.unwrap();
        assert_eq!(w.slack.messages().len(), 4, "a slow machine must not keep messages from ever going");
    })
    .await;
}
