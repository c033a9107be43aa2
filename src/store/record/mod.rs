//! The evidence: what happened to each notice, chained for each campaign. Entries are only ever added, in the
//! transaction that made them true; see [`super::Tx`].

mod append;
mod read;
mod withhold;

use chrono::{DateTime, Utc};
use entity::notification_log::Model as Notice;

use crate::domain::delivery::{Event, State};
use crate::domain::evidence::{Detail, Entry};

pub(super) use append::append;
pub use read::{Logged, campaigns, head, holds, logged, page};
pub(super) use withhold::carry_over;
pub use withhold::{Withheld, withhold};

/// Something that happened, before it has its place in a chain.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    about: About,
    entry: Entry,
}

/// Which campaigns' chains it goes into.
#[derive(Debug, Clone)]
enum About {
    /// Those that this notice speaks of.
    Notice(i64),
    /// This one.
    Campaign(String),
}

impl Noted {
    /// What happens to a notice.
    pub(super) fn of(row: &Notice, event: Event, state: State, at: DateTime<Utc>, detail: &Detail) -> Self {
        let state = Some(state.as_str().to_owned());
        let entry = blank(&row.key, &row.kind, &row.person_id, event, state, at, detail);
        Self { about: About::Notice(row.id), entry }
    }
}

fn blank(
    key: &str,
    kind: &str,
    person_id: &str,
    event: Event,
    state: Option<String>,
    at: DateTime<Utc>,
    detail: &Detail,
) -> Entry {
    Entry {
        campaign_id: String::new(),
        number: 0,
        at,
        key: key.to_owned(),
        kind: kind.to_owned(),
        person_id: person_id.to_owned(),
        event: event.as_str().to_owned(),
        state,
        detail: serde_json::to_string(detail).unwrap_or_default(),
        previous: String::new(),
        hash: String::new(),
    }
}
