//! `certs outbox`: notices that were not sent, or may not have been.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use entity::notification_log::Model;
use serde::Serialize;

use super::operator::{Narrowed, and_more, campaign_id, discard, now, retry, tell};
use super::table::{NOTHING, instant, print, print_json, table};
use crate::flow::set_aside::{self, Chosen};
use crate::store::Store;
use crate::store::notifications::{DROPPED, FAILED, HELD_BACK, PLANNED, REHEARSED, SENDING, SENT, UNKNOWN};
use crate::store::set_aside::notices::Listed;

/// What can be done with notices.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Show notices: without --state those that failed, are unknown, or were tried in vain and wait
    #[command(
        after_help = "Examples:\n  certs outbox list\n  certs outbox list --state unknown --campaign \"Q4 Production Access\"\n  certs outbox list --state failed --json | jq -r '.[].why' | sort | uniq -c"
    )]
    List(List),
    /// Make notices due now, as if they had never been tried
    ///
    /// Each is sent within seconds by a running service, with the figures of that moment. One that is unknown may have
    /// arrived before: its reader may get it twice.
    #[command(
        after_help = "Examples:\n  certs outbox retry 17 18\n  certs outbox retry launch:icio2ab4c:00u1x9\n  certs outbox retry --all-failed --campaign \"Q4 Production Access\"\n\nExit status 0 when all of them are due, 1 when one was left as it is."
    )]
    Retry(Retry),
    /// Set notices aside for good: they are not sent, nor planned again
    #[command(
        after_help = "Examples:\n  certs outbox discard 17\n\nExit status 0 when all of them are set aside, 1 when one was left as it is."
    )]
    Discard(Discard),
}

#[derive(Args)]
pub(super) struct List {
    /// Only those in this state
    #[arg(long, value_parser = [PLANNED, SENDING, SENT, FAILED, UNKNOWN, DROPPED, REHEARSED, HELD_BACK])]
    state: Option<String>,
    #[command(flatten)]
    narrowed: Narrowed,
}

#[derive(Args)]
pub(super) struct Retry {
    /// Notices, each by its number or its key
    #[arg(value_name = "NUMBER OR KEY", required_unless_present_any = ["all_failed", "all_unknown"])]
    names: Vec<String>,
    /// All that failed
    #[arg(long, conflicts_with = "names")]
    all_failed: bool,
    /// All of which nobody knows whether they arrived
    #[arg(long, conflicts_with = "names")]
    all_unknown: bool,
    /// Of those, only the ones about this campaign: its id, its name, or a part of it
    #[arg(long, value_name = "ID OR NAME", conflicts_with = "names")]
    campaign: Option<String>,
}

#[derive(Args)]
pub(super) struct Discard {
    /// Notices, each by its number or its key
    #[arg(value_name = "NUMBER OR KEY", required = true)]
    names: Vec<String>,
}

/// Does it.
pub(super) async fn run(store: &Store, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::List(list) => show(store, list).await,
        Command::Retry(Retry { names, all_failed, all_unknown, campaign }) => {
            let chosen = if names.is_empty() {
                let states = [(all_failed, FAILED), (all_unknown, UNKNOWN)];
                Chosen::All {
                    states: states
                        .into_iter()
                        .filter_map(|(is_meant, state)| is_meant.then_some(state))
                        .collect(),
                    campaign_id: campaign_id(store, campaign.as_deref()).await?,
                }
            } else {
                Chosen::Named(names)
            };
            let report = set_aside::notices(store, &chosen, &retry(), now()).await?;
            Ok(tell("notice", &report, retried, because))
        }
        Command::Discard(Discard { names }) => {
            let report = set_aside::notices(store, &Chosen::Named(names), &discard(), now()).await?;
            Ok(tell(
                "notice",
                &report,
                |row| format!("notice {} ({}) is set aside for good", row.id, row.key),
                because,
            ))
        }
    }
}

fn retried(row: &Model) -> String {
    let twice =
        if row.state == UNKNOWN { "; it may have arrived before, so they may get it twice" } else { "" };
    format!("notice {} ({}) is due now{twice}", row.id, row.key)
}

/// Why an operator does not decide about a notice in this state.
fn because(state: &str) -> &'static str {
    match state {
        SENT => "it is sent",
        SENDING => "it is sending: Slack is being asked to take it, or whether it did",
        DROPPED => "it is dropped: there was nothing left to say, or it was discarded",
        REHEARSED => {
            "it was rehearsed: with CERTS_MODE=live, people are told by the next look at the campaign"
        }
        HELD_BACK => {
            "it was held back: whoever is added to CERTS_ONLY is told by the next look at the campaign"
        }
        _ => "its state is not one to be changed by hand",
    }
}

async fn show(store: &Store, List { state, narrowed }: List) -> anyhow::Result<ExitCode> {
    let wanted = narrowed.wanted(store, state).await?;
    let found = set_aside::list_notices(store, &wanted).await?;
    if narrowed.json {
        print_json(&found.rows.iter().map(Shown::from).collect::<Vec<_>>())?;
    } else if found.rows.is_empty() {
        print(match wanted.state {
            None => "No notice needs attention: none has failed, is unknown, or was tried in vain.\n",
            Some(_) => "There is no such notice.\n",
        });
    } else {
        let titles = [
            "NUMBER",
            "KIND",
            "WHO",
            "CAMPAIGN",
            "STATE",
            "TRIES",
            "SINCE (UTC)",
            "NEXT TRY (UTC)",
            "WHY",
            "KEY",
        ];
        print(&table(&titles, found.rows.iter().map(line).collect()));
        print(&and_more(found.left_out));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(listed: &Listed) -> Vec<String> {
    let notice = &listed.notice;
    let who = match &listed.name {
        Some(name) => format!("{name} ({})", notice.person_id),
        None => notice.person_id.clone(),
    };
    let campaigns: Vec<&str> = listed.campaigns.iter().map(|(_, name)| name.as_str()).collect();
    vec![
        notice.id.to_string(),
        notice.kind.clone(),
        who,
        campaigns.join(", "),
        notice.state.clone(),
        notice.attempts.to_string(),
        instant(notice.settled_at.unwrap_or(notice.planned_at)),
        next_try(notice).map_or_else(|| NOTHING.to_owned(), instant),
        notice.problem.clone().unwrap_or_default(),
        notice.key.clone(),
    ]
}

fn next_try(notice: &Model) -> Option<DateTime<Utc>> {
    [PLANNED, SENDING].contains(&notice.state.as_str()).then_some(notice.due_at)
}

/// A notice as JSON.
#[derive(Serialize)]
struct Shown<'a> {
    number: i64,
    key: &'a str,
    kind: &'a str,
    person: &'a str,
    name: Option<&'a str>,
    campaigns: Vec<Campaign<'a>>,
    state: &'a str,
    tries: i32,
    planned_at: DateTime<Utc>,
    next_try_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct Campaign<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> From<&'a Listed> for Shown<'a> {
    fn from(listed: &'a Listed) -> Self {
        let notice = &listed.notice;
        Self {
            number: notice.id,
            key: &notice.key,
            kind: &notice.kind,
            person: &notice.person_id,
            name: listed.name.as_deref(),
            campaigns: listed.campaigns.iter().map(|(id, name)| Campaign { id, name }).collect(),
            state: &notice.state,
            tries: notice.attempts,
            planned_at: notice.planned_at,
            next_try_at: next_try(notice),
            settled_at: notice.settled_at,
            why: notice.problem.as_deref(),
        }
    }
}
