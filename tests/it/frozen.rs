//! An instance that is frozen for longer than its lease, and goes on as if nothing had happened.

use std::pin::Pin;
use std::task::Poll;

use certs::flow::{Progress, deliver, intake};
use certs::work;
use chrono::Duration;
use entity::notification_log::Model;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::{World, freeze_when, impatient_world, world};

/// Longer than a lease.
const FROZEN: Duration = Duration::seconds(25);

/// Goes on with the work until it has waited so many times for somebody else. False when it is done before.
async fn frozen_after<W: Future>(waits: usize, work: &mut Pin<Box<W>>) -> bool {
    let mut waited = 0;
    std::future::poll_fn(|context| {
        if waited == waits {
            return Poll::Ready(true);
        }
        waited += 1;
        if work.as_mut().poll(context).is_ready() { Poll::Ready(false) } else { Poll::Pending }
    })
    .await
}

/// Somebody whom nobody here knows is to be told of a campaign, and nobody is at it. They are looked up in Slack once their
/// notice is claimed: a wait that no machine is too fast or too slow for.
async fn one_more(w: &World, name: &str) {
    let campaign = w.crowd(name, 1);
    w.okta.launch(&campaign.id);
    assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
    while intake::step(&w.app).await.unwrap() == Progress::Busy {}
}

#[tokio::test]
async fn wherever_it_is_frozen_everything_is_said_once() {
    impatient_world(async |w| {
        let other = w.second_instance().await;
        let mut told = 0;
        // From the claim on, through the look-up, into the send; and while it lasts. How often it waits in each is for the
        // machine to say.
        let from_the_claim = (0..32).step_by(4).map(|waits| ("planned", waits));
        for (state, waits) in from_the_claim.chain((0..8).map(|waits| ("sending", waits))) {
            one_more(w, &format!("Campaign{told}")).await;
            let mut sending = Box::pin(deliver::step(&w.app));
            let is_held = |row: &Model| row.leased_by.is_some() && row.state == state;
            freeze_when(&mut sending, async || w.outbox().await.iter().any(is_held)).await;
            if frozen_after(waits, &mut sending).await {
                w.clock.advance_to(w.clock.now() + FROZEN);
                let outcome = work::settle(&other, Duration::seconds(60)).await;
                // Who is frozen in a transaction keeps an SQLite file from everybody.
                assert!(outcome.is_ok() || w.database.is_sqlite(), "{outcome:?}");
                sending.await.unwrap();
            }
            w.settle().await;
            told += 1;
            assert_eq!(w.slack.messages().len(), told, "frozen when {state}, after {waits} waits");
        }
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_stands_still_is_ended_by_postgresql() {
    world(async |w| {
        if w.database.is_sqlite() {
            println!("skipped: an SQLite file is for one instance");
            return;
        }
        let asked = "SELECT current_setting('idle_in_transaction_session_timeout') AS rest";
        let asked = Statement::from_string(DbBackend::Postgres, asked);
        let answer = w.app.store.db.query_one_raw(asked).await.unwrap().unwrap();
        // Whoever is frozen in one would keep its locks from the others, and their messages from people.
        assert_eq!(answer.try_get::<String>("", "rest").unwrap(), "5s");
    })
    .await;
}
