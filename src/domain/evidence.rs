//! Evidence: what happened to each notice of a campaign, as a chain in which no entry can be changed, removed or moved
//! without leaving a break.
//!
//! Each entry bears the hash of the one before it. Whoever can write to the database could make a whole new chain, so
//! the hash of the newest entry is worth keeping elsewhere: an export has it.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::delivery::{Event, State};

/// Stands for the entry before the first.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An entry of a chain. Words are kept as text, so that one which a newer version wrote can be checked too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The campaign whose chain it is in.
    pub campaign_id: String,
    /// Its place in the chain, from 1 on.
    pub number: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The notice.
    pub key: String,
    /// As in the notification log: `launch`, `reminder` and so on.
    pub kind: String,
    /// Okta id of whom it is for: a person, or a group that is told nothing.
    pub person_id: String,
    /// What happened: an [`Event`].
    pub event: String,
    /// The [`State`] it led to; none when there is no notice.
    pub state: Option<String>,
    /// A [`Detail`] as JSON, verbatim.
    pub detail: String,
    /// Hash of the entry before.
    pub previous: String,
    /// Hash of this one.
    pub hash: String,
}

/// More about what happened. Only ids: names and addresses are looked up when the record is read, so that a person can
/// be forgotten without breaking the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Slack's channel of the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Slack's name of the message there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ts: Option<String>,
    /// SHA-256 of the text that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_sha256: Option<String>,
    /// Tries until then that were refused for now, or are in doubt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries: Option<i32>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Who wanted it, when that was a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Entry {
    /// The hash that its content makes: SHA-256 of the fields as a JSON array, in hexadecimal.
    pub fn computed_hash(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let fields = (
            &self.previous,
            &self.campaign_id,
            self.number,
            at,
            &self.key,
            &self.kind,
            &self.person_id,
            &self.event,
            &self.state,
            &self.detail,
        );
        sha256(serde_json::to_string(&fields).unwrap_or_default().as_bytes())
    }

    /// Its detail, as far as this version knows it.
    pub fn detail(&self) -> Detail {
        serde_json::from_str(&self.detail).unwrap_or_default()
    }

    /// Puts it behind the entry `previous`, at the place `number`.
    pub fn hang_on(&mut self, number: i64, previous: &str) {
        self.number = number;
        previous.clone_into(&mut self.previous);
        self.hash = self.computed_hash();
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Something that cannot be if nobody interfered: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The campaign whose record it is.
    pub campaign_id: String,
    /// What is wrong; names the entry or the notice.
    pub what: String,
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "campaign {}: {}", self.campaign_id, self.what)
    }
}

/// How a notice stands by what the entries of a chain say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Life {
    /// Its state; none when it was withheld.
    pub state: Option<State>,
    /// SHA-256 of the text that was last handed to Slack.
    pub said_sha256: Option<String>,
}

/// Follows a chain from its beginning, and notes each break.
#[derive(Debug)]
pub struct Chain {
    campaign_id: String,
    /// Number of the newest entry so far.
    pub number: i64,
    /// Hash of the newest entry so far.
    pub hash: String,
    /// How each notice stands by what the entries say.
    pub lives: HashMap<String, Life>,
    /// The breaks so far.
    pub breaks: Vec<Break>,
}

impl Chain {
    /// The chain of a campaign, before its first entry.
    pub fn of(campaign_id: &str) -> Self {
        Self {
            campaign_id: campaign_id.to_owned(),
            number: 0,
            hash: BEGINNING.to_owned(),
            lives: HashMap::new(),
            breaks: Vec::new(),
        }
    }

    /// Takes the next entry.
    pub fn follow(&mut self, entry: &Entry) {
        let expected = self.number + 1;
        if entry.number > expected {
            self.note(match entry.number - expected {
                1 => format!("entry {expected} was removed"),
                _ => format!("entries {expected} to {} were removed", entry.number - 1),
            });
        } else if entry.number < expected {
            self.note(format!("entry {} stands where entry {expected} should", entry.number));
        } else if entry.previous != self.hash {
            self.note(format!(
                "entry {expected} does not follow the one before it: one of them was replaced"
            ));
        }
        if entry.campaign_id != self.campaign_id {
            self.note(format!("entry {} belongs to the campaign {}", entry.number, entry.campaign_id));
        }
        if entry.hash != entry.computed_hash() {
            self.note(format!("entry {} was changed or moved", entry.number));
        }
        self.live(entry);
        self.number = entry.number;
        entry.hash.clone_into(&mut self.hash);
    }

    fn live(&mut self, entry: &Entry) {
        let life = self.lives.entry(entry.key.clone()).or_default();
        let before = life.state;
        life.state = entry.state.as_deref().and_then(State::parse);
        let said = entry.detail().said_sha256;
        life.said_sha256 = said.or_else(|| life.said_sha256.take());
        let after = life.state;
        let is_known = after.is_some() == entry.state.is_some();
        // What a newer version wrote, this one cannot judge.
        if let Some(event) = Event::parse(&entry.event).filter(|_| is_known)
            && !event.leads(before, after)
        {
            let was = before.map_or("not planned", State::as_str);
            let Entry { number, event, key, .. } = entry;
            self.note(format!("entry {number} says {event} of {key}, which was {was}"));
        }
    }

    /// Compares its end with what was noted elsewhere.
    pub fn end(&mut self, number: i64, hash: &str) {
        if number > self.number {
            self.note(format!("the entries after {} were cut off; there were {number}", self.number));
        } else if number < self.number {
            self.note(format!("entries after {number} were added by something else"));
        } else if hash != self.hash {
            self.note(format!("entry {number} is not the one that was written last"));
        }
    }

    /// Notes a break.
    pub fn note(&mut self, what: String) {
        self.breaks.push(Break { campaign_id: self.campaign_id.clone(), what });
    }
}
