//! Notices that are recorded instead of being sent, while the service is tried out, and what becomes of them when it is
//! not any more.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::record::Noted;
use super::super::{Result, Store, Tx, commit};
use super::send::noted;
use super::{HELD_BACK, PLANNED, REHEARSED, SENDING, SENT, UNKNOWN, about, held, settle};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::{Detail, sha256};
use crate::domain::pilot::Hold;

/// Settles a row that has this to say, and does not say it.
pub async fn hold(
    store: &Store,
    row: &Model,
    instance: &str,
    (hold, says): (Hold, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let tx = store.begin().await?;
    let update = settle(held(row.id, instance), hold.state(), Some(hold.why()), now)
        .col_expr(Column::Said, Expr::value(Some(says.to_owned())));
    if update.exec(&tx).await?.rows_affected == 0 {
        return Ok(());
    }
    let event = match hold {
        Hold::DryRun => Event::Rehearsed,
        Hold::NotInGroup => Event::HeldBack,
    };
    let detail = Detail {
        said_sha256: Some(sha256(says.as_bytes())),
        why: Some(hold.why().to_owned()),
        ..Detail::default()
    };
    tx.note(noted(row, event, hold.state(), now, detail));
    commit(tx).await
}

/// The notices of a campaign that were held and would still tell news if they were sent, oldest first.
pub async fn held_news(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<Model>> {
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(about(campaign_id)))
        .filter(Column::State.is_in([REHEARSED, HELD_BACK]))
        .filter(Column::Kind.is_in(["launch", "reassignment", "board"]))
        .order_by_asc(Column::Id);
    Ok(rows.all(conn).await?)
}

/// When each of those who were told of a campaign was last told of what waits for them; `now` where that is on its way.
pub async fn last_told(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    now: DateTime<Utc>,
) -> Result<HashMap<String, DateTime<Utc>>> {
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(about(campaign_id)))
        .filter(Column::State.is_in([PLANNED, SENDING, SENT, UNKNOWN]))
        .filter(Column::Kind.is_in(["launch", "reminder", "reassignment", "nudge", "board"]));
    let mut told: HashMap<String, DateTime<Utc>> = HashMap::new();
    for row in rows.all(conn).await? {
        let at = row.settled_at.unwrap_or(now);
        let known = told.entry(row.person_id).or_insert(at);
        *known = at.max(*known);
    }
    Ok(told)
}

/// Makes rows that were held due now, as if they had never been.
pub async fn release(tx: &Tx, rows: &[Model], now: DateTime<Utc>) -> Result<()> {
    let released = Entity::update_many()
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .filter(Column::State.is_in([REHEARSED, HELD_BACK]))
        .col_expr(Column::State, Expr::value(PLANNED))
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::Problem, Expr::value(None::<String>))
        .col_expr(Column::Said, Expr::value(None::<String>))
        .col_expr(Column::SettledAt, Expr::value(None::<DateTime<Utc>>))
        .exec_with_returning(tx)
        .await?;
    for row in released {
        tx.note(Noted::of(&row, Event::Revived, State::Planned, now, &Detail::default()));
    }
    Ok(())
}
