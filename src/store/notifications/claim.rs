//! Claims on rows, which are leases.

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::{LEASE, Result, Store, commit};
use super::{PLANNED, SENDING, unlease};

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

/// Gives a claim back, so that the row is due as before.
pub async fn release(conn: &impl ConnectionTrait, ids: &[i64], instance: &str) -> Result<()> {
    let rows = Entity::update_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::LeasedBy.eq(instance));
    unlease(rows).exec(conn).await?;
    Ok(())
}
