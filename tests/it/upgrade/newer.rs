//! A database that a newer version has brought up to date: an old instance that runs goes on, and none starts.

use sea_orm::{ConnectionTrait, Database as Connection};

use crate::process::Place;
use crate::support::campaigns::begun;
use crate::support::{Database, World, world};

/// What a version of next year might do: it adds.
const NEXT_YEARS: &[&str] = &[
    "ALTER TABLE campaign ADD COLUMN colour text",
    "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20270301_000099_colour', 1803859200)",
];

/// What a person reads then.
const REFUSAL: &str = "certs: the schema cannot be brought up to date: a newer version of Certs has taken it further \
     (this version does not know its step m20270301_000099_colour). Nothing was changed: start the newer version, or \
     restore a backup from before the upgrade";

async fn execute(url: &str, statements: &[&str]) {
    let db = Connection::connect(url).await.unwrap();
    for statement in statements {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
}

async fn ready(w: &World) -> (u16, String) {
    let answer = w.http.get(format!("{}/readyz", w.base)).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn an_old_instance_stays_ready_and_works_beside_the_newer_schema() {
    world(async |w| {
        begun(w, "Before", &[(&w.company.alice, 1)]);
        w.hear().await;
        execute(&w.database.url, NEXT_YEARS).await;
        assert_eq!(ready(w).await, (200, "ready\n".to_owned()));
        begun(w, "After", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
        w.hear().await;
        assert_eq!((w.inbox_of(&w.company.alice).len(), w.inbox_of(&w.company.bob).len()), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn an_instance_whose_step_is_missing_is_not_ready() {
    world(async |w| {
        execute(&w.database.url, &["DELETE FROM seaql_migrations WHERE version LIKE '%000005%'"]).await;
        assert_eq!(ready(w).await.0, 503);
        execute(&w.database.url, &["DROP TABLE seaql_migrations"]).await;
        assert_eq!(ready(w).await.0, 503);
    })
    .await;
}

#[tokio::test]
async fn a_start_is_refused_in_a_sentence_and_changes_nothing() {
    let database = Database::create().await;
    let place = Place::new().complete().set("DATABASE_URL", &database.url);
    assert_eq!(place.run(&["migrate"]).await.status, Some(0));
    // A step of ours is missing beside it: were the schema not refused, that one would be made up for.
    execute(&database.url, NEXT_YEARS).await;
    execute(
        &database.url,
        &["DROP TABLE schedule_state", "DELETE FROM seaql_migrations WHERE version LIKE '%000005%'"],
    )
    .await;
    for command in ["migrate", "serve"] {
        let outcome = place.run(&[command]).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{command}: {}", outcome.stderr);
        let said: Vec<&str> = outcome.stderr.lines().filter(|line| line.starts_with("certs: ")).collect();
        assert_eq!(said, [REFUSAL], "{command}");
    }
    let db = Connection::connect(&database.url).await.unwrap();
    assert!(db.execute_unprepared("SELECT * FROM schedule_state").await.is_err(), "a step was made up for");
    db.close().await.unwrap();
    database.remove().await;
}
