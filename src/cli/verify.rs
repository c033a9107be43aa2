//! `certs verify`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::operator::campaign_id;
use super::{complain, say};
use crate::flow::evidence::{self, Checked, Export};
use crate::store::Store;

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs verify
  certs verify --campaign 'Q4 Production Access'
  certs verify --known 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
  certs verify --export q4.json        needs no database

It ends with 0 when the record is whole, with 1 when it is broken: then it says where. The hash of a campaign's newest
entry stands for all before it. Keep one elsewhere, as in an export: --known shows whether the record still holds it,
or was made anew since.")]
pub(super) struct Arguments {
    /// One campaign instead of all: its id, its name or a part of its name
    #[arg(long, conflicts_with = "export")]
    campaign: Option<String>,
    /// Also check that this entry is on record: the newest hash of an earlier export
    #[arg(long, value_name = "HASH", conflicts_with = "export")]
    known: Option<String>,
    /// A file of `certs export --format json` instead of the database
    #[arg(long, value_name = "FILE")]
    pub(super) export: Option<PathBuf>,
}

/// Checks the record in the database, and says what was found.
pub(super) async fn run(store: &Store, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let campaign_id = campaign_id(store, arguments.campaign.as_deref()).await?;
    let status = report(&evidence::verify(store, campaign_id.as_deref()).await?);
    let Some(hash) = &arguments.known else { return Ok(status) };
    if evidence::is_on_record(store, hash).await? {
        say(&format!("the entry {hash} is on record"));
        return Ok(status);
    }
    complain(&format!(
        "no entry has the hash {hash}: the record was made anew since it was noted, or its campaign is kept no longer"
    ));
    Ok(ExitCode::FAILURE)
}

/// Checks the record in a file, and says what was found.
pub(super) fn run_on_export(path: &Path) -> anyhow::Result<ExitCode> {
    let file = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let export: Export = serde_json::from_slice(&file)
        .with_context(|| format!("{} is not a file of `certs export --format json`", path.display()))?;
    Ok(report(&[evidence::verify_export(&export)]))
}

fn report(checked: &[Checked]) -> ExitCode {
    for Checked { campaign_id, entries, hash, breaks } in checked {
        match breaks.len() {
            0 => say(&format!("campaign {campaign_id}: whole, {entries} entries, newest {hash}")),
            many => say(&format!("campaign {campaign_id}: broken in {many} places")),
        }
        for found in breaks {
            complain(&found.to_string());
        }
    }
    let broken = checked.iter().filter(|one| !one.breaks.is_empty()).count();
    let entries = checked.iter().map(|one| one.entries).sum::<i64>();
    let campaigns = match checked.len() {
        1 => "1 campaign".to_owned(),
        many => format!("{many} campaigns"),
    };
    if broken == 0 {
        say(&format!("the record is whole: {campaigns}, {entries} entries"));
        ExitCode::SUCCESS
    } else {
        complain(&format!("the record is broken: {broken} of {campaigns}"));
        ExitCode::FAILURE
    }
}
