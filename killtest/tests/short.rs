//! Short runs, on what the other tests run on: SQLite, or the server that `CERTS_TEST_POSTGRES` names.

#![cfg(test)]

use std::process::{Command, Output};

/// Not a run for proof, but one that shows in half a minute that whoever is killed loses and repeats nothing.
const RUN: &[&str] = &["--kills", "15", "--reviewers", "60"];
/// The same of two instances of which one is killed or frozen while the other lives on.
const RUN_OF_TWO: &[&str] = &["--kills", "6", "--reviewers", "40", "--instances", "2", "--freezes", "1"];

#[test]
fn nothing_is_lost_and_nothing_is_said_twice() {
    let kind = if on_postgres() { "postgres" } else { "sqlite" };
    succeeds(&run(&[RUN, &["--on", kind]].concat()));
}

#[test]
fn of_two_instances_one_is_killed_or_frozen_and_the_other_takes_over() {
    if !on_postgres() {
        println!("skipped: two instances need PostgreSQL, and CERTS_TEST_POSTGRES is not set");
        return;
    }
    succeeds(&run(&[RUN_OF_TWO, &["--on", "postgres"]].concat()));
}

#[test]
fn what_cannot_be_run_is_said_plainly() {
    for (arguments, why) in [
        (RUN_OF_TWO, "--instances 2 needs --on postgres: an SQLite file is for one"),
        (&["--freezes", "1"], "--freezes needs --instances 2: nobody takes over from one who is alone"),
    ] {
        let outcome = run(arguments);
        assert_eq!(outcome.status.code(), Some(2));
        assert!(text(&outcome.stderr).contains(why), "{}", text(&outcome.stderr));
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_killtest")).args(arguments).output().unwrap()
}

fn succeeds(outcome: &Output) {
    let said = text(&outcome.stdout);
    assert!(outcome.status.success(), "{said}{}", text(&outcome.stderr));
    println!("{said}");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[expect(clippy::disallowed_methods, reason = "what the tests run on is no setting of the service")]
fn on_postgres() -> bool {
    std::env::var("CERTS_TEST_POSTGRES").is_ok_and(|url| !url.is_empty())
}
