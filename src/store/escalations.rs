//! Who was told beforehand that somebody else will hear of it, and who has heard of it today.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::notification_log::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::notifications::{DROPPED, about};
use super::{CHUNK, Result};
use crate::domain::delivery::State;
use crate::domain::escalation::Warning;
use crate::domain::notice::Notice;

/// The newest warning of each reviewer of a campaign; one that was dropped was never said. `day_of` is the calendar;
/// of those that were not sent, `counts` says whether they are taken for said.
pub async fn warnings(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
    counts: impl Fn(&str, State) -> bool,
) -> Result<HashMap<String, Warning>> {
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(about(campaign_id)))
        .filter(Column::Kind.eq("escalation_warning"))
        .filter(Column::State.ne(DROPPED))
        .all(conn)
        .await?;
    let mut newest: HashMap<String, Warning> = HashMap::new();
    for row in rows {
        let Some(Notice::EscalationWarning { begins, .. }) = Notice::from_json(&row.payload) else {
            continue;
        };
        let state = State::parse(&row.state);
        if state.is_some_and(|state| !counts(&row.person_id, state)) {
            continue;
        }
        // Of one that may have arrived nobody knows whether it did.
        let is_said = matches!(state, Some(State::Sent | State::Rehearsed | State::HeldBack));
        let arrived = row.settled_at.filter(|_| is_said).map(&day_of);
        let known = newest.entry(row.person_id).or_insert(Warning { begins, arrived });
        if begins > known.begins {
            *known = Warning { begins, arrived };
        }
    }
    Ok(newest)
}

/// Those of these keys that name a notice already.
pub async fn planned(conn: &impl ConnectionTrait, keys: &[String]) -> Result<HashSet<String>> {
    let mut planned = HashSet::new();
    for chunk in keys.chunks(CHUNK) {
        let rows = Entity::find().filter(Column::Key.is_in(chunk)).all(conn).await?;
        planned.extend(rows.into_iter().map(|row| row.key));
    }
    Ok(planned)
}
