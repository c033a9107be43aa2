//! `certs plan`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;

use super::calendar::Calendar;
use super::operator::{campaign_id, now};
use super::table::{print, table};
use crate::domain::rules::Rules;
use crate::flow::forecast::{self, Forecast, Message};
use crate::store::Store;

/// Messages in the table, unless more are asked for.
const SHOWN: usize = 60;

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs plan
  certs plan --campaign 'Q4 Production Access'
  certs plan --json | jq '.messages | length'

Nothing is sent, and neither Okta nor Slack is asked: it is what the database knows, played to the close of the last
campaign by the rules of the service. Run it with the service's own settings.")]
pub(super) struct Arguments {
    /// Only what is said of this campaign: its id, its name or a part of its name
    #[arg(long, value_name = "ID OR NAME")]
    campaign: Option<String>,
    /// At most so many messages in the table, the first; 60 unless this says otherwise
    #[arg(long)]
    limit: Option<usize>,
    /// One JSON document instead, with every message
    #[arg(long)]
    json: bool,
}

/// Shows what is to come.
pub(super) async fn run(store: &Store, rules: &Rules, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let only = campaign_id(store, arguments.campaign.as_deref()).await?;
    let forecast = forecast::forecast(store, rules, now(), only.as_deref()).await?;
    if arguments.json {
        print(&format!("{}\n", serde_json::to_string_pretty(&forecast)?));
    } else {
        print(&shown(&forecast, rules, arguments.limit.unwrap_or(SHOWN)));
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(forecast: &Forecast, rules: &Rules, limit: usize) -> String {
    let mut text = String::new();
    if let Some(trial) = trial(forecast) {
        let _ = writeln!(text, "{trial}\n");
    }
    if forecast.campaigns.is_empty() {
        text.push_str("No campaign is active, so nobody will be told anything.\n");
        return text;
    }
    let names: HashMap<&str, &str> =
        forecast.campaigns.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    text.push_str(&calendar(forecast, rules).draw());
    let zone = rules.daily_run.zone;
    let _ = writeln!(text, "\n{}\n", how_many(forecast));
    let rows = forecast.messages.iter().take(limit).map(|one| row(one, zone, &names));
    let title = format!("WHEN ({zone})");
    text.push_str(&table(&[&title, "WHO", "WHAT", "CAMPAIGNS", "GOES OUT"], rows.collect()));
    let left_out = forecast.messages.len().saturating_sub(limit);
    if left_out > 0 {
        let _ = writeln!(text, "… and {left_out} later ones; --limit or --json shows more");
    }
    list(
        &mut text,
        "Cannot be told",
        forecast
            .not_reached
            .iter()
            .map(|one| format!("{}: {} ({})", one.who, one.why, called(&names, &one.campaign_id))),
    );
    list(
        &mut text,
        "Put off",
        forecast.snoozed.iter().map(|one| {
            format!(
                "{} until {} ({})",
                one.name,
                one.until.format("%a %-d %b"),
                called(&names, &one.campaign_id)
            )
        }),
    );
    list(
        &mut text,
        "May be wrong",
        forecast
            .campaigns
            .iter()
            .filter_map(|one| Some(format!("{} could not be read: {}", one.name, one.problem.as_ref()?))),
    );
    list(&mut text, "Taken for granted", forecast.assumes.iter().map(|one| (*one).to_owned()));
    text
}

/// Who is told nothing, while the service is tried out.
fn trial(forecast: &Forecast) -> Option<String> {
    let group = format!("only the {} of CERTS_ONLY are told anything", forecast.pilot_group);
    match (forecast.mode, forecast.pilot_group) {
        ("live", 0) => None,
        ("live", _) => Some(format!("Pilot group: {group}; the rest is only recorded.")),
        (mode, 0) => Some(format!("CERTS_MODE is {mode}: nothing of this is sent, all of it is recorded.")),
        (mode, _) => Some(format!(
            "CERTS_MODE is {mode}: nothing of this is sent, all of it is recorded. After that, {group}."
        )),
    }
}

fn how_many(forecast: &Forecast) -> String {
    let sent = forecast.messages.iter().filter(|one| one.held.is_none()).count();
    let held = forecast.messages.len() - sent;
    let mut people: Vec<&str> = forecast.messages.iter().map(|one| one.person_id.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    let plural = |number: usize, noun: &str| match (number, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "person") => format!("{number} people"),
        _ => format!("{number} {noun}s"),
    };
    let held = if held == 0 { String::new() } else { format!("; {held} more are only recorded") };
    format!("{} to {}{held}", plural(sent, "message"), plural(people.len(), "person"))
}

fn calendar(forecast: &Forecast, rules: &Rules) -> Calendar {
    let mut calendar = Calendar { today: rules.day_of(forecast.now), ..Calendar::default() };
    for one in &forecast.messages {
        *calendar.messages.entry(one.day).or_default() += 1;
    }
    let mut closes: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for one in &forecast.campaigns {
        if let Some(day) = one.ends_on {
            closes.entry(day).or_default().push(super::table::one_line(&one.name));
        }
    }
    calendar.closes = closes;
    calendar
}

fn row(one: &Message, zone: Tz, names: &HashMap<&str, &str>) -> Vec<String> {
    let campaigns: Vec<String> = one.campaign_ids.iter().map(|id| called(names, id)).collect();
    let sent = match one.held {
        None => "yes",
        Some("dry_run") => "no: dry run",
        Some(_) => "no: not in the group",
    };
    vec![
        local(one.at, zone),
        one.name.clone(),
        words(one.kind).to_owned(),
        campaigns.join(", "),
        sent.to_owned(),
    ]
}

fn local(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%a %Y-%m-%d %H:%M").to_string()
}

/// A campaign by name; one that the list leaves out by its id.
fn called(names: &HashMap<&str, &str>, id: &str) -> String {
    names.get(id).map_or_else(|| id.to_owned(), |name| (*name).to_owned())
}

fn words(kind: &str) -> &str {
    match kind {
        "escalation_warning" => "word that somebody will hear of it",
        "escalation" => "what others have not decided",
        "owner_digest" => "how their campaigns stand",
        other => other,
    }
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.map(|line| super::table::one_line(&line)).collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "\n{title}:");
        for line in lines {
            let _ = writeln!(text, "  {line}");
        }
    }
}
