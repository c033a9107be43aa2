//! The outbox, which is the notification log: planned with a key, leased, settled.

use chrono::{DateTime, Utc};
use entity::notification_log::{ActiveModel, Column, Entity, Model};
use entity::{notification_campaign, notification_log};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, UpdateMany,
};

use super::{CHUNK, LEASE, Result, Store, commit, first_due};
use crate::domain::notice::Notice;

/// Decided on.
pub const PLANNED: &str = "planned";
/// A send has begun whose outcome is open.
pub const SENDING: &str = "sending";
/// Slack took it.
pub const SENT: &str = "sent";
/// Given up; the row says why.
pub const FAILED: &str = "failed";
/// Sent, but nobody can say whether it arrived.
pub const UNKNOWN: &str = "unknown";
/// Not sent, because there was nothing left to say.
pub const DROPPED: &str = "dropped";

/// Something to be told to somebody.
#[derive(Debug, Clone)]
pub struct Planned {
    /// What.
    pub notice: Notice,
    /// Whom, by Okta id.
    pub person_id: String,
}

/// Plans notices; those whose key is known are planned already.
pub async fn plan(conn: &impl ConnectionTrait, planned: &[Planned], now: DateTime<Utc>) -> Result<()> {
    for chunk in planned.chunks(CHUNK) {
        let mut campaigns_of = std::collections::HashMap::new();
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
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(conn).await?;
        revive(conn, campaigns_of.keys().cloned().collect(), now).await?;
        let ids: Vec<(i64, String)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Key])
            .filter(Column::Key.is_in(campaigns_of.keys()))
            .into_tuple()
            .all(conn)
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
            .exec_without_returning(conn)
            .await?;
    }
    Ok(())
}

/// A launch that was dropped because its items were gone for a moment was never said: when they are back, it is.
async fn revive(conn: &impl ConnectionTrait, keys: Vec<String>, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .filter(Column::Key.is_in(keys))
        .filter(Column::Kind.eq("launch"))
        .filter(Column::State.eq(DROPPED))
        .col_expr(Column::State, Expr::value(PLANNED))
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::SettledAt, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(())
}

/// Takes the reminders of these people that still wait out of the outbox, because newer ones take their place.
/// Returns what they were, with whom they were for.
pub async fn take_back_reminders(
    conn: &impl ConnectionTrait,
    people: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<(String, Notice)>> {
    let mut taken = Vec::new();
    for chunk in people.chunks(CHUNK) {
        let waiting = Entity::find()
            .filter(Column::PersonId.is_in(chunk))
            .filter(Column::Kind.eq("reminder"))
            .filter(Column::State.eq(PLANNED))
            .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
            .lock_exclusive()
            .all(conn)
            .await?;
        let rows = Entity::update_many().filter(Column::Id.is_in(waiting.iter().map(|row| row.id)));
        settle(rows, DROPPED, Some("a newer reminder took its place"), now).exec(conn).await?;
        taken.extend(
            waiting.into_iter().filter_map(|row| Some((row.person_id, Notice::from_json(&row.payload)?))),
        );
    }
    Ok(taken)
}

/// Claims the next due rows. One that is [`SENDING`] was left behind by a crash or is in doubt.
pub async fn claim(store: &Store, instance: &str, now: DateTime<Utc>, most: u64) -> Result<Vec<Model>> {
    let tx = store.begin().await?;
    let batch = Entity::find()
        .filter(Column::State.is_in([PLANNED, SENDING]))
        .filter(Column::DueAt.lte(now))
        .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx)
        .await?;
    if batch.is_empty() {
        return Ok(batch);
    }
    Entity::update_many()
        .filter(Column::Id.is_in(batch.iter().map(|row| row.id)))
        .col_expr(Column::LeasedBy, Expr::value(Some(instance.to_owned())))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(&tx)
        .await?;
    commit(tx).await?;
    Ok(batch)
}

/// Rows that this instance still holds.
fn held(id: i64, instance: &str) -> UpdateMany<notification_log::Entity> {
    Entity::update_many().filter(Column::Id.eq(id)).filter(Column::LeasedBy.eq(instance))
}

fn unlease(update: UpdateMany<notification_log::Entity>) -> UpdateMany<notification_log::Entity> {
    update
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
}

fn settle(
    update: UpdateMany<notification_log::Entity>,
    state: &str,
    problem: Option<&str>,
    now: DateTime<Utc>,
) -> UpdateMany<notification_log::Entity> {
    unlease(update)
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Problem, Expr::value(problem.map(str::to_owned)))
        .col_expr(Column::SettledAt, Expr::value(Some(now)))
}

/// Notes that a send begins, for whoever finds the row after a crash. False when the lease was lost: then
/// somebody else is at it, and nothing may be sent.
pub async fn begin_send(
    conn: &impl ConnectionTrait,
    row: &Model,
    instance: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let begun = held(row.id, instance)
        .filter(Column::LeasedUntil.gt(now))
        .col_expr(Column::State, Expr::value(SENDING))
        .col_expr(Column::TriedAt, Expr::value(Some(row.tried_at.unwrap_or(now))))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(conn)
        .await?;
    Ok(begun.rows_affected == 1)
}

/// Settles a row as sent, whoever holds it by now: it was.
pub async fn sent(
    conn: &impl ConnectionTrait,
    id: i64,
    channel: &str,
    ts: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = Entity::update_many().filter(Column::Id.eq(id)).filter(Column::State.ne(SENT));
    settle(row, SENT, None, now)
        .col_expr(Column::Channel, Expr::value(Some(channel.to_owned())))
        .col_expr(Column::Ts, Expr::value(Some(ts.to_owned())))
        .exec(conn)
        .await?;
    Ok(())
}

/// Settles a row for good as [`FAILED`], [`UNKNOWN`] or [`DROPPED`], with the reason.
pub async fn close(
    conn: &impl ConnectionTrait,
    id: i64,
    instance: &str,
    state: &str,
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    settle(held(id, instance), state, Some(why), now).exec(conn).await?;
    Ok(())
}

/// What is to become of a row that is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Nothing was tried: it keeps its number of tries.
    Untried,
    /// It was refused for now, so nothing was sent.
    Refused,
    /// It may have been sent: to be cleared up before it is sent again.
    InDoubt,
}

/// Puts a row off until `due`.
pub async fn put_off(
    conn: &impl ConnectionTrait,
    id: i64,
    instance: &str,
    due: DateTime<Utc>,
    wait: Wait,
    why: &str,
) -> Result<()> {
    let mut row = unlease(held(id, instance))
        .col_expr(Column::DueAt, Expr::value(due))
        .col_expr(Column::Problem, Expr::value(Some(why.to_owned())));
    if wait != Wait::Untried {
        row = row.col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1));
    }
    if wait == Wait::Refused {
        row = row
            .col_expr(Column::State, Expr::value(PLANNED))
            .col_expr(Column::TriedAt, Expr::value(None::<DateTime<Utc>>));
    }
    row.exec(conn).await?;
    Ok(())
}

/// Gives a claim back, so that the row is due as before.
pub async fn release(conn: &impl ConnectionTrait, ids: &[i64], instance: &str) -> Result<()> {
    let rows = Entity::update_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::LeasedBy.eq(instance));
    unlease(rows).exec(conn).await?;
    Ok(())
}

/// Notes that a look for a send in doubt found nothing: it was not sent.
pub async fn not_sent(conn: &impl ConnectionTrait, id: i64, instance: &str) -> Result<()> {
    held(id, instance)
        .col_expr(Column::State, Expr::value(PLANNED))
        .col_expr(Column::TriedAt, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(())
}

/// When the next open row becomes due or loses its lease.
pub async fn next_due(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    first_due(
        conn,
        "SELECT MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END) AS due
                       FROM notification_log WHERE state IN ('planned', 'sending')",
    )
    .await
}

/// How many rows wait, and since when the oldest of them does.
pub async fn queue(conn: &impl ConnectionTrait) -> Result<(u64, Option<DateTime<Utc>>)> {
    let open = Entity::find().filter(Column::State.is_in([PLANNED, SENDING]));
    let depth = open.clone().count(conn).await?;
    let oldest = open.order_by_asc(Column::PlannedAt).one(conn).await?;
    Ok((depth, oldest.map(|row| row.planned_at)))
}
