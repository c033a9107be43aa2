//! Work that happens once, whoever does it: what is due when, and who is at it.

use chrono::{DateTime, NaiveDate, Utc};
use entity::schedule_state::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{LEASE, Result};

/// How a piece of work stands; never done when there is no row.
pub async fn find(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(name).one(conn).await?)
}

/// Work that was never done.
fn fresh(name: &str) -> ActiveModel {
    ActiveModel {
        name: Set(name.to_owned()),
        due_at: Set(None),
        done_for: Set(None),
        last_done_at: Set(None),
        attempts: Set(0),
        cursor: Set(None),
        leased_by: Set(None),
        leased_until: Set(None),
    }
}

/// Writes that something was done now, whoever did it.
pub async fn touch(conn: &impl ConnectionTrait, name: &str, now: DateTime<Utc>) -> Result<()> {
    let row = ActiveModel { last_done_at: Set(Some(now)), ..fresh(name) };
    let known = OnConflict::column(Column::Name).update_column(Column::LastDoneAt).to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(conn).await?;
    Ok(())
}

/// Claims it, unless somebody else is at it.
pub async fn claim(
    conn: &impl ConnectionTrait,
    name: &str,
    instance: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let known = OnConflict::column(Column::Name).do_nothing().to_owned();
    Entity::insert(fresh(name)).on_conflict(known).exec_without_returning(conn).await?;
    let free = Condition::any()
        .add(Column::LeasedUntil.is_null())
        .add(Column::LeasedUntil.lte(now))
        .add(Column::LeasedBy.eq(instance));
    let claimed = Entity::update_many()
        .filter(Column::Name.eq(name))
        .filter(free)
        .col_expr(Column::LeasedBy, Expr::value(Some(instance.to_owned())))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(conn)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Notes that it is done, to be done again at `next`, unless somebody hurried it since it was due at `was`: then that wish
/// stays. False when the claim was lost meanwhile, so that the caller's transaction must not become true.
pub async fn done_unless_hurried(
    conn: &impl ConnectionTrait,
    name: &str,
    instance: &str,
    was: Option<DateTime<Utc>>,
    next: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    let is_as_it_was = was.map_or_else(|| Column::DueAt.is_null(), |was| Column::DueAt.eq(was));
    let due = CaseStatement::new().case(is_as_it_was, Expr::value(next)).finally(Expr::col(Column::DueAt));
    settle(conn, name, instance, None, due.into(), now).await
}

/// Notes that it is done: for the day `done_for` where it is a day's work, to be done again at `due`. False when
/// the claim was lost meanwhile, so that the caller's transaction must not become true.
pub async fn done(
    conn: &impl ConnectionTrait,
    name: &str,
    instance: &str,
    done_for: Option<NaiveDate>,
    due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool> {
    settle(conn, name, instance, done_for, Expr::value(due), now).await
}

async fn settle(
    conn: &impl ConnectionTrait,
    name: &str,
    instance: &str,
    done_for: Option<NaiveDate>,
    due: Expr,
    now: DateTime<Utc>,
) -> Result<bool> {
    let settled = Entity::update_many()
        .filter(Column::Name.eq(name))
        .filter(Column::LeasedBy.eq(instance))
        .col_expr(Column::DoneFor, Expr::value(done_for))
        .col_expr(Column::DueAt, due)
        .col_expr(Column::LastDoneAt, Expr::value(Some(now)))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(settled.rows_affected == 1)
}

/// Puts it off until `due` after a try that did not get through. False when the
/// claim was lost meanwhile.
pub async fn put_off(
    conn: &impl ConnectionTrait,
    name: &str,
    instance: &str,
    due: DateTime<Utc>,
) -> Result<bool> {
    let settled = Entity::update_many()
        .filter(Column::Name.eq(name))
        .filter(Column::LeasedBy.eq(instance))
        .col_expr(Column::DueAt, Expr::value(Some(due)))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .exec(conn)
        .await?;
    Ok(settled.rows_affected == 1)
}

/// Notes where to go on, and keeps the claim. False when the claim was lost meanwhile, so that the caller's
/// transaction must not become true.
pub async fn advance(
    conn: &impl ConnectionTrait,
    name: &str,
    instance: &str,
    cursor: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let noted = Entity::update_many()
        .filter(Column::Name.eq(name))
        .filter(Column::LeasedBy.eq(instance))
        .col_expr(Column::Cursor, Expr::value(Some(cursor.to_owned())))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(conn)
        .await?;
    Ok(noted.rows_affected == 1)
}

/// Makes it due now.
pub async fn hurry(conn: &impl ConnectionTrait, name: &str, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .filter(Column::Name.eq(name))
        .col_expr(Column::DueAt, Expr::value(Some(now)))
        .exec(conn)
        .await?;
    Ok(())
}
