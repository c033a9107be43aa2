//! The inbox: events are taken in once, worked on by campaign, and settled.

use chrono::{DateTime, Utc};
use entity::inbox_event::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{CHUNK, INBOX_LOCK, LEASE, Result, Store, commit, first_due};

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

/// Most events of one campaign that are worked on together.
const BATCH: u64 = 1000;

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

/// Which events begin a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Any, those that somebody sent before those that a sweep found.
    WithAny,
    /// What somebody sent: a sweep of large campaigns must not hold it up.
    WithNews,
}

/// Claims the due events of one campaign, all together, or one event that names no campaign. A campaign that
/// somebody is working on is left alone.
pub async fn claim(store: &Store, instance: &str, begin: Begin, now: DateTime<Utc>) -> Result<Vec<Model>> {
    // One claim at a time: two that chose the same campaign would both work on it.
    let tx = store.begin_alone(INBOX_LOCK).await?;
    let busy = Query::select()
        .column(Column::CampaignId)
        .from(Entity)
        .and_where(Column::State.eq(NEW))
        .and_where(Column::LeasedUntil.gt(now))
        .and_where(Column::CampaignId.is_not_null())
        .to_owned();
    let free = Condition::all()
        .add(Column::State.eq(NEW))
        .add(Column::DueAt.lte(now))
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)));
    let first = Entity::find()
        .filter(free.clone())
        .filter(
            Condition::any().add(Column::CampaignId.is_null()).add(Column::CampaignId.not_in_subquery(busy)),
        )
        .filter(match begin {
            Begin::WithAny => Condition::all(),
            Begin::WithNews => Condition::all().add(Column::Source.ne(OURS)),
        })
        .order_by(Expr::col(Column::Source).eq(OURS), Order::Asc)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .one(&tx)
        .await?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let together = match &first.campaign_id {
        Some(campaign) => Column::CampaignId.eq(campaign.as_str()),
        None => Column::Id.eq(first.id),
    };
    let batch =
        Entity::find().filter(free).filter(together).order_by_asc(Column::Id).limit(BATCH).all(&tx).await?;
    Entity::update_many()
        .filter(Column::Id.is_in(batch.iter().map(|event| event.id)))
        .col_expr(Column::LeasedBy, Expr::value(instance))
        .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
        .exec(&tx)
        .await?;
    commit(tx).await?;
    Ok(batch)
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

/// When the next event becomes due or loses its lease.
pub async fn next_due(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    first_due(
        conn,
        "SELECT MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END) AS due
                       FROM inbox_event WHERE state = 'new'",
    )
    .await
}
