//! What is recorded without anything happening to a notice: that there is none for somebody who cannot be told, and
//! what there was before the record began.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::delivery_record::{Column, Entity, Model};
use entity::notification_log;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::{CHUNK, Result, Tx};
use super::{About, Noted, blank};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::Detail;

/// Somebody who should have been told, and cannot be.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// The campaign.
    pub campaign_id: String,
    /// The key that the notice would have had.
    pub key: String,
    /// The kind that it would have had.
    pub kind: &'static str,
    /// Okta id of the person or group.
    pub person_id: String,
    /// Why they cannot be told.
    pub why: String,
}

/// Records who cannot be told, once for each reason.
pub async fn withhold(tx: &Tx, withheld: Vec<Withheld>, now: DateTime<Utc>) -> Result<()> {
    for chunk in withheld.chunks(CHUNK) {
        let known = Entity::find()
            .filter(Column::Key.is_in(chunk.iter().map(|one| one.key.as_str())))
            .filter(Column::Event.eq(Event::Withheld.as_str()))
            .order_by_asc(Column::Number)
            .all(tx)
            .await?;
        let newest: HashMap<(String, String), Model> =
            known.into_iter().map(|row| ((row.campaign_id.clone(), row.key.clone()), row)).collect();
        for one in chunk {
            let detail = Detail { why: Some(one.why.clone()), ..Detail::default() };
            let entry = blank(&one.key, one.kind, &one.person_id, Event::Withheld, None, now, &detail);
            let before = newest.get(&(one.campaign_id.clone(), one.key.clone()));
            if before.is_none_or(|row| row.detail != entry.detail) {
                tx.note(Noted { about: About::Campaign(one.campaign_id.clone()), entry });
            }
        }
    }
    Ok(())
}

/// Begins the record with the notices that there are; when it has begun, there is nothing to do.
pub(in super::super) async fn carry_over(tx: &Tx) -> Result<()> {
    if Entity::find().limit(1).one(tx).await?.is_some() {
        return Ok(());
    }
    let mut after = 0;
    loop {
        let rows = notification_log::Entity::find()
            .filter(notification_log::Column::Id.gt(after))
            .order_by_asc(notification_log::Column::Id)
            .limit(CHUNK as u64)
            .all(tx)
            .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            let Some(state) = State::parse(&row.state) else { continue };
            let detail = Detail {
                channel: row.channel.clone(),
                ts: row.ts.clone(),
                tries: Some(row.attempts),
                why: row.problem.clone(),
                ..Detail::default()
            };
            let at = row.settled_at.unwrap_or(row.planned_at);
            tx.note(Noted::of(row, Event::CarriedOver, state, at, &detail));
        }
    }
}
