//! Okta read again because somebody asks for it at a terminal: beside the service, which does the reading.

use chrono::{DateTime, Utc};

use super::accept::SWEEP;
use super::{Result, poll, sweep};
use crate::store::Store;
use crate::store::inbox::{DONE, FAILED, IGNORED};
use crate::store::set_aside::events;

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// No service has begun with it.
    Waiting,
    /// A service asks Okta which campaigns there are, or asks its System Log.
    Looking,
    /// Okta did not answer; it is tried again then.
    PutOff(DateTime<Utc>),
    /// The campaigns are read one after the other.
    Campaigns {
        /// How many there are.
        all: u64,
        /// How many have been read or given up.
        settled: u64,
        /// Those that could not be read, each by its name or id, and why; they are tried again.
        troubled: Vec<(String, String)>,
    },
}

impl Reading {
    /// Whether there is nothing more to wait for.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Waiting | Self::Looking => false,
            Self::PutOff(_) => true,
            Self::Campaigns { all, settled, troubled } => settled + troubled.len() as u64 >= *all,
        }
    }
}

/// Makes it due now; a running service notices within two seconds.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(store: &Store, now: DateTime<Utc>) -> Result<()> {
    poll::make_due(store, now).await?;
    sweep::make_due(store, now).await
}

/// How far that which was asked for at `asked` has come.
///
/// # Errors
/// When the database does not answer.
pub async fn reading(store: &Store, asked: DateTime<Utc>) -> Result<Reading> {
    let Some(state) = sweep::state(store).await? else { return Ok(Reading::Waiting) };
    let is_swept = state.last_done_at.is_some_and(|done| done >= asked);
    if !is_swept {
        return Ok(match state.due_at {
            Some(due) if due > asked && state.attempts > 0 => Reading::PutOff(due),
            _ if state.leased_until > Some(asked) || poll::is_at_work(store, asked).await? => {
                Reading::Looking
            }
            _ => Reading::Waiting,
        });
    }
    let found = events::since(&store.db, SWEEP, asked).await?;
    let all = found.len() as u64;
    let (mut settled, mut troubled) = (0, Vec::new());
    for listed in found {
        let name = || listed.campaign.clone().or(listed.event.campaign_id.clone()).unwrap_or_default();
        let why = listed.event.remark.clone();
        match (listed.event.state.as_str(), why) {
            (DONE | IGNORED, _) => settled += 1,
            (FAILED, why) => troubled.push((name(), why.unwrap_or_default())),
            (_, Some(why)) => troubled.push((name(), why)),
            (_, None) => {}
        }
    }
    Ok(Reading::Campaigns { all, settled, troubled })
}
