//! The inbox: events are taken in once, worked on by campaign, and settled.

mod claim;
mod together;

use chrono::{DateTime, Utc};
use entity::inbox_event::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, Statement};
use serde::Serialize;

use super::{CHUNK, LEASE, Result};
pub use claim::{Begin, QUESTIONS, claim, next_due};
pub use together::Together;

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
#[derive(Debug, Clone, Serialize)]
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

/// One statement for any number of events: `$1` is a list of them as JSON, `$2` the time. Both databases read the fields of
/// an object alike; what makes rows of a list has a name of its own in each.
const RECORD: &str = "
    INSERT INTO inbox_event
           (source, event_uuid, kind, campaign_id, payload, state, received_at, due_at, attempts, finished_at)
    SELECT e.value ->> 'source', e.value ->> 'uuid', e.value ->> 'kind', e.value ->> 'campaign_id',
           e.value ->> 'payload', e.value ->> 'state', $2, $2, 0,
           CASE WHEN e.value ->> 'state' = 'new' THEN NULL ELSE $2 END
      FROM {rows} WHERE TRUE
        ON CONFLICT (source, event_uuid) DO NOTHING";

/// Stores events that are not stored yet; says how many those were.
pub async fn record(
    conn: &impl ConnectionTrait,
    events: impl IntoIterator<Item = &Incoming>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let backend = conn.get_database_backend();
    let sql = RECORD.replace(
        "{rows}",
        match backend {
            DbBackend::Postgres => "json_array_elements($1::json) AS e(value)",
            _ => "json_each($1) AS e",
        },
    );
    let mut events: Vec<&Incoming> = events.into_iter().collect();
    if backend == DbBackend::Postgres {
        // In one order, so that two transactions with the same events never wait for each other.
        events.sort_by(|one, other| (&one.kind, &one.uuid).cmp(&(&other.kind, &other.uuid)));
    }
    let mut stored = 0;
    for chunk in events.chunks(CHUNK) {
        let list = serde_json::to_string(chunk).map_err(|why| DbErr::Json(why.to_string()))?;
        let statement = Statement::from_sql_and_values(backend, &sql, [list.into(), now.into()]);
        stored += conn.execute_raw(statement).await?.rows_affected();
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
