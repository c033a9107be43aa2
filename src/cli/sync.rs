//! `certs sync`: has a running service read Okta again, and shows how far it is.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Args;
use progress::Progress;
use tokio::time::Instant;

use super::operator::now;
use super::{complain, say};
use crate::flow::asked::{self, Reading};
use crate::store::Store;

/// How often it is looked how far the service is.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A service notices within two seconds; what takes longer is none.
const TAKEN_UP_WITHIN: Duration = Duration::from_secs(20);

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs sync
  certs sync --wait 30m
  certs sync --no-wait

A running service does the reading, as for `/certs sync` in Slack: this needs DATABASE_URL alone. Exit status 0 when all
campaigns were read, 1 when one could not be, or no service runs on that database.")]
pub(super) struct Arguments {
    /// How long to wait until everything is read
    #[arg(long, default_value = "10m", value_parser = humantime::parse_duration, value_name = "TIME")]
    wait: Duration,
    /// Only ask for it
    #[arg(long, conflicts_with = "wait")]
    no_wait: bool,
}

/// Asks for it, and waits until it is done.
pub(super) async fn run(store: &Store, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let asked = now();
    asked::ask(store, asked).await?;
    if arguments.no_wait {
        say("a running service reads Okta again now");
        return Ok(ExitCode::SUCCESS);
    }
    let begun = Instant::now();
    let taken_up_within = TAKEN_UP_WITHIN.min(arguments.wait);
    let mut progress = Progress::begin("reading campaigns");
    let reading = loop {
        let reading = asked::reading(store, asked).await?;
        let elapsed = begun.elapsed();
        match &reading {
            _ if reading.is_over() => break reading,
            Reading::Waiting if elapsed >= taken_up_within => {
                bail!(
                    "no service has begun to read in {} s: is `certs serve` running on this database? What was asked for stays due, and is done at its next start",
                    taken_up_within.as_secs()
                );
            }
            Reading::Campaigns { all, settled, .. } => progress.reach(*settled, Some(*all)),
            _ => progress.reach(0, None),
        }
        if elapsed >= arguments.wait {
            bail!("not everything was read in {}; it goes on", humantime::format_duration(arguments.wait));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    drop(progress);
    Ok(report(&reading))
}

fn report(reading: &Reading) -> ExitCode {
    let (all, troubled) = match reading {
        Reading::Campaigns { all, troubled, .. } => (*all, troubled.as_slice()),
        Reading::PutOff(until) => {
            complain(&format!(
                "Okta could not be read; the service tries again at {} UTC, and its log says why",
                until.format("%H:%M:%S")
            ));
            return ExitCode::FAILURE;
        }
        Reading::Waiting | Reading::Looking => (0, [].as_slice()),
    };
    for (name, why) in troubled {
        complain(&format!("{name:?} could not be read, and is tried again: {why}"));
    }
    let read = all - troubled.len() as u64;
    say(&format!("read {read} of {all} campaigns"));
    if troubled.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
