//! What comes at the same time is stored together, and yet each sender hears of its own alone.

use certs::store::Result;
use certs::store::inbox::{IGNORED, Incoming};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend};
use serde_json::{Value, json};

use crate::support::{Log, World, impatient_world, world};

/// What the log says at each commit.
const COMMITTED: &str = "Took events in";

/// An event of no interest, so that nothing follows from it.
fn event(id: &str) -> Incoming {
    Incoming {
        source: "okta",
        uuid: id.to_owned(),
        kind: "user.session.start".to_owned(),
        campaign_id: None,
        payload: "{}".to_owned(),
        state: IGNORED,
    }
}

/// Brings such events as one sender.
async fn bring(w: &World, ids: &[String]) -> Result<()> {
    let events = ids.iter().map(|id| event(id)).collect();
    w.app.intake.store(&w.app.store, &w.app.tasks, events, w.clock.now()).await
}

/// The ids of what is stored, in order.
async fn stored(w: &World) -> Vec<String> {
    let mut ids: Vec<String> = w.events().await.into_iter().map(|event| event.event_uuid).collect();
    ids.sort();
    ids
}

fn ids(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("event-{number:05}")).collect()
}

#[tokio::test]
async fn many_senders_are_few_commits_and_each_event_is_stored_once() {
    world(async |w| {
        let log = Log::begin();
        // Each event comes twice, as after a time-out.
        let senders: Vec<Vec<String>> = (0..100).map(|number| ids(number..number + 2)).collect();
        let outcomes = join_all(senders.iter().map(|ids| bring(w, ids))).await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(log.count(COMMITTED), 1, "{}", log.text());
        assert_eq!(stored(w).await, ids(0..101));
    })
    .await;
}

#[tokio::test]
async fn no_commit_grows_without_end() {
    world(async |w| {
        let log = Log::begin();
        let senders: Vec<Vec<String>> = (0..5).map(|number| ids(number * 900..(number + 1) * 900)).collect();
        let outcomes = join_all(senders.iter().map(|ids| bring(w, ids))).await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert_eq!(log.count(COMMITTED), 3, "two of 900 are as many as go together: {}", log.text());
        assert_eq!(stored(w).await, ids(0..4500));
        // One that is larger alone is stored all the same.
        bring(w, &ids(10_000..12_500)).await.unwrap();
        assert_eq!(stored(w).await.len(), 7_000);
    })
    .await;
}

#[tokio::test]
async fn a_hook_that_cannot_be_stored_takes_no_neighbour_along() {
    world(async |w| {
        refuse(w, "poison").await;
        let mixed = ["poison".to_owned(), "beside it".to_owned()];
        let senders: [&[String]; 4] = [&ids(0..3), &mixed, &ids(3..5), &[]];
        let outcomes = join_all(senders.map(|ids| bring(w, ids))).await;
        let accepted: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
        assert_eq!(accepted, [true, false, true, true], "{outcomes:?}");
        assert_eq!(stored(w).await, ids(0..5), "of the refused one nothing is stored");

        let told = |id: &str| vec![json!({ "uuid": id, "eventType": "user.session.start" })];
        let hooks: Vec<Vec<Value>> = ["before", "poison", "after"].iter().map(|id| told(id)).collect();
        let statuses = join_all(hooks.iter().map(|events| w.okta.send_events(events))).await;
        let statuses: Vec<u16> = statuses.into_iter().map(|status| status.unwrap()).collect();
        assert_eq!(statuses, [204, 503, 204]);
        assert_eq!(stored(w).await.len(), 7);
    })
    .await;
}

/// The database refuses the event of this id.
async fn refuse(w: &World, id: &str) {
    let db = &w.app.store.db;
    let statements: &[&str] = match db.get_database_backend() {
        DbBackend::Postgres => &[
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF NEW.event_uuid = '{id}' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER refusing BEFORE INSERT ON inbox_event FOR EACH ROW EXECUTE FUNCTION refuse()",
        ],
        _ => &["CREATE TRIGGER refusing BEFORE INSERT ON inbox_event WHEN NEW.event_uuid = '{id}'
                BEGIN SELECT RAISE(ABORT, 'refused'); END"],
    };
    for statement in statements {
        db.execute_unprepared(&statement.replace("{id}", id)).await.unwrap();
    }
}

#[tokio::test]
async fn a_sender_that_goes_away_leaves_nothing_and_takes_nobody_along() {
    world(async |w| {
        let (gone, stays) = (ids(0..1), ids(1..2));
        assert!(bring(w, &gone).now_or_never().is_none(), "it waits for its commit");
        bring(w, &stays).await.unwrap();
        assert_eq!(stored(w).await, stays);
        // It asks again.
        bring(w, &gone).await.unwrap();
        assert_eq!(stored(w).await, ids(0..2));
    })
    .await;
}

#[tokio::test]
async fn while_the_database_is_locked_all_hear_so_and_their_retries_are_stored() {
    impatient_world(async |w| {
        let mut options = ConnectOptions::new(&w.database.url);
        options.max_connections(1).sqlx_logging(false);
        let other = Database::connect(options).await.unwrap();
        let lock: &[&str] = if w.database.is_sqlite() {
            &["BEGIN IMMEDIATE"]
        } else {
            &["BEGIN", "LOCK TABLE inbox_event IN EXCLUSIVE MODE"]
        };
        for statement in lock {
            other.execute_unprepared(statement).await.unwrap();
        }
        let hooks: Vec<Vec<Value>> = (0..20)
            .map(|number| {
                vec![json!({ "uuid": format!("event-{number:05}"), "eventType": "user.session.start" })]
            })
            .collect();
        let send = async || {
            let statuses = join_all(hooks.iter().map(|events| w.okta.send_events(events))).await;
            statuses.into_iter().map(|status| status.unwrap()).collect::<Vec<u16>>()
        };
        assert_eq!(send().await, [503; 20]);
        other.execute_unprepared("ROLLBACK").await.unwrap();
        assert_eq!(send().await, [204; 20]);
        assert_eq!(stored(w).await, ids(0..20));
        other.close().await.unwrap();
    })
    .await;
}
