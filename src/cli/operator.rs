//! What the commands share that an operator decides with: the database without the service, and the words for what
//! became of it.

use std::process::ExitCode;

use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::Args;

use super::{complain, say};
use crate::clock::Clock;
use crate::config;
use crate::flow::set_aside::{self, Deed, Meant, Report};
use crate::store::Store;
use crate::store::set_aside::{Kept, Wanted};

/// Rows of a table, unless more are asked for.
const SHOWN: u64 = 100;

/// Which rows a list has, and how they are shown.
#[derive(Args)]
pub(super) struct Narrowed {
    /// Only those about this campaign: its id, its name, or a part of it
    #[arg(long, value_name = "ID OR NAME")]
    campaign: Option<String>,
    /// At most so many, the newest; a table has 100 unless this says otherwise
    #[arg(long)]
    limit: Option<u64>,
    /// One JSON array instead of a table, of all of them unless --limit is given
    #[arg(long)]
    pub(super) json: bool,
}

impl Narrowed {
    /// What is asked for; without a state, whatever needs attention.
    pub(super) async fn wanted(&self, store: &Store, state: Option<String>) -> anyhow::Result<Wanted> {
        Ok(Wanted {
            campaign_id: campaign_id(store, self.campaign.as_deref()).await?,
            most: self.limit.or((!self.json).then_some(SHOWN)),
            state,
        })
    }
}

/// The present, by the system.
pub(super) fn now() -> DateTime<Utc> {
    Clock::System.now()
}

/// Trying again, as whoever is at the terminal wants it.
pub(super) fn retry() -> Deed {
    Deed::Retry { by: operator() }
}

/// Setting aside for good, by whoever is at the terminal.
pub(super) fn discard() -> Deed {
    Deed::Discard { by: operator() }
}

fn operator() -> String {
    config::operator().map_or_else(|| "an operator".to_owned(), |name| format!("an operator ({name})"))
}

/// The id of the campaign that is meant, if one is.
pub(super) async fn campaign_id(store: &Store, wanted: Option<&str>) -> anyhow::Result<Option<String>> {
    let Some(wanted) = wanted else { return Ok(None) };
    match set_aside::campaign(store, wanted).await? {
        Meant::One(id) => Ok(Some(id)),
        Meant::OneOf(several) => {
            let list: Vec<String> = several.iter().map(|(name, id)| format!("{name:?} is {id}")).collect();
            bail!("{} campaigns match {wanted:?}; give an id: {}", several.len(), list.join(", "))
        }
        Meant::None => bail!("no campaign on record matches {wanted:?}"),
    }
}

/// Says what became of rows, which are called `noun`, and ends with 1 if any was left as it is.
pub(super) fn tell<T>(
    noun: &str,
    report: &Report<T>,
    done: impl Fn(&T) -> String,
    because: impl Fn(&str) -> &'static str,
) -> ExitCode {
    for row in &report.done {
        say(&done(row));
    }
    for (name, kept) in &report.kept {
        complain(&match kept {
            Kept::Missing => format!("no {noun} is called {name:?}"),
            Kept::Held(until) => format!(
                "{noun} {name} was left as it is: the service is working on it. Try again after {} UTC",
                until.format("%H:%M:%S")
            ),
            Kept::Because(state) => format!("{noun} {name} was left as it is: {}", because(state)),
        });
    }
    match (report.done.len(), report.kept.len()) {
        (0, 0) => say(&format!("there is no such {noun}")),
        (done, kept) if done + kept > 1 => {
            say(&format!("{done} of {} {noun}s were changed", done + kept));
        }
        _ => {}
    }
    if report.kept.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says how many rows a table left out.
pub(super) fn and_more(left_out: u64) -> String {
    if left_out == 0 { String::new() } else { format!("… and {left_out} older ones; --limit shows more\n") }
}
