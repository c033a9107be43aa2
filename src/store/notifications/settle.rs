//! What became of a claimed row that was not sent, and what the record says of it.

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::UpdateMany;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::super::{Result, Store, Tx, cards, commit};
use super::send::noted;
use super::{PLANNED, held, settle, unlease};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::Detail;
use crate::domain::notice::Notice;

/// Changes a row if it is still as `update` expects it, and records that; whether it was.
async fn change(
    store: &Store,
    row: &Model,
    update: UpdateMany<Entity>,
    (event, state): (Event, State),
    detail: Detail,
    now: DateTime<Utc>,
) -> Result<bool> {
    let tx = store.begin().await?;
    let is_changed = change_in(&tx, row, update, (event, state), detail, now).await?;
    if is_changed {
        commit(tx).await?;
    }
    Ok(is_changed)
}

/// The same within a transaction, for what becomes true with it.
async fn change_in(
    tx: &Tx,
    row: &Model,
    update: UpdateMany<Entity>,
    (event, state): (Event, State),
    detail: Detail,
    now: DateTime<Utc>,
) -> Result<bool> {
    if update.exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    tx.note(noted(row, event, state, now, detail));
    Ok(true)
}

/// How a row ends that was not sent, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It will never work.
    Failed,
    /// It may have been sent, and nobody can look.
    Unknown,
    /// There is nothing left to say.
    Dropped,
}

impl End {
    /// The state it leads to.
    pub fn state(self) -> State {
        match self {
            Self::Failed => State::Failed,
            Self::Unknown => State::Unknown,
            Self::Dropped => State::Dropped,
        }
    }

    fn event(self) -> Event {
        match self {
            Self::Failed => Event::Failed,
            Self::Unknown => Event::Unknown,
            Self::Dropped => Event::Dropped,
        }
    }
}

/// Settles a row for good, with the reason.
pub async fn close(
    store: &Store,
    row: &Model,
    instance: &str,
    end: End,
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let update = settle(held(row.id, instance), end.state(), Some(why), now);
    let detail = Detail { why: Some(why.to_owned()), ..Detail::default() };
    let tx = store.begin().await?;
    if change_in(&tx, row, update, (end.event(), end.state()), detail, now).await? {
        // The status of a campaign names those who could not be reached.
        for campaign_id in Notice::from_json(&row.payload).iter().flat_map(Notice::campaign_ids) {
            cards::stir_board(&tx, campaign_id, now).await?;
        }
        commit(tx).await?;
    }
    Ok(())
}

/// What is to become of a row that is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Nothing was tried: it keeps its number of tries, and the record says nothing.
    Untried,
    /// A question about it failed, such as whom it is for. One of its tries; the record says nothing.
    Asked,
    /// It was refused for now, so nothing was sent.
    Refused,
    /// It may have been sent: to be cleared up before it is sent again.
    InDoubt,
}

/// Puts a row off until `due`.
pub async fn put_off(
    store: &Store,
    row: &Model,
    instance: &str,
    due: DateTime<Utc>,
    (wait, why): (Wait, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let later = unlease(held(row.id, instance))
        .col_expr(Column::DueAt, Expr::value(due))
        .col_expr(Column::Problem, Expr::value(Some(why.to_owned())));
    let tried = || later.clone().col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1));
    let detail = Detail { why: Some(why.to_owned()), ..Detail::default() };
    match wait {
        Wait::Untried => {
            later.exec(&store.db).await?;
        }
        Wait::Asked => {
            tried().exec(&store.db).await?;
        }
        Wait::Refused => {
            let update = tried()
                .col_expr(Column::State, Expr::value(PLANNED))
                .col_expr(Column::TriedAt, Expr::value(None::<DateTime<Utc>>));
            change(store, row, update, (Event::Refused, State::Planned), detail, now).await?;
        }
        Wait::InDoubt => {
            change(store, row, tried(), (Event::InDoubt, State::Sending), detail, now).await?;
        }
    }
    Ok(())
}

/// Notes that a look for a send in doubt found nothing: it was not sent.
pub async fn not_sent(store: &Store, row: &Model, instance: &str, now: DateTime<Utc>) -> Result<bool> {
    let update = held(row.id, instance)
        .col_expr(Column::State, Expr::value(PLANNED))
        .col_expr(Column::TriedAt, Expr::value(None::<DateTime<Utc>>));
    change(store, row, update, (Event::NotArrived, State::Planned), Detail::default(), now).await
}
