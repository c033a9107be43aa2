//! What an operator looks at by hand: notices and events that were given up, are in question, or wait longer than they
//! should; and what an operator decides about them. What an instance is working on is never changed under it.

pub mod events;
pub mod notices;

use chrono::{DateTime, Utc};

/// What [`notices::discard`] and [`events::discard`] note begins with this, and nothing else does.
pub const DISCARDED: &str = "discarded by ";

/// Why something was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is not on record.
    Missing,
    /// An instance holds it, until then at the latest.
    Held(DateTime<Utc>),
    /// In its state that is not for an operator to decide.
    Because(String),
}

/// What was done to a row, or why nothing was; a row that was changed is as it was before.
pub type Turn<T> = std::result::Result<T, Kept>;

/// Which rows are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In this state; without one, whatever needs attention.
    pub state: Option<String>,
    /// About this campaign.
    pub campaign_id: Option<String>,
    /// At most so many, the newest.
    pub most: Option<u64>,
}

/// Rows that were asked for.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// Oldest first.
    pub rows: Vec<T>,
    /// How many older ones there are beside them.
    pub left_out: u64,
}

/// The instance that holds a row does so until then, if any does.
fn held_until(leased_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    leased_until.filter(|until| *until > now)
}

/// The number that a row is named by, if it is one.
fn number(name: &str) -> Option<i64> {
    name.parse().ok().filter(|number| *number > 0)
}
