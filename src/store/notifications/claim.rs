//! Claims on rows, which are leases, with leave to send them.

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::pace::{self, Leave, Pace};
use super::super::{LEASE, Result, Store, Tx, commit};
use super::{PLANNED, SENDING, turn, unlease};
use crate::domain::pace::Ceiling;

/// So many rows are looked at even when fewer may be sent.
const FEW: usize = 10;

/// What a claim came to.
#[derive(Debug)]
pub enum Claim {
    /// These rows; so many of them may be sent.
    Rows(Vec<Model>, Leave),
    /// None is due.
    Nothing,
    /// Nothing may be sent before then.
    TooEarly(DateTime<Utc>),
}

/// Claims the next due rows, and takes leave from the pace of all instances to send them. One that is [`SENDING`] was
/// left behind by a crash or is in doubt.
pub async fn claim(
    store: &Store,
    instance: &str,
    now: DateTime<Utc>,
    most: usize,
    ceiling: Ceiling,
) -> Result<Claim> {
    let tx = store.begin().await?;
    // Held from here on, so that instances claim one after the other, and each sees what the others did.
    let (room, held) = match pace::hold(&tx, ceiling, now).await? {
        Pace::Room(room, held) => (room, held),
        Pace::TooEarly(until) => {
            commit(tx).await?;
            return Ok(Claim::TooEarly(until));
        }
    };
    // A few more than may go: some will turn out to have nothing to say.
    let most = most.min(usize::try_from(room).unwrap_or(most).max(FEW));
    // Both in the order of one index, instead of sorting all that waits.
    let mut due = due_in(&tx, SENDING, most, now).await?;
    due.extend(due_in(&tx, PLANNED, most, now).await?);
    due.sort_by_key(|row| (row.due_at, row.id));
    due.truncate(most);
    if due.is_empty() {
        commit(tx).await?;
        return Ok(Claim::Nothing);
    }
    let batch = turn::those_whose_turn_it_is(&tx, due, instance, now).await?;
    Entity::update_many()
        .filter(Column::Id.is_in(batch.iter().map(|row| row.id)))
        .col_expr(Column::LeasedBy, Expr::value(Some(instance.to_owned())))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(&tx)
        .await?;
    let messages = room.min(u32::try_from(batch.len()).unwrap_or(room));
    let leave = held.give(&tx, messages, now).await?;
    commit(tx).await?;
    Ok(Claim::Rows(batch, leave))
}

/// What is due in this state, and in nobody's hands.
async fn due_in(tx: &Tx, state: &str, most: usize, now: DateTime<Utc>) -> Result<Vec<Model>> {
    let due = Entity::find()
        .filter(Column::State.eq(state))
        .filter(Column::DueAt.lte(now))
        .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(most as u64)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    Ok(due.all(tx).await?)
}

/// Gives a claim back, so that the row is due as before.
pub async fn release(conn: &impl ConnectionTrait, ids: &[i64], instance: &str) -> Result<()> {
    let rows = Entity::update_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::LeasedBy.eq(instance));
    unlease(rows).exec(conn).await?;
    Ok(())
}
