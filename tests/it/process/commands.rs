//! What is said on the command line, and how it ends.

use std::net::TcpListener;

use certs::config::SETTINGS;

use super::place::{Outcome, Place};
use crate::support::Database;

/// A person is told in a sentence of ours, without a trace of where in the code it came from.
#[track_caller]
fn is_a_sentence(outcome: &Outcome) {
    let text = &outcome.stderr;
    assert!(text.lines().any(|line| line.starts_with("certs: ")), "{text}");
    assert!(
        !["panicked", "stack backtrace", "RUST_BACKTRACE"].iter().any(|trace| text.contains(trace)),
        "{text}"
    );
}

#[tokio::test]
async fn version_is_that_of_the_package() {
    let outcome = Place::new().run(&["--version"]).await;
    assert_eq!((outcome.status, outcome.stdout), (Some(0), format!("certs {}\n", env!("CARGO_PKG_VERSION"))));
}

#[tokio::test]
async fn a_word_that_is_no_command_is_refused() {
    for arguments in [&["server"][..], &[], &["serve", "--port", "80"]] {
        let outcome = Place::new().run(arguments).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(outcome.stderr.contains("Usage: certs"), "{}", outcome.stderr);
    }
}

#[tokio::test]
async fn without_settings_every_missing_one_is_named_at_once() {
    let outcome = Place::new().run(&["serve"]).await;
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""));
    is_a_sentence(&outcome);
    for setting in SETTINGS {
        let is_named = outcome.stderr.contains(&format!("{} is not set; expected", setting.name));
        assert_eq!(is_named, setting.default.is_none(), "{} in {}", setting.name, outcome.stderr);
    }
}

#[tokio::test]
async fn migrating_an_empty_database_and_migrating_it_again_is_fine() {
    let database = Database::create().await;
    let place = Place::new().set("DATABASE_URL", &database.url);
    for _ in 0..2 {
        let outcome = place.run(&["migrate"]).await;
        assert_eq!(
            (outcome.status, outcome.stdout.as_str()),
            (Some(0), "certs: the database is up to date\n")
        );
        assert_eq!(outcome.stderr, "");
    }
    database.remove().await;
}

#[tokio::test]
async fn of_several_that_bring_an_empty_database_up_to_date_at_the_same_time_each_succeeds() {
    let database = Database::create().await;
    let place = || Place::new().set("DATABASE_URL", &database.url);
    let places = [place(), place(), place(), place()];
    let all = places.iter().map(|place| place.run(&["migrate"]));
    for outcome in futures_util::future::join_all(all).await {
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    }
    let outcome = place().run(&["verify"]).await;
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "its schema is the current one");
    database.remove().await;
}

#[tokio::test]
async fn an_address_that_is_taken_is_named_with_its_setting() {
    let database = Database::create().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::new().complete().with(&[("DATABASE_URL", &database.url), ("CERTS_LISTEN", &address)]);
    let outcome = place.run(&["serve"]).await;
    assert_eq!(outcome.status, Some(1));
    is_a_sentence(&outcome);
    assert!(
        outcome.stderr.contains(&format!("CERTS_LISTEN {address} cannot be bound")),
        "{}",
        outcome.stderr
    );
    database.remove().await;
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_reported_without_its_password() {
    let table = [
        "postgres://certs:Pelikan@127.0.0.1:1/certs",
        "sqlite://no/such/directory/certs.db?mode=rwc",
        "sqlite://certs.db?mode=ro",
    ];
    for (url, command) in table.iter().flat_map(|url| [(url, "serve"), (url, "migrate")]) {
        let outcome = Place::new().complete().set("DATABASE_URL", url).run(&[command]).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""), "{command} with {url}");
        is_a_sentence(&outcome);
        let text = &outcome.stderr;
        assert!(text.contains("DATABASE_URL cannot be connected to: "), "{text}");
        assert_eq!(
            text.matches("the database failed").count(),
            1,
            "it says the same again and again: {text}"
        );
        assert!(!text.contains("Pelikan"), "{text}");
        let refuses = text.contains("no connection could be had in time; it is away, refuses connections");
        assert_eq!(refuses, url.starts_with("postgres"), "{text}");
    }
}

#[tokio::test]
async fn a_database_url_that_is_none_is_refused_without_the_password_in_it() {
    for rest in
        ["certs:Pelikan@127.0.0.1:port/certs", "certs:Peli/Pelikan@db/certs", "certs:Peli#Pelikan@db/certs"]
    {
        let url = format!("postgres://{rest}");
        for command in ["serve", "migrate"] {
            let outcome = Place::new().complete().set("DATABASE_URL", &url).run(&[command]).await;
            assert!(!outcome.stderr.contains("Peli"), "{}", outcome.stderr);
            assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""), "{command} with {url}");
            assert!(
                outcome.stderr.contains("DATABASE_URL is not understood; expected "),
                "{}",
                outcome.stderr
            );
        }
    }
}
