//! `certs export`.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::{Args, ValueEnum};
use progress::Progress;

use super::operator::{campaign_id, now};
use crate::flow::evidence::{self, Export, Told};
use crate::store::{Store, campaigns};

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs export --campaign 'Q4 Production Access' > q4.csv
  certs export --campaign icifxyz0001 --format json --output q4.json
  certs verify --export q4.json

CSV has a line for each notice, JSON also the chain of evidence behind them. Times are UTC.")]
pub(super) struct Arguments {
    /// The campaign: its id, its name or a part of its name
    #[arg(long)]
    campaign: String,
    /// For a spreadsheet, or for `certs verify` and other programs
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// A file to write to instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
}

/// Writes the record of a campaign.
pub(super) async fn run(store: &Store, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let wanted = &arguments.campaign;
    let known = match campaign_id(store, Some(wanted)).await? {
        Some(id) => campaigns::find(&store.db, &id).await?,
        None => None,
    };
    let Some(known) = known else {
        bail!("the campaign {wanted:?} was never read, so nobody was told of it")
    };
    let mut progress = Progress::begin("reading the record");
    let seen = |read: i64, all: i64| progress.reach(read.unsigned_abs(), Some(all.unsigned_abs()));
    let export = evidence::export(store, known, now(), seen).await?;
    drop(progress);
    match &arguments.output {
        None => write(&export, arguments.format, io::stdout().lock()).context("standard output")?,
        Some(path) => {
            let place = || format!("{} cannot be written", path.display());
            let file = File::create(path).with_context(place)?;
            write(&export, arguments.format, io::BufWriter::new(file)).with_context(place)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(export: &Export, format: Format, mut to: impl Write) -> anyhow::Result<()> {
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut to, export)?;
            writeln!(to)?;
        }
        Format::Csv => {
            let mut lines = csv::Writer::from_writer(&mut to);
            lines.write_record(COLUMNS)?;
            for told in &export.notices {
                lines.write_record(line(export, told))?;
            }
            lines.flush()?;
            drop(lines);
        }
    }
    Ok(to.flush()?)
}

const COLUMNS: [&str; 16] = [
    "campaign_id",
    "campaign",
    "name",
    "email",
    "okta_id",
    "kind",
    "planned_at",
    "outcome",
    "settled_at",
    "slack_channel",
    "slack_ts",
    "tries",
    "why",
    "said",
    "key",
    "exported_at",
];

fn line(export: &Export, told: &Told) -> [String; 16] {
    let text = |text: &Option<String>| harmless(text.as_deref().unwrap_or_default());
    [
        harmless(&export.campaign.id),
        harmless(&export.campaign.name),
        text(&told.name),
        text(&told.email),
        harmless(&told.person_id),
        told.kind.clone(),
        instant(told.planned_at),
        told.outcome.clone(),
        told.settled_at.map(instant).unwrap_or_default(),
        text(&told.channel),
        // Slack's `ts` is a name, not a number; a spreadsheet would round it.
        text(&told.ts),
        told.tries.to_string(),
        text(&told.why),
        text(&told.said),
        harmless(&told.key),
        instant(export.exported_at),
    ]
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A spreadsheet takes what begins so for a formula, and names come from outside.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
