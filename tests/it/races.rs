//! Things that happen at the same time, in the wrong order, or a little later than they should.

use certs::domain::campaign::{Campaign as Known, Status};
use certs::domain::person::Person;
use certs::domain::review::{Review, Reviewer as Who, UNREVIEWED, USER};
use certs::flow::{Progress, poll, sweep};
use certs::store::{campaigns, people, reviews};
use certs::work;
use chrono::Duration;
use sandbox::{Campaign, Fault, Reviewer};
use serde_json::json;

use crate::support::campaigns::begun;
use crate::support::{World, at, freeze_when, world, world_with};

/// A campaign in which Alice has so many items, launched and told of.
async fn launched(w: &World, items: usize) -> (Campaign, Vec<String>) {
    let campaign = Campaign::new("Race", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    let ids = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), items);
    w.okta.launch(&campaign.id);
    w.hear().await;
    (campaign, ids)
}

#[tokio::test]
async fn a_restart_sweeps_at_once_for_what_was_missed() {
    world(async |w| {
        w.settle().await;
        let campaign = w.crowd("Missed", 2);
        w.okta.set_status(&campaign.id, "ACTIVE");
        w.clock.advance_to(w.clock.now() + Duration::minutes(2));
        w.restart().await;
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_reassignment_that_okta_shows_late_is_told_with_its_giver() {
    world(async |w| {
        let (_, ids) = launched(w, 3).await;
        let (alice, bob) = (&w.company.alice, &w.company.bob);
        w.okta.reassign(&ids[..1], &alice.okta, &bob.okta, "on leave");
        // The event is out, and the API still shows Alice.
        w.okta.reassign_quietly(&ids[..1], &bob.okta, &alice.okta, "lag");
        w.okta.send_hooks().await.unwrap();
        work::settle(&w.app, Duration::seconds(3)).await.unwrap();
        w.okta.reassign_quietly(&ids[..1], &alice.okta, &bob.okta, "on leave");
        w.settle().await;
        assert_eq!(w.inbox_of(bob).len(), 1);
        assert!(w.inbox_of(bob)[0].starts_with("Alice Ng handed you 1 review in "), "{:?}", w.inbox_of(bob));
    })
    .await;
}

#[tokio::test]
async fn the_note_of_a_large_handover_is_told_too() {
    world(async |w| {
        let (_, ids) = launched(w, 30).await;
        w.okta.reassign(&ids[..25], &w.company.alice.okta, &w.company.bob.okta, "parental leave");
        w.hear().await;
        assert!(w.last_to(&w.company.bob).as_text().join("\n").contains("parental leave"));
    })
    .await;
}

#[tokio::test]
async fn two_reads_of_a_campaign_side_by_side_lose_no_item() {
    world(async |w| {
        let (now, db) = (w.clock.now(), &w.app.store.db);
        let campaign = Known {
            id: "ici1".into(),
            name: "Two reads".into(),
            description: None,
            status: Status::Active,
            starts_at: now,
            ends_at: None,
            owner_id: None,
            silence_revokes: false,
            recurring_parent: None,
            is_recurring_plan: false,
        };
        campaigns::upsert(db, &campaign, now, now.date_naive()).await.unwrap();
        let item = Review {
            id: "icr1".into(),
            campaign_id: "ici1".into(),
            reviewer: Who { kind: USER.into(), id: Some("00u1".into()), name: None },
            level: "FIRST".into(),
            decision: UNREVIEWED.into(),
            note: None,
        };
        let items = [item];
        let older = campaigns::begin_read(db, "ici1").await.unwrap();
        let newer = campaigns::begin_read(db, "ici1").await.unwrap();
        for number in [newer, older] {
            reviews::apply(db, &items, number, now).await.unwrap();
        }
        // What one of them stored is seen for both.
        for number in [older, newer] {
            let unseen = reviews::unseen(&w.app.store, "ici1", number, false, |_| false).await.unwrap();
            assert!(unseen.is_empty());
        }
        // Nothing is stored of what the newest lets pass: only that one knows of it.
        let newest = campaigns::begin_read(db, "ici1").await.unwrap();
        for (number, knows) in [(older, false), (newer, false), (newest, true)] {
            let tx = w.app.store.begin().await.unwrap();
            assert_eq!(campaigns::hold_newest_read(&tx, "ici1", number).await.unwrap(), knows);
        }
        let unseen = async |passed| {
            reviews::unseen(&w.app.store, "ici1", newest, true, move |_: &str| passed).await.unwrap()
        };
        assert_eq!((unseen(true).await, unseen(false).await), (vec![], vec!["icr1".to_owned()]));
        // What an event told of meanwhile is not gone.
        reviews::apply(db, &items, newest, now).await.unwrap();
        let gone = ["icr1".to_owned()];
        assert!(reviews::remove(db, &gone, newest).await.unwrap().is_empty());
        assert!(reviews::decide(db, &gone, newest, now).await.unwrap().is_empty());
        let left = reviews::find(db, &gone).await.unwrap();
        assert_eq!(left.first().map(|item| item.decision.as_str()), Some(UNREVIEWED));
        campaigns::end(db, "ici1", &Status::Deleted, now).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_read_that_is_overtaken_is_made_again_before_anybody_is_reminded() {
    // Nothing is swept meanwhile: the run itself asks.
    world_with(&[("CERTS_SWEEP_EVERY", "30d")], async |w| {
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        let campaign = begun(w, "Q4", &[(&alice, 1), (&bob, 250)]);
        w.hear().await;
        w.live_through("2026-09-07").await;
        let items = w.okta.reviews(&campaign.id);
        let hers = items.iter().find(|item| item.reviewer == Reviewer::User(alice.okta.clone())).unwrap();
        w.okta.decide(&hers.id, &alice.okta, "APPROVE");
        w.okta.drop_events();
        w.okta.forget_calls();
        w.okta.set_rate_limit_of("reviews", 1);
        w.clock.advance_to(at("2026-09-08 09:00"));
        let overtake = async {
            while w.okta.count("/governance/api/v1/reviews") == 0 {
                tokio::task::yield_now().await;
            }
            campaigns::begin_read(&w.app.store.db, &campaign.id).await.unwrap();
        };
        tokio::join!(w.settle(), overtake);
        w.okta.set_rate_limit_of("reviews", 1_000);
        w.go_to("2026-09-08 09:30").await;
        assert_eq!(w.inbox_of(&alice).len(), 1, "{:?}", w.inbox_of(&alice));
        assert_eq!(w.inbox_of(&bob).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn somebody_who_owns_a_resource_twice_is_stored_once() {
    world(async |w| {
        let twice = Person {
            id: "u1".into(),
            name: "A".into(),
            email: Some("a@acme.example".into()),
            status: "ACTIVE".into(),
        };
        people::upsert(&w.app.store.db, &[twice.clone(), twice], w.clock.now()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_item_that_goes_back_and_forth_within_the_window_is_told_once() {
    world_with(&[("CERTS_REASSIGNMENT_WINDOW", "5m")], async |w| {
        let (_, ids) = launched(w, 3).await;
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        w.okta.reassign(&ids[..1], &alice.okta, &bob.okta, "yours");
        w.okta.send_hooks().await.unwrap();
        work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        for (from, to) in [(&bob, &alice), (&alice, &bob)] {
            w.clock.advance_to(w.clock.now() + Duration::seconds(5));
            w.okta.reassign_quietly(&ids[..1], &from.okta, &to.okta, "quietly");
            w.command(&w.company.dana, "sync").await;
            work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        }
        work::settle(&w.app, Duration::minutes(6)).await.unwrap();
        assert_eq!(w.inbox_of(&bob).len(), 1, "{:?}", w.inbox_of(&bob));
        assert_eq!(w.inbox_of(&alice).len(), 1, "only her launch DM");
    })
    .await;
}

#[tokio::test]
async fn an_outage_of_okta_during_the_run_delays_the_reminders_and_no_longer() {
    world_with(&[("CERTS_SWEEP_EVERY", "1d")], async |w| {
        launched(w, 3).await;
        w.crowd("Not due", 1);
        w.live_through("2026-09-07").await;
        w.clock.advance_to(at("2026-09-08 09:00"));
        w.okta.fail_next("/governance/api/v1/reviews", 100_000, Fault::Status(503));
        work::settle(&w.app, Duration::minutes(3)).await.unwrap();
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        let reminder = w.last_to(&w.company.alice);
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2);
        assert!(reminder.at - healed <= Duration::seconds(40), "{}", reminder.at - healed);
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_cannot_be_understood_holds_up_no_other_reminder() {
    world_with(&[("CERTS_SWEEP_EVERY", "1d")], async |w| {
        launched(w, 3).await;
        let garbled = w.crowd("Garbled", 1);
        w.okta.launch(&garbled.id);
        w.hear().await;
        w.live_through("2026-09-07").await;
        let path = format!("/governance/api/v1/campaigns/{}", garbled.id);
        w.okta.fail_next(&path, usize::MAX, Fault::Garbage);
        w.clock.advance_to(at("2026-09-08 09:00"));
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2);
        // The rest is tried again, and told as soon as it can be.
        w.okta.heal();
        w.go_to("2026-09-08 09:10").await;
        let told = w.outbox().await.into_iter().filter(|row| row.state == "sent");
        let told: Vec<String> = told.map(|row| row.kind).collect();
        assert_eq!(told, ["launch", "launch", "reminder", "owner_digest", "reminder"]);
    })
    .await;
}

#[tokio::test]
async fn who_took_an_item_themselves_is_not_told_though_the_sweep_saw_it_first() {
    world(async |w| {
        let (_, ids) = launched(w, 3).await;
        w.clock.advance_to(w.clock.now() + Duration::seconds(5));
        w.okta.reassign(&ids[..1], &w.company.bob.okta, &w.company.bob.okta, "mine");
        w.command(&w.company.dana, "sync").await;
        work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 0);
    })
    .await;
}

#[tokio::test]
async fn of_two_givers_the_last_one_is_named_in_whatever_order_their_events_come() {
    world(async |w| {
        let (_, ids) = launched(w, 3).await;
        let (alice, bob, carol) = (&w.company.alice, &w.company.bob, &w.company.carol);
        w.okta.reassign(&ids[..1], &alice.okta, &bob.okta, "one");
        w.clock.advance_to(w.clock.now() + Duration::seconds(1));
        w.okta.reassign(&ids[..1], &bob.okta, &carol.okta, "two");
        let mut events = w.okta.take_events();
        events.reverse();
        assert_eq!(w.okta.send_events(&events).await.unwrap(), 204);
        w.settle().await;
        assert_eq!(events[0]["actor"]["displayName"], json!("Bob Marsh"));
        assert!(
            w.inbox_of(carol)[0].starts_with("Bob Marsh handed you 1 review in "),
            "{:?}",
            w.inbox_of(carol)
        );
        assert_eq!(w.inbox_of(bob).len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_sweep_that_is_asked_for_while_one_runs_comes_after_it() {
    world(async |w| {
        const LIST: &str = "/governance/api/v1/campaigns";
        w.settle().await;
        w.clock.advance_to(w.clock.now() + Duration::hours(1));
        while poll::step(&w.app).await.unwrap() == Progress::Busy {}
        w.okta.forget_calls();
        let mut sweeping = Box::pin(sweep::step(&w.app));
        freeze_when(&mut sweeping, async || w.okta.count(LIST) > 0).await;
        // What this one does not see any more.
        w.clock.advance_to(w.clock.now() + Duration::seconds(1));
        sweep::hurry(&w.app).await.unwrap();
        sweeping.await.unwrap();
        let calls = w.okta.count(LIST);
        sweep::step(&w.app).await.unwrap();
        assert_eq!(w.okta.count(LIST), calls * 2, "once more");
        let progress = sweep::step(&w.app).await.unwrap();
        assert!(matches!(progress, Progress::Until(_)), "and not for ever: {progress:?}");
        w.settle().await;
    })
    .await;
}
