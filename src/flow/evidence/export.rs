//! The record of a campaign for an auditor: who was told what, when, how and with which outcome, and who could not be.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::Result;
use crate::domain::delivery::Event;
use crate::domain::evidence::{BEGINNING, Entry};
use crate::domain::standing::Progress;
use crate::store::campaigns::Known;
use crate::store::record::{self, Logged};
use crate::store::{Store, Tx, groups, people, progress};

/// Everything on record about one campaign, as one document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Export {
    /// When it was made.
    pub exported_at: DateTime<Utc>,
    /// The campaign.
    pub campaign: About,
    /// The newest entry: what an earlier export is held to.
    pub head: Head,
    /// Each notice that was told or was to be told.
    pub notices: Vec<Told>,
    /// Who has open items and could not be reached, as of the export.
    pub unreachable: Vec<NotReached>,
    /// The chain of evidence behind it.
    pub entries: Vec<Entry>,
}

/// A campaign as Okta last described it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct About {
    /// Okta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Okta's word for its status.
    pub status: String,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: Option<DateTime<Utc>>,
    /// All items.
    pub items: u64,
    /// Items with a decision.
    pub reviewed: u64,
}

/// The end of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of its newest entry.
    pub number: i64,
    /// Hash of that entry.
    pub hash: String,
}

/// Somebody who could not be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotReached {
    /// Their name, or the group's.
    pub who: String,
    /// Why.
    pub why: String,
}

/// A notice, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Name of whom it is for, as Okta has it now.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their Okta id, or that of a group.
    pub person_id: String,
    /// `launch`, `reminder` or `reassignment`.
    pub kind: String,
    /// When it was decided on, or decided against.
    pub planned_at: DateTime<Utc>,
    /// `sent`, `failed`, `unknown`, `dropped`, `planned`, `sending`, or `withheld` when it was never planned.
    pub outcome: String,
    /// When that was known.
    pub settled_at: Option<DateTime<Utc>>,
    /// Slack's channel of the DM.
    pub channel: Option<String>,
    /// Slack's name of the message there.
    pub ts: Option<String>,
    /// Tries before that which were refused for now, or were in doubt.
    pub tries: i32,
    /// Why it was not sent, or not at once.
    pub why: Option<String>,
    /// The text that was handed to Slack.
    pub said: Option<String>,
    /// The key by which it is found in the entries, and in the metadata of Slack's message.
    pub key: String,
}

/// Puts the record of a campaign together. `seen` hears how many of how many entries have been read.
///
/// # Errors
/// When the database does not answer.
pub async fn export(
    store: &Store,
    known: Known,
    now: DateTime<Utc>,
    mut seen: impl FnMut(i64, i64),
) -> Result<Export> {
    let tx = store.begin_reading().await?;
    let id = known.campaign.id.clone();
    let (number, hash) = record::head(&tx, &id).await?.unwrap_or((0, BEGINNING.to_owned()));
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        seen(entries.last().map_or(0, |entry| entry.number), number);
        let page = record::page(&tx, &id, entries.last().map_or(0, |entry| entry.number)).await?;
        if page.is_empty() {
            break;
        }
        entries.extend(page);
    }
    let mut notices: Vec<Told> = record::logged(&tx, &id).await?.into_iter().map(told).collect();
    notices.extend(withheld(&entries, &notices));
    complete(&mut notices, &tx).await?;
    notices.sort_by(|a, b| (a.planned_at, &a.key).cmp(&(b.planned_at, &b.key)));
    let Progress { campaign, items, reviewed, unreachable, .. } = progress::of_campaign(&tx, known).await?;
    Ok(Export {
        exported_at: now,
        campaign: About {
            status: campaign.status.as_str().to_owned(),
            id: campaign.id,
            name: campaign.name,
            starts_at: campaign.starts_at,
            ends_at: campaign.ends_at,
            items,
            reviewed,
        },
        head: Head { number, hash },
        notices,
        unreachable: unreachable.into_iter().map(|one| NotReached { who: one.who, why: one.why }).collect(),
        entries,
    })
}

fn told(Logged { row, person }: Logged) -> Told {
    let (name, email) = person.map_or((None, None), |person| (Some(person.name), person.email));
    Told {
        name,
        email,
        person_id: row.person_id,
        kind: row.kind,
        planned_at: row.planned_at,
        outcome: row.state,
        settled_at: row.settled_at,
        channel: row.channel,
        ts: row.ts,
        tries: row.attempts,
        why: row.problem,
        said: row.said,
        key: row.key,
    }
}

/// What was decided against, by the newest reason, and is not planned since.
fn withheld(entries: &[Entry], planned: &[Told]) -> Vec<Told> {
    let planned: HashSet<&str> = planned.iter().map(|told| told.key.as_str()).collect();
    let is_withheld =
        |entry: &&Entry| entry.event == Event::Withheld.as_str() && !planned.contains(entry.key.as_str());
    let newest: BTreeMap<&str, &Entry> =
        entries.iter().filter(is_withheld).map(|entry| (entry.key.as_str(), entry)).collect();
    let told = |entry: &Entry| Told {
        name: None,
        email: None,
        person_id: entry.person_id.clone(),
        kind: entry.kind.clone(),
        planned_at: entry.at,
        outcome: Event::Withheld.as_str().to_owned(),
        settled_at: Some(entry.at),
        channel: None,
        ts: None,
        tries: 0,
        why: entry.detail().why,
        said: None,
        key: entry.key.clone(),
    };
    newest.into_values().map(told).collect()
}

/// Adds names and addresses where they are still missing.
async fn complete(notices: &mut [Told], tx: &Tx) -> Result<()> {
    let missing = |told: &&Told| told.name.is_none();
    let ids: Vec<String> = notices.iter().filter(missing).map(|told| told.person_id.clone()).collect();
    let known = people::by_id(tx, &ids).await?;
    let named: HashMap<String, String> = groups::names(tx, &ids).await?.into_iter().collect();
    for told in notices.iter_mut().filter(|told| told.name.is_none()) {
        if let Some(person) = known.get(&told.person_id) {
            told.name = Some(person.name.clone());
            told.email.clone_from(&person.email);
        } else {
            told.name = named.get(&told.person_id).cloned();
        }
    }
    Ok(())
}
