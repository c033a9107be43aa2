//! An instance that is frozen for longer than its lease, and goes on as if nothing had happened.

use std::pin::Pin;
use std::task::Poll;

use certs::flow::{Progress, deliver, intake};
use certs::work;
use chrono::Duration;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::campaigns::begun;
use crate::support::{World, freeze_when, world};

/// Longer than a lease.
const FROZEN: Duration = Duration::seconds(25);

/// Goes on with the work until it has waited so many times for somebody else. False when it is done before.
async fn frozen_after<W: Future>(waits: usize, work: &mut Pin<Box<W>>) -> bool {
    let mut waited = 0;
    std::future::poll_fn(|context| {
        if work.as_mut().poll(context).is_ready() {
            return Poll::Ready(false);
        }
        waited += 1;
        if waited < waits { Poll::Pending } else { Poll::Ready(true) }
    })
    .await
}

/// Alice is to be told of one campaign more, and nobody is at it.
async fn one_more(w: &World, name: &str) {
    // Not within a second of the one before.
    w.clock.advance_to(w.clock.now() + Duration::seconds(5));
    begun(w, name, &[(&w.company.alice, 1)]);
    assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
    while intake::step(&w.app).await.unwrap() == Progress::Busy {}
}

#[tokio::test]
async fn wherever_it_is_frozen_everything_is_said_once() {
    world(async |w| {
        let other = w.second_instance().await;
        let mut told = 0;
        loop {
            one_more(w, &format!("Campaign {told}")).await;
            let mut sending = Box::pin(deliver::step(&w.app));
            freeze_when(&mut sending, async || w.outbox().await.iter().any(|row| row.leased_by.is_some()))
                .await;
            let is_frozen = frozen_after(told + 1, &mut sending).await;
            if is_frozen {
                w.clock.advance_to(w.clock.now() + FROZEN);
                let outcome = work::settle(&other, Duration::seconds(60)).await;
                // Who is frozen in a transaction keeps an SQLite file from everybody.
                assert!(outcome.is_ok() || w.database.is_sqlite(), "{outcome:?}");
                sending.await.unwrap();
            }
            w.settle().await;
            told += 1;
            assert_eq!(w.inbox_of(&w.company.alice).len(), told, "frozen after {told} waits");
            if !is_frozen {
                break;
            }
        }
        assert!(told > 5, "it was done after {told} waits");
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
