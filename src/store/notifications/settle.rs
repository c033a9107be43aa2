//! What became of a claimed row.

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::super::{LEASE, Result, pace};
#[cfg(doc)]
use super::{DROPPED, FAILED, UNKNOWN};
use super::{PLANNED, SENDING, SENT, held, settle, unlease};

/// Notes that a send begins, for whoever finds the row after a crash. False when the lease was lost: then
/// somebody else is at it, and nothing may be sent. False too while the pace is closed for all instances.
pub async fn begin_send(
    conn: &impl ConnectionTrait,
    row: &Model,
    instance: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let begun = held(row.id, instance)
        .filter(Column::LeasedUntil.gt(now))
        .filter(pace::is_open(now))
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

/// Notes that a look for a send in doubt found nothing: it was not sent.
pub async fn not_sent(conn: &impl ConnectionTrait, id: i64, instance: &str) -> Result<()> {
    held(id, instance)
        .col_expr(Column::State, Expr::value(PLANNED))
        .col_expr(Column::TriedAt, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(())
}
