//! A short run, on what the other tests run on: SQLite, or the server that `CERTS_TEST_POSTGRES` names.

use std::process::Command;

/// Not a run for proof, but one that shows in half a minute that whoever is killed loses and repeats nothing.
const RUN: &[&str] = &["--kills", "15", "--reviewers", "60"];

#[test]
fn nothing_is_lost_and_nothing_is_said_twice() {
    let mut run = Command::new(env!("CARGO_BIN_EXE_killtest"));
    run.args(RUN).args(["--on", kind()]);
    let outcome = run.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(outcome.status.success(), "{}{}", text(&outcome.stdout), text(&outcome.stderr));
}

#[expect(clippy::disallowed_methods, reason = "what the tests run on is no setting of the service")]
fn kind() -> &'static str {
    match std::env::var("CERTS_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => "postgres",
        _ => "sqlite",
    }
}
