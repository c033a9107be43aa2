//! Forgetting one person, as the law may ask. What shows that somebody was told stays: their Okta id and hashes.

use super::Result;
use crate::domain::trace::Trace;
use crate::store::forget::{self, Forgotten};
use crate::store::{Store, commit};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is kept of anybody who is called so.
    Nobody,
    /// They review in these campaigns, or run them: Okta would tell of them again.
    Needed(Vec<String>),
    /// A message to them is still to be sent.
    WrittenTo,
    /// These accounts of theirs were forgotten, or would be.
    Forgotten {
        /// The accounts.
        who: Vec<Trace>,
        /// What was found of them.
        rows: Forgotten,
    },
}

/// Forgets whoever goes by this Okta id, e-mail address or Slack id; unless it is meant `really`, nothing is changed and the
/// answer is what would be.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(store: &Store, wanted: &str, really: bool) -> Result<Outcome> {
    let tx = store.begin().await?;
    let who = forget::find(&tx, wanted).await?;
    if who.is_empty() {
        return Ok(Outcome::Nobody);
    }
    let mut campaigns = Vec::new();
    for trace in &who {
        campaigns.extend(forget::needed_by(&tx, &trace.id).await?);
    }
    campaigns.dedup();
    if !campaigns.is_empty() {
        return Ok(Outcome::Needed(campaigns));
    }
    let mut rows = Forgotten::default();
    for trace in &who {
        if forget::is_written_to(&tx, &trace.id).await? {
            return Ok(Outcome::WrittenTo);
        }
        let found = forget::forget(&tx, trace).await?;
        rows.messages += found.messages;
        rows.others += found.others;
        rows.handovers += found.handovers;
        rows.habits += found.habits;
        rows.events += found.events;
    }
    if really {
        commit(tx).await?;
    }
    Ok(Outcome::Forgotten { who, rows })
}
