//! The database: away, empty, older, newer, read-only, slow.

use std::time::Duration;

use certs::clock::{Clock, FastClock};
use certs::doctor::Level;
use sea_orm::ConnectionTrait;

use super::{by, examine, level, says};
use crate::support::{Database, World, world};

async fn execute(w: &World, statement: &str) {
    w.app.store.db.execute_unprepared(statement).await.unwrap();
}

#[tokio::test]
async fn it_is_away() {
    world(async |w| {
        let report = examine(w, &[("DATABASE_URL", "postgres://certs:Pelikan@127.0.0.1:1/certs")]).await;
        says!(w, report, "database.reachable", "database_away");
        says!(w, report, "database.schema", "waits_for_the_database");
        assert!(!format!("{report:?}").contains("Pelikan"));
        let report = examine(w, &[("DATABASE_URL", "sqlite://no/such/folder/certs.db?mode=rwc")]).await;
        says!(w, report, "database.reachable", "database_nowhere");
        let report = examine(w, &[("DATABASE_URL", "sqlite://not-there-yet.db?mode=rwc")]).await;
        says!(w, report, "database.reachable", "database_missing");
    })
    .await;
}

#[tokio::test]
async fn its_schema_is_empty_older_or_newer() {
    world(async |w| {
        let empty = Database::create().await;
        let connection = sea_orm::Database::connect(&empty.url).await.unwrap();
        let report = examine(w, &[("DATABASE_URL", &empty.url)]).await;
        says!(w, report, "database.schema", "schema_empty");
        connection.close().await.unwrap();
        empty.remove().await;
        execute(w, "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20270301_000099_colour', 1803859200)").await;
        says!(w, examine(w, &[]).await, "database.schema", "schema_newer");
        execute(w, "DELETE FROM seaql_migrations WHERE version LIKE '%000099%' OR version LIKE '%000005%'").await;
        let report = examine(w, &[]).await;
        says!(w, report, "database.schema", "schema_older");
        says!(w, report, "database.write", "waits_for_the_schema");
    })
    .await;
}

#[tokio::test]
async fn it_takes_nothing() {
    world(async |w| {
        let url = w.database.url.replace("mode=rwc", "mode=ro");
        if !w.database.is_sqlite() {
            w.database.on_server("ALTER DATABASE {} SET default_transaction_read_only = on").await;
        }
        let report = examine(w, &[("DATABASE_URL", &url)]).await;
        says!(w, report, "database.write", "database_read_only");
        assert_eq!(level(&report, "database.schema"), Level::Ok);
        if !w.database.is_sqlite() {
            w.database.on_server("ALTER DATABASE {} SET default_transaction_read_only = off").await;
        }
    })
    .await;
}

#[tokio::test]
async fn it_is_far_away() {
    world(async |w| {
        // By this clock a tenth of a millisecond lasts a second. What it took differs from run to run.
        let clock = Clock::Fast(FastClock::starting_at(w.clock.now(), 10_000));
        let report = by(w, &[], clock, Duration::from_hours(24)).await;
        says!(w, report, "database.latency", "database_slow");
    })
    .await;
}
