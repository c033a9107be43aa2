//! What an operator decides at a terminal about what was set aside. It needs the database alone, and may go on beside a
//! running service: that one notices within its heartbeat what has become due.

use chrono::{DateTime, Utc};
use entity::{inbox_event, notification_log};

use super::Result;
use super::naming::campaign_named;
use crate::store::notifications::{FAILED, PLANNED, UNKNOWN};
use crate::store::set_aside::{Found, Kept, Turn, Wanted, events, notices};
use crate::store::{Store, Tx, campaigns, commit};

/// Rows that are changed in one transaction: few enough to hold up no writer of a running service.
const TOGETHER: usize = 50;

/// Which rows are meant.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// These, each by its number or its name.
    Named(Vec<String>),
    /// All in these states, of one campaign or of any.
    All {
        /// The states.
        states: Vec<&'static str>,
        /// The campaign.
        campaign_id: Option<String>,
    },
}

/// What is to become of them.
#[derive(Debug, Clone)]
pub enum Deed {
    /// To be tried again now.
    Retry {
        /// Who decided so.
        by: String,
    },
    /// Set aside for good.
    Discard {
        /// Who decided so.
        by: String,
    },
}

/// What became of them.
#[derive(Debug, Clone)]
pub struct Report<T> {
    /// The rows that were changed, as they were before.
    pub done: Vec<T>,
    /// Those that were left as they are, by the name that they were meant by.
    pub kept: Vec<(String, Kept)>,
}

/// The campaign that somebody means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// This one, by its id.
    One(String),
    /// One of these, each by name and id.
    OneOf(Vec<(String, String)>),
    /// None that is on record.
    None,
}

/// The campaign with this id, this name, or a name of which this is a part.
///
/// # Errors
/// When the database does not answer.
pub async fn campaign(store: &Store, wanted: &str) -> Result<Meant> {
    let all = campaigns::all(&store.db).await?;
    Ok(match campaign_named(&all, wanted).as_slice() {
        [known] => Meant::One(known.campaign.id.clone()),
        // One that could never be read is known by its id alone.
        [] if events::any_about(&store.db, wanted).await?
            || notices::any_about(&store.db, wanted).await? =>
        {
            Meant::One(wanted.to_owned())
        }
        [] => Meant::None,
        several => Meant::OneOf(
            several.iter().map(|known| (known.campaign.name.clone(), known.campaign.id.clone())).collect(),
        ),
    })
}

/// Notices that are asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn list_notices(store: &Store, wanted: &Wanted) -> Result<Found<notices::Listed>> {
    Ok(notices::list(&store.db, wanted).await?)
}

/// Events that are asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn list_events(store: &Store, wanted: &Wanted) -> Result<Found<events::Listed>> {
    Ok(events::list(&store.db, wanted).await?)
}

/// Decides about notices.
///
/// # Errors
/// When the database does not answer; what was done before that stays done.
pub async fn notices(
    store: &Store,
    chosen: &Chosen,
    deed: &Deed,
    now: DateTime<Utc>,
) -> Result<Report<notification_log::Model>> {
    let mut names = Vec::new();
    match chosen {
        Chosen::Named(given) => {
            for name in given {
                names.push((name.clone(), notices::named(&store.db, name).await?.map(|row| row.id)));
            }
        }
        Chosen::All { states, campaign_id } => {
            for state in states {
                let found = notices::list(&store.db, &all(state, campaign_id.as_deref())).await?;
                names.extend(found.rows.into_iter().map(|row| (row.notice.key, Some(row.notice.id))));
            }
        }
    }
    let act = async |tx: &Tx, id| {
        Ok(match deed {
            Deed::Retry { by } => notices::retry(tx, id, &[FAILED, UNKNOWN, PLANNED], by, now).await?,
            Deed::Discard { by } => notices::discard(tx, id, by, now).await?,
        })
    };
    each(store, names, act).await
}

/// Decides about events.
///
/// # Errors
/// When the database does not answer; what was done before that stays done.
pub async fn events(
    store: &Store,
    chosen: &Chosen,
    deed: &Deed,
    now: DateTime<Utc>,
) -> Result<Report<inbox_event::Model>> {
    let mut names = Vec::new();
    match chosen {
        Chosen::Named(given) => {
            for name in given {
                names.push((name.clone(), events::named(&store.db, name).await?.map(|row| row.id)));
            }
        }
        Chosen::All { states, campaign_id } => {
            for state in states {
                let found = events::list(&store.db, &all(state, campaign_id.as_deref())).await?;
                names.extend(found.rows.into_iter().map(|row| (row.event.event_uuid, Some(row.event.id))));
            }
        }
    }
    let act = async |tx: &Tx, id| {
        Ok(match deed {
            Deed::Retry { .. } => events::retry(tx, id, now).await?,
            Deed::Discard { by } => events::discard(tx, id, by, now).await?,
        })
    };
    each(store, names, act).await
}

fn all(state: &str, campaign_id: Option<&str>) -> Wanted {
    Wanted { state: Some(state.to_owned()), campaign_id: campaign_id.map(str::to_owned), most: None }
}

/// Does it to each, some in a transaction.
async fn each<T>(
    store: &Store,
    names: Vec<(String, Option<i64>)>,
    act: impl AsyncFn(&Tx, i64) -> Result<Turn<T>>,
) -> Result<Report<T>> {
    let mut report = Report { done: Vec::new(), kept: Vec::new() };
    for together in names.chunks(TOGETHER) {
        let tx = store.begin().await?;
        for (name, id) in together {
            let turn = match id {
                Some(id) => act(&tx, *id).await?,
                None => Err(Kept::Missing),
            };
            match turn {
                Ok(row) => report.done.push(row),
                Err(kept) => report.kept.push((name.clone(), kept)),
            }
        }
        commit(tx).await?;
    }
    Ok(report)
}
