//! `certs inbox`: events that were given up, or were put off.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use entity::inbox_event::Model;
use serde::Serialize;

use super::operator::{Narrowed, and_more, campaign_id, discard, now, retry, tell};
use super::table::{NOTHING, instant, print, print_json, table};
use crate::flow::set_aside::{self, Chosen};
use crate::store::Store;
use crate::store::inbox::{DONE, FAILED, IGNORED, NEW};
use crate::store::set_aside::events::Listed;

/// What can be done with events.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Show events: without --state those that were given up, or were put off and wait
    #[command(
        after_help = "Examples:\n  certs inbox list\n  certs inbox list --state failed --campaign \"Q4 Production Access\"\n  certs inbox list --json | jq length"
    )]
    List(List),
    /// Make events due now, with all their tries before them
    #[command(
        after_help = "Examples:\n  certs inbox retry 17 18\n  certs inbox retry --all-failed\n\nExit status 0 when all of them are due, 1 when one was left as it is."
    )]
    Retry(Retry),
    /// Set events aside for good; the sweep still looks at their campaigns
    #[command(
        after_help = "Examples:\n  certs inbox discard 17\n\nExit status 0 when all of them are set aside, 1 when one was left as it is."
    )]
    Discard(Discard),
}

#[derive(Args)]
pub(super) struct List {
    /// Only those in this state
    #[arg(long, value_parser = [NEW, DONE, IGNORED, FAILED])]
    state: Option<String>,
    #[command(flatten)]
    narrowed: Narrowed,
}

#[derive(Args)]
pub(super) struct Retry {
    /// Events, each by its number or the id that its sender gave it
    #[arg(value_name = "NUMBER OR ID", required_unless_present = "all_failed")]
    names: Vec<String>,
    /// All that were given up
    #[arg(long, conflicts_with = "names")]
    all_failed: bool,
    /// Of those, only the ones about this campaign: its id, its name, or a part of it
    #[arg(long, value_name = "ID OR NAME", conflicts_with = "names")]
    campaign: Option<String>,
}

#[derive(Args)]
pub(super) struct Discard {
    /// Events, each by its number or the id that its sender gave it
    #[arg(value_name = "NUMBER OR ID", required = true)]
    names: Vec<String>,
}

/// Does it.
pub(super) async fn run(store: &Store, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::List(list) => show(store, list).await,
        Command::Retry(Retry { names, campaign, .. }) => {
            let chosen = if names.is_empty() {
                let campaign_id = campaign_id(store, campaign.as_deref()).await?;
                Chosen::All { states: vec![FAILED], campaign_id }
            } else {
                Chosen::Named(names)
            };
            let report = set_aside::events(store, &chosen, &retry(), now()).await?;
            Ok(tell(
                "event",
                &report,
                |row| format!("event {} ({}) is due now", row.id, row.event_uuid),
                because,
            ))
        }
        Command::Discard(Discard { names }) => {
            let report = set_aside::events(store, &Chosen::Named(names), &discard(), now()).await?;
            let done = |row: &Model| format!("event {} ({}) is set aside for good", row.id, row.event_uuid);
            Ok(tell("event", &report, done, because))
        }
    }
}

/// Why an operator does not decide about an event in this state.
fn because(state: &str) -> &'static str {
    match state {
        DONE => "it is done",
        IGNORED => "it is ignored: it asks for nothing, or it was discarded",
        _ => "its state is not one to be changed by hand",
    }
}

async fn show(store: &Store, List { state, narrowed }: List) -> anyhow::Result<ExitCode> {
    let wanted = narrowed.wanted(store, state).await?;
    let found = set_aside::list_events(store, &wanted).await?;
    if narrowed.json {
        print_json(&found.rows.iter().map(Shown::from).collect::<Vec<_>>())?;
    } else if found.rows.is_empty() {
        print(match wanted.state {
            None => "No event needs attention: none was given up, or was put off.\n",
            Some(_) => "There is no such event.\n",
        });
    } else {
        let titles = [
            "NUMBER",
            "TYPE",
            "CAMPAIGN",
            "STATE",
            "TRIES",
            "SINCE (UTC)",
            "NEXT TRY (UTC)",
            "WHY",
            "SENDER'S ID",
        ];
        print(&table(&titles, found.rows.iter().map(line).collect()));
        print(&and_more(found.left_out));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(listed: &Listed) -> Vec<String> {
    let event = &listed.event;
    let campaign = match (&listed.campaign, &event.campaign_id) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (_, id) => id.clone().unwrap_or_default(),
    };
    vec![
        event.id.to_string(),
        event.kind.clone(),
        campaign,
        event.state.clone(),
        event.attempts.to_string(),
        instant(event.finished_at.unwrap_or(event.received_at)),
        next_try(event).map_or_else(|| NOTHING.to_owned(), instant),
        event.remark.clone().unwrap_or_default(),
        event.event_uuid.clone(),
    ]
}

fn next_try(event: &Model) -> Option<DateTime<Utc>> {
    (event.state == NEW).then_some(event.due_at)
}

/// An event as JSON; what it holds beside this is of no use to a reader.
#[derive(Serialize)]
struct Shown<'a> {
    number: i64,
    source: &'a str,
    id: &'a str,
    r#type: &'a str,
    campaign: Option<&'a str>,
    campaign_name: Option<&'a str>,
    state: &'a str,
    tries: i32,
    received_at: DateTime<Utc>,
    next_try_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    why: Option<&'a str>,
}

impl<'a> From<&'a Listed> for Shown<'a> {
    fn from(listed: &'a Listed) -> Self {
        let event = &listed.event;
        Self {
            number: event.id,
            source: &event.source,
            id: &event.event_uuid,
            r#type: &event.kind,
            campaign: event.campaign_id.as_deref(),
            campaign_name: listed.campaign.as_deref(),
            state: &event.state,
            tries: event.attempts,
            received_at: event.received_at,
            next_try_at: next_try(event),
            finished_at: event.finished_at,
            why: event.remark.as_deref(),
        }
    }
}
