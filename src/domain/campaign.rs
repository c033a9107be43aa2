//! A campaign and its life, as far as the notices depend on it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::cadence::Span;

/// Where a campaign stands, in Okta's words.
/// Source: Okta governance API, `CampaignStatus`; unknown values are kept, not fatal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Planned; has no reviews yet.
    Scheduled,
    /// Being launched; its reviews are still being made.
    Launching,
    /// Reviewers decide.
    Active,
    /// Over, by its end date or by an administrator.
    Completed,
    /// Removed.
    Deleted,
    /// Okta could not launch it.
    Error,
    /// A word this version does not know.
    Other(String),
}

impl Status {
    /// Reads Okta's word.
    pub fn parse(word: &str) -> Self {
        match word {
            "SCHEDULED" => Self::Scheduled,
            "LAUNCHING" => Self::Launching,
            "ACTIVE" => Self::Active,
            "COMPLETED" => Self::Completed,
            "DELETED" => Self::Deleted,
            "ERROR" => Self::Error,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Okta's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Scheduled => "SCHEDULED",
            Self::Launching => "LAUNCHING",
            Self::Active => "ACTIVE",
            Self::Completed => "COMPLETED",
            Self::Deleted => "DELETED",
            Self::Error => "ERROR",
            Self::Other(word) => word,
        }
    }

    /// Whether nothing more will be asked of anyone.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Completed | Self::Deleted | Self::Error)
    }

    /// Whether it is on its way to being active, so that looking again shortly is worth it.
    pub fn is_coming(&self) -> bool {
        matches!(self, Self::Scheduled | Self::Launching)
    }
}

/// Slack takes names of channels of 80 characters: so many of the campaign's name, and of its id.
const CHANNEL_NAME: usize = 50;
const CHANNEL_ID: usize = 25;
/// So many of its id tell campaigns of one name apart.
const CHANNEL_SUFFIX: usize = 6;

/// A campaign as Okta describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Okta's id.
    pub id: String,
    /// Free text.
    pub name: String,
    /// Free text.
    pub description: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end, as Okta says it and never computed.
    pub ends_at: Option<DateTime<Utc>>,
    /// Okta id of its creator.
    pub owner_id: Option<String>,
    /// Items without a decision lose their access at the close.
    pub silence_revokes: bool,
    /// The recurring campaign that this is an occurrence of.
    pub recurring_parent: Option<String>,
    /// A recurring parent: a plan for campaigns, never one itself.
    pub is_recurring_plan: bool,
}

impl Campaign {
    /// Whether it asks something of reviewers at `now`.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.status == Status::Active && self.ends_at.is_none_or(|end| now < end)
    }

    /// Names for a channel of its own, the second for where the first is another's: what Slack takes in names, and the end
    /// of the id, or all of it.
    pub fn channel_names(&self) -> [String; 2] {
        let name = hyphenated(&self.name, CHANNEL_NAME);
        let id = hyphenated(&self.id, CHANNEL_ID);
        let end = &id[id.len().saturating_sub(CHANNEL_SUFFIX)..];
        let named = |id: &str| format!("{name}-{id}").trim_matches('-').to_owned();
        [named(end.trim_start_matches('-')), named(&id)]
    }

    /// Its first and last calendar day in `zone`.
    pub fn span(&self, zone: Tz) -> Span {
        Span {
            start: self.starts_at.with_timezone(&zone).date_naive(),
            end: self.ends_at.map(|end| end.with_timezone(&zone).date_naive()),
        }
    }
}

/// Small letters and digits, with a hyphen for whatever is between them.
fn hyphenated(text: &str, most: usize) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut all = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    all.truncate(most);
    all.trim_end_matches('-').to_owned()
}
