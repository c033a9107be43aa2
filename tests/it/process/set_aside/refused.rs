//! What is no database for these commands, and what is no command.

use certs::boot;
use certs::store::Store;
use sea_orm::ConnectionTrait;

use super::super::place::Place;
use super::Terminal;
use crate::support::Database;

const COMMANDS: &[&str] =
    &["outbox list", "outbox retry 1", "outbox discard 1", "inbox list", "inbox retry 1"];

#[tokio::test]
async fn a_schema_that_is_not_current_is_refused_and_left_as_it_is() {
    let terminal = Terminal::new().await;
    // As before the newest step.
    let newest = "DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)";
    terminal.store.db.execute_unprepared(newest).await.unwrap();
    for command in COMMANDS {
        let outcome = terminal.run(command).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{command}");
        assert!(
            outcome.stderr.contains("older than this version of certs; nothing was changed"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains("`certs migrate`"), "{}", outcome.stderr);
    }
    assert!(!terminal.store.is_ready().await.unwrap(), "it was migrated");
    terminal.end().await;
}

#[tokio::test]
async fn a_schema_that_is_newer_is_refused_and_left_as_it_is() {
    let terminal = Terminal::new().await;
    let newer =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_of_tomorrow', 0)";
    terminal.store.db.execute_unprepared(newer).await.unwrap();
    for command in COMMANDS {
        let outcome = terminal.run(command).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{command}");
        assert!(outcome.stderr.contains("newer than this version of certs"), "{}", outcome.stderr);
    }
    terminal.end().await;
}

#[tokio::test]
async fn an_empty_database_is_refused_and_gets_none_of_our_tables() {
    boot::choose_cryptography();
    let database = Database::create().await;
    let store = Store::connect(&database.url.clone().into()).await.unwrap();
    let place = Place::new().set("DATABASE_URL", &database.url);
    for command in COMMANDS {
        let words: Vec<&str> = command.split(' ').collect();
        let outcome = place.run(&words).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{command}");
        assert!(outcome.stderr.contains("nothing was changed"), "{}", outcome.stderr);
    }
    assert!(store.db.execute_unprepared("SELECT * FROM notification_log").await.is_err());
    store.close().await;
    database.remove().await;
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_made() {
    let place = Place::new();
    for command in COMMANDS {
        let words: Vec<&str> = command.split(' ').collect();
        let outcome = place.run(&words).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{command}");
        assert!(
            outcome.stderr.starts_with("certs: DATABASE_URL cannot be connected to"),
            "{}",
            outcome.stderr
        );
        assert!(!place.has("certs.db"), "{command} made a database");
    }
}

#[tokio::test]
async fn what_is_not_said_in_full_is_refused_with_the_usage() {
    let place = Place::new();
    for line in [
        "outbox",
        "inbox",
        "outbox retry",
        "outbox discard",
        "inbox retry",
        "inbox discard",
        "outbox retry 1 --all-failed",
        "outbox retry 1 --campaign x",
        "outbox list --state lost",
        "inbox list --state sent",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let outcome = place.run(&words).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""), "{line}");
        assert!(
            outcome.stderr.contains("Usage: certs") || outcome.stderr.contains("possible values"),
            "{line}: {}",
            outcome.stderr
        );
    }
}

#[tokio::test]
async fn help_has_examples() {
    for line in
        ["outbox list", "outbox retry", "outbox discard", "inbox list", "inbox retry", "inbox discard"]
    {
        let words: Vec<&str> = line.split(' ').chain(["--help"]).collect();
        let outcome = Place::new().run(&words).await;
        assert_eq!(outcome.status, Some(0));
        assert!(
            outcome.stdout.contains("Examples:\n") && outcome.stdout.contains(&format!("certs {line}")),
            "{}",
            outcome.stdout
        );
    }
}
