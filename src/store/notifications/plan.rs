//! Planning notices, once for each key; and taking those back that newer ones replace.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::notification_campaign;
use entity::notification_log::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use super::super::record::Noted;
use super::super::{CHUNK, Result, Tx};
use super::{DROPPED, NOTHING_LEFT, PLANNED, settle};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::Detail;
use crate::domain::notice::Notice;

/// A kind of which a newer one takes the place of one that still waits, and what the record says of that.
const REMINDER: (&str, &str) = ("reminder", "a newer reminder took its place");
/// The same for owners.
const OWNER_DIGEST: (&str, &str) = ("owner_digest", "a newer digest took its place");

/// Something to be told to somebody.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What.
    pub notice: Notice,
    /// Whom, by Okta id.
    pub person_id: String,
}

/// Plans notices; those whose key is known are planned already.
pub async fn plan(tx: &Tx, planned: &[Planned], now: DateTime<Utc>) -> Result<()> {
    for chunk in planned.chunks(CHUNK) {
        let mut campaigns_of = HashMap::new();
        let mut rows = Vec::with_capacity(chunk.len());
        for Planned { notice, person_id } in chunk {
            let key = notice.key(person_id);
            rows.push(ActiveModel {
                key: Set(key.clone()),
                kind: Set(notice.kind().to_owned()),
                person_id: Set(person_id.clone()),
                payload: Set(notice.to_json()),
                state: Set(PLANNED.to_owned()),
                planned_at: Set(now),
                due_at: Set(now),
                attempts: Set(0),
                ..Default::default()
            });
            campaigns_of.insert(key, notice.campaign_ids());
        }
        let known = OnConflict::column(Column::Key).do_nothing().to_owned();
        for row in Entity::insert_many(rows).on_conflict(known).exec_with_returning(tx).await? {
            tx.note(Noted::of(&row, Event::Planned, State::Planned, now, &Detail::default()));
        }
        revive(tx, campaigns_of.keys().cloned().collect(), now).await?;
        let ids: Vec<(i64, String)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Key])
            .filter(Column::Key.is_in(campaigns_of.keys()))
            .into_tuple()
            .all(tx)
            .await?;
        let links = ids.iter().flat_map(|(id, key)| {
            let campaigns = campaigns_of.get(key).copied().unwrap_or_default();
            campaigns.iter().map(|campaign| notification_campaign::ActiveModel {
                notification_id: Set(*id),
                campaign_id: Set(campaign.clone()),
            })
        });
        let link = [notification_campaign::Column::NotificationId, notification_campaign::Column::CampaignId];
        let known = OnConflict::columns(link).do_nothing().to_owned();
        notification_campaign::Entity::insert_many(links)
            .on_conflict(known)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Keeps a notice that was planned from being sent before then.
pub async fn not_before(tx: &Tx, key: &str, due: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .filter(Column::Key.eq(key))
        .filter(Column::State.eq(PLANNED))
        .col_expr(Column::DueAt, Expr::value(due))
        .exec(tx)
        .await?;
    Ok(())
}

/// A launch that was dropped because its items were gone for a moment was never said: when they are back, it is. One
/// that an operator discarded stays so.
async fn revive(tx: &Tx, keys: Vec<String>, now: DateTime<Utc>) -> Result<()> {
    let revived = Entity::update_many()
        .filter(Column::Key.is_in(keys))
        .filter(Column::Kind.eq("launch"))
        .filter(Column::State.eq(DROPPED))
        .filter(Column::Problem.eq(NOTHING_LEFT))
        .col_expr(Column::State, Expr::value(PLANNED))
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::SettledAt, Expr::value(None::<DateTime<Utc>>))
        .exec_with_returning(tx)
        .await?;
    for row in revived {
        tx.note(Noted::of(&row, Event::Revived, State::Planned, now, &Detail::default()));
    }
    Ok(())
}

/// Those of these keys under which there is a notice, whatever became of it.
pub async fn known(tx: &Tx, keys: &[String]) -> Result<HashSet<String>> {
    known_as(tx, keys, Condition::all()).await
}

/// Those of these keys under which there is a notice that was said, or will be as far as is known now.
pub async fn not_dropped(tx: &Tx, keys: &[String]) -> Result<HashSet<String>> {
    known_as(tx, keys, Condition::all().add(Column::State.ne(DROPPED))).await
}

async fn known_as(tx: &Tx, keys: &[String], state: Condition) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for chunk in keys.chunks(CHUNK) {
        let rows = Entity::find().select_only().column(Column::Key).filter(Column::Key.is_in(chunk));
        known.extend(rows.filter(state.clone()).into_tuple::<String>().all(tx).await?);
    }
    Ok(known)
}

/// Takes the reminders of these people that still wait out of the outbox, because newer ones take their place.
/// Returns what they were, with whom they were for.
pub async fn take_back_reminders(
    tx: &Tx,
    people: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<(String, Notice)>> {
    take_back(tx, REMINDER, people, now).await
}

/// The same with the digests of these owners.
pub async fn take_back_owner_digests(
    tx: &Tx,
    people: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<(String, Notice)>> {
    take_back(tx, OWNER_DIGEST, people, now).await
}

async fn take_back(
    tx: &Tx,
    (kind, replaced): (&str, &str),
    people: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<(String, Notice)>> {
    let mut taken = Vec::new();
    for chunk in people.chunks(CHUNK) {
        let waiting = Entity::find()
            .filter(Column::PersonId.is_in(chunk))
            .filter(Column::Kind.eq(kind))
            .filter(Column::State.eq(PLANNED))
            .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
            .lock_exclusive()
            .all(tx)
            .await?;
        let rows = Entity::update_many().filter(Column::Id.is_in(waiting.iter().map(|row| row.id)));
        settle(rows, State::Dropped, Some(replaced), now).exec(tx).await?;
        let detail = Detail { why: Some(replaced.to_owned()), ..Detail::default() };
        for row in &waiting {
            tx.note(Noted::of(row, Event::Dropped, State::Dropped, now, &detail));
        }
        taken.extend(
            waiting.into_iter().filter_map(|row| Some((row.person_id, Notice::from_json(&row.payload)?))),
        );
    }
    Ok(taken)
}
