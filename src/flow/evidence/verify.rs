//! Checking the record: each chain, entry by entry, and against the notification log.

use super::super::Result;
use super::Export;
use crate::domain::delivery::State;
use crate::domain::evidence::{Break, Chain, sha256};
use crate::store::record::{self, Logged};
use crate::store::{Store, Tx};

/// What was found in the record of one campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The campaign.
    pub campaign_id: String,
    /// Entries in its chain.
    pub entries: i64,
    /// Hash of the newest one: worth keeping where whoever writes to the database cannot.
    pub hash: String,
    /// What cannot be if nobody interfered.
    pub breaks: Vec<Break>,
}

/// Checks the record of one campaign, or of all.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(store: &Store, campaign_id: Option<&str>) -> Result<Vec<Checked>> {
    // One moment, so that what the service does meanwhile is no break.
    let tx = store.begin_reading().await?;
    let ids = match campaign_id {
        Some(id) => vec![id.to_owned()],
        None => record::campaigns(&tx).await?,
    };
    let mut checked = Vec::with_capacity(ids.len());
    for id in ids {
        checked.push(check(&tx, &id).await?);
    }
    Ok(checked)
}

/// Whether an entry with this hash is on record.
///
/// # Errors
/// When the database does not answer.
pub async fn is_on_record(store: &Store, hash: &str) -> Result<bool> {
    Ok(record::holds(&store.db, hash).await?)
}

async fn check(tx: &Tx, campaign_id: &str) -> Result<Checked> {
    let mut chain = Chain::of(campaign_id);
    loop {
        let page = record::page(tx, campaign_id, chain.number).await?;
        if page.is_empty() {
            break;
        }
        for entry in &page {
            chain.follow(entry);
        }
    }
    match record::head(tx, campaign_id).await? {
        Some((number, hash)) => chain.end(number, &hash),
        None if chain.number > 0 => chain.note("the note of its newest entry is gone".to_owned()),
        None => {}
    }
    for logged in record::logged(tx, campaign_id).await? {
        compare(&mut chain, &logged);
    }
    let mut left: Vec<String> = std::mem::take(&mut chain.lives)
        .into_iter()
        .filter_map(|(key, life)| life.state.map(|_| key))
        .collect();
    left.sort();
    for key in left {
        chain.note(format!("{key} is on record, and not in the notification log"));
    }
    Ok(conclude(campaign_id, chain))
}

/// Holds a notice of the log to what is on record of it, and strikes it off.
fn compare(chain: &mut Chain, logged: &Logged) {
    let row = &logged.row;
    let Some(life) = chain.lives.remove(&row.key) else {
        chain.note(format!("{} is in the notification log, and not on record", row.key));
        return;
    };
    if life.state.map(State::as_str) != Some(row.state.as_str()) {
        let recorded = life.state.map_or("withheld", State::as_str);
        chain.note(format!("{} is {} in the notification log, and {recorded} on record", row.key, row.state));
    }
    let said = row.said.as_ref().map(|said| sha256(said.as_bytes()));
    if let (Some(said), Some(recorded)) = (said, life.said_sha256)
        && said != recorded
    {
        chain.note(format!("the text of {} in the notification log is not the one on record", row.key));
    }
}

/// Checks an export by itself: its chain, and that its list of notices says what the chain says.
pub fn verify_export(export: &Export) -> Checked {
    let mut chain = Chain::of(&export.campaign.id);
    for entry in &export.entries {
        chain.follow(entry);
    }
    chain.end(export.head.number, &export.head.hash);
    for told in &export.notices {
        let life = chain.lives.get(&told.key).cloned().unwrap_or_default();
        let recorded = life.state.map_or("withheld", State::as_str);
        if recorded != told.outcome {
            chain.note(format!("{} is listed as {}, and {recorded} on record", told.key, told.outcome));
        }
        let said = told.said.as_ref().map(|said| sha256(said.as_bytes()));
        if said.is_some() && said != life.said_sha256 {
            chain.note(format!("the listed text of {} is not the one on record", told.key));
        }
    }
    conclude(&export.campaign.id, chain)
}

fn conclude(campaign_id: &str, chain: Chain) -> Checked {
    Checked {
        campaign_id: campaign_id.to_owned(),
        entries: chain.number,
        hash: chain.hash,
        breaks: chain.breaks,
    }
}
