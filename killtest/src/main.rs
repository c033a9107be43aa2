//! Kills the real service again and again while campaigns begin, items are handed on and the daily run is due, and then
//! proves from what arrived in Slack that nothing was lost and nothing was said twice. Of two instances on one database
//! one is killed, or frozen for longer than its lease, while the other lives on.
//!
//! ```text
//! cargo build --workspace --locked
//! target/debug/killtest --kills 200 --reviewers 1000
//! scripts/with-postgres target/debug/killtest --kills 200 --reviewers 1000 --on postgres
//! scripts/with-postgres target/debug/killtest --kills 200 --reviewers 1000 --on postgres --instances 2 --freezes 3
//! ```
//!
//! It ends with 0 when every fact was told exactly once, with 1 when it was not, with 2 when it could not be run.
//! The same `--seed` repeats the deeds and the moments; how far a process gets until then is the machine's.

mod child;
mod crowd;
mod earlier;
mod fleet;
mod healing;
mod hooks;
mod lives;
mod moment;
mod options;
mod place;
mod run;
mod story;
mod verdict;

use std::process::ExitCode;

use clap::Parser;

use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    // Dropping the run kills the service, which would outlive us otherwise.
    let outcome = tokio::select! {
        outcome = run::run(&options) => outcome,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("interrupted")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            complain(&format!("killtest: {why:#}"));
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stdout, reason = "a program for people at a terminal")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "a program for people at a terminal")]
fn complain(line: &str) {
    eprintln!("{line}");
}
