//! What a message that was sent says of a campaign, and when that is not true any more.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How a campaign stands in a message for its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It asks for decisions: the one message about the campaign that does.
    Live,
    /// The reader has decided everything.
    Done,
    /// Somebody else has the items now.
    HandedOn,
    /// Nothing waits for the reader, and why is not known.
    Settled,
    /// The campaign closed before everything was decided.
    Closed,
    /// A newer message asks for the same.
    Replaced,
}

impl Stage {
    /// The word in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "asks for decisions",
            Self::Done => "done",
            Self::HandedOn => "handed on",
            Self::Settled => "nothing waits",
            Self::Closed => "closed",
            Self::Replaced => "replaced by a newer message",
        }
    }
}

/// What a message says of one campaign, as far as it decides whether the message has to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// How it stands.
    pub stage: Stage,
    /// The end that it names.
    pub ends_at: Option<DateTime<Utc>>,
    /// The day until which its reader does not want to be reminded.
    pub snoozed_until: Option<NaiveDate>,
    /// How many items waited for its reader when it was sent.
    pub asked: u64,
}

/// By campaign.
pub type Face = BTreeMap<String, Shown>;

/// What decides how a campaign stands in a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Okta takes no decisions any more.
    pub is_over: bool,
    /// A newer message about it went to the same reader.
    pub is_replaced: bool,
    /// Items that wait for the reader.
    pub open: u64,
    /// All items of the reader.
    pub total: u64,
    /// Items of the reader that went on to the next level, as decided ones do.
    pub passed_on: u64,
    /// Items of the reader that somebody else has now.
    pub handed_on: u64,
}

/// How it stands.
pub fn stage(facts: Facts) -> Stage {
    match facts {
        Facts { is_replaced: true, .. } => Stage::Replaced,
        Facts { open: 1.., is_over: true, .. } => Stage::Closed,
        Facts { open: 1.., .. } => Stage::Live,
        Facts { total: 1.., .. } | Facts { passed_on: 1.., .. } => Stage::Done,
        Facts { handed_on: 1.., .. } => Stage::HandedOn,
        _ => Stage::Settled,
    }
}

impl Shown {
    /// Whether a message that shows `before`, or is as it was sent, is not true any more.
    pub fn differs_from(&self, before: Option<&Self>) -> bool {
        let Some(before) = before else { return self.stage != Stage::Live };
        let is_live = self.stage == Stage::Live;
        self.stage != before.stage
            || (is_live && (self.ends_at != before.ends_at || self.snoozed_until != before.snoozed_until))
    }
}

/// A face as it is kept.
pub fn to_json(face: &Face) -> String {
    serde_json::to_string(face).unwrap_or_default()
}

/// A face as it was kept; empty for a message as it was sent.
pub fn from_json(json: Option<&str>) -> Face {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}
