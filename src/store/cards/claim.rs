//! Claims on cards, which are leases, and what became of them.

use chrono::{DateTime, Utc};
use entity::card::{Column, Entity, Model};
use entity::notification_log::Model as Notice;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
};

use super::super::record::Noted;
use super::super::{LEASE, Result, Store, Tx, commit, first_due};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::Detail;

/// When the next card is to be looked at, or loses its lease.
pub async fn next_due(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    first_due(conn, NEXT_DUE).await
}

/// Two indexes answer: the first that waits, and the few that are leased.
const NEXT_DUE: &str = "
    SELECT MIN(due) AS due FROM (
        SELECT (SELECT due_at FROM card
                 WHERE due_at IS NOT NULL AND leased_until IS NULL ORDER BY due_at LIMIT 1) AS due
        UNION ALL
        SELECT MIN(CASE WHEN leased_until > due_at THEN leased_until ELSE due_at END)
          FROM card WHERE leased_until IS NOT NULL AND due_at IS NOT NULL
    ) AS waiting_or_leased";

/// Claims the next due cards of these kinds.
pub async fn claim(
    store: &Store,
    instance: &str,
    kinds: &[&str],
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Model>> {
    let tx = store.begin().await?;
    let due = Entity::find()
        .filter(Column::DueAt.lte(now))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(&tx)
        .await?;
    Entity::update_many()
        .filter(Column::Id.is_in(due.iter().map(|card| card.id)))
        .col_expr(Column::LeasedBy, Expr::value(Some(instance.to_owned())))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(&tx)
        .await?;
    commit(tx).await?;
    Ok(due)
}

/// What became of a card that was looked at.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What it shows now.
    pub shown: Option<String>,
    /// It was changed.
    pub is_edited: bool,
    /// It says its last word.
    pub is_closed: bool,
    /// When it is looked at again although nothing happens.
    pub again: Option<DateTime<Utc>>,
    /// Why it could not be changed, for good.
    pub problem: Option<String>,
    /// The notice that it was sent as, and what the record says of the change.
    pub record: Option<(Notice, Detail)>,
}

/// Settles cards that were looked at, together. What happened to one meanwhile keeps it due.
pub async fn settle(
    store: &Store,
    looked_at: Vec<(&Model, Outcome)>,
    instance: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    if looked_at.is_empty() {
        return Ok(());
    }
    let tx = store.begin().await?;
    for (card, outcome) in looked_at {
        settle_one(&tx, card, instance, outcome, now).await?;
    }
    commit(tx).await
}

async fn settle_one(
    tx: &Tx,
    card: &Model,
    instance: &str,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<()> {
    let again: Expr = if outcome.is_closed {
        Expr::value(None::<DateTime<Utc>>)
    } else {
        let is_quiet = Column::Stirred.eq(card.stirred);
        CaseStatement::new()
            .case(is_quiet, Expr::value(outcome.again))
            .finally(Expr::col(Column::DueAt))
            .into()
    };
    let mut update = unlease(held(card, instance))
        .col_expr(Column::DueAt, again)
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::Problem, Expr::value(outcome.problem));
    if let Some(shown) = outcome.shown {
        update = update.col_expr(Column::Shown, Expr::value(Some(shown)));
    }
    if outcome.is_edited {
        update = update.col_expr(Column::EditedAt, Expr::value(Some(now)));
    }
    if outcome.is_closed {
        update = update.col_expr(Column::ClosedAt, Expr::value(Some(now)));
    }
    if update.exec(tx).await?.rows_affected == 1
        && let Some((row, detail)) = &outcome.record
    {
        tx.note(Noted::of(row, Event::Edited, State::Sent, now, detail));
    }
    Ok(())
}

/// Puts a card off until `due` after a try that did not get through.
pub async fn put_off(
    conn: &impl ConnectionTrait,
    card: &Model,
    instance: &str,
    due: DateTime<Utc>,
    why: Option<&str>,
) -> Result<()> {
    let update = unlease(held(card, instance)).col_expr(Column::DueAt, Expr::value(Some(due)));
    let update = match why {
        Some(why) => update
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::Problem, Expr::value(Some(why.to_owned()))),
        // Not its turn yet: that was no try.
        None => update,
    };
    update.exec(conn).await?;
    Ok(())
}

fn held(card: &Model, instance: &str) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::Id.eq(card.id)).filter(Column::LeasedBy.eq(instance))
}

fn unlease(update: UpdateMany<Entity>) -> UpdateMany<Entity> {
    update
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
}
