//! The inbox: events are taken in once, worked on by campaign, and settled.

mod claim;

use chrono::{DateTime, Utc};
use entity::inbox_event::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{CHUNK, LEASE, Result};
pub use claim::{Begin, QUESTIONS, claim, next_due};

/// Waiting to be worked on.
pub const NEW: &str = "new";
/// Worked on.
pub const DONE: &str = "done";
/// Of no interest; kept as a record.
pub const IGNORED: &str = "ignored";
/// Given up; kept with the reason.
pub const FAILED: &str = "failed";

/// Source of the events that a sweep puts in.
pub const OURS: &str = "certs";

/// An event to be stored.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// `okta` or `slack`.
    pub source: &'static str,
    /// The sender's id of it.
    pub uuid: String,
    /// The sender's type.
    pub kind: String,
    /// The campaign it speaks of.
    pub campaign_id: Option<String>,
    /// What is needed of it, as JSON.
    pub payload: String,
    /// [`NEW`] or [`IGNORED`].
    pub state: &'static str,
}

/// Stores events that are not stored yet; says how many those were.
pub async fn record(conn: &impl ConnectionTrait, events: Vec<Incoming>, now: DateTime<Utc>) -> Result<u64> {
    let mut stored = 0;
    let mut events = events.into_iter().peekable();
    while events.peek().is_some() {
        let chunk = events.by_ref().take(CHUNK).map(|event| ActiveModel {
            source: Set(event.source.to_owned()),
            event_uuid: Set(event.uuid),
            kind: Set(event.kind),
            campaign_id: Set(event.campaign_id),
            payload: Set(event.payload),
            state: Set(event.state.to_owned()),
            received_at: Set(now),
            due_at: Set(now),
            attempts: Set(0),
            finished_at: Set((event.state != NEW).then_some(now)),
            ..Default::default()
        });
        let known = OnConflict::columns([Column::Source, Column::EventUuid]).do_nothing().to_owned();
        stored += Entity::insert_many(chunk).on_conflict(known).exec_without_returning(conn).await?;
    }
    Ok(stored)
}

/// Keeps a claim.
pub async fn renew(
    conn: &impl ConnectionTrait,
    events: &[Model],
    instance: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.is_in(events.iter().map(|event| event.id)))
        .filter(Column::LeasedBy.eq(instance))
        .filter(Column::State.eq(NEW))
        .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
        .exec(conn)
        .await?;
    Ok(())
}

/// Settles events for good: [`DONE`], [`IGNORED`] or [`FAILED`].
pub async fn finish(
    conn: &impl ConnectionTrait,
    ids: &[i64],
    state: &str,
    remark: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Remark, Expr::value(remark.map(str::to_owned)))
        .col_expr(Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(())
}

/// Puts events off until `due`; `counts` says whether it is one of their tries.
pub async fn put_off(
    conn: &impl ConnectionTrait,
    ids: &[i64],
    due: DateTime<Utc>,
    counts: bool,
    remark: &str,
) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .col_expr(Column::DueAt, Expr::value(due))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(i32::from(counts)))
        .col_expr(Column::Remark, Expr::value(Some(remark.to_owned())))
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(())
}

/// Whether events of this kind about a campaign are still to be worked on.
pub async fn awaits(conn: &impl ConnectionTrait, campaign_id: &str, kind: &str) -> Result<bool> {
    let waiting = Entity::find()
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::Kind.eq(kind))
        .filter(Column::State.eq(NEW));
    Ok(waiting.one(conn).await?.is_some())
}
