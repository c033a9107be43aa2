//! What became of a claimed row, and what the record says of it.

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, UpdateMany};

use super::super::record::Noted;
use super::super::{LEASE, Result, Store, Tx, cards, commit, pace};
use super::{PLANNED, SENDING, SENT, held, settle, unlease};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::{Detail, sha256};
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
    let tries = (row.attempts > 0).then_some(row.attempts);
    tx.note(Noted::of(row, event, state, now, &Detail { tries, ..detail }));
    Ok(true)
}

/// Notes that a send of the text `said` begins, for whoever finds the row after a crash. False when the lease was
/// lost: then somebody else is at it, and nothing may be sent. False too while the pace is closed for all instances.
pub async fn begin_send(
    store: &Store,
    row: &Model,
    instance: &str,
    said: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let begun = held(row.id, instance)
        .filter(Column::LeasedUntil.gt(now))
        .filter(pace::is_open(now))
        .col_expr(Column::State, Expr::value(SENDING))
        .col_expr(Column::TriedAt, Expr::value(Some(row.tried_at.unwrap_or(now))))
        .col_expr(Column::Said, Expr::value(Some(said.to_owned())))
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)));
    let detail = Detail { said_sha256: Some(sha256(said.as_bytes())), ..Detail::default() };
    change(store, row, begun, (Event::Sending, State::Sending), detail, now).await
}

/// Slack's names for a message, and how we learnt them.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Channel of the DM.
    pub channel: &'a str,
    /// The message there.
    pub ts: &'a str,
    /// It was in doubt, and was found by its key.
    pub was_found: bool,
    /// What is kept of what it shows, where that is known.
    pub shown: Option<&'a str>,
}

/// Settles a row as sent, whoever holds it by now: it was.
pub async fn sent(store: &Store, row: &Model, arrival: Arrival<'_>, now: DateTime<Utc>) -> Result<()> {
    let Arrival { channel, ts, was_found, .. } = arrival;
    let other = Entity::update_many().filter(Column::Id.eq(row.id)).filter(Column::State.ne(SENT));
    let update = settle(other, State::Sent, None, now)
        .col_expr(Column::Channel, Expr::value(Some(channel.to_owned())))
        .col_expr(Column::Ts, Expr::value(Some(ts.to_owned())));
    let event = if was_found { Event::Found } else { Event::Sent };
    let detail = Detail { channel: Some(channel.to_owned()), ts: Some(ts.to_owned()), ..Detail::default() };
    let tx = store.begin().await?;
    if change_in(&tx, row, update, (event, State::Sent), detail, now).await? {
        // From here on it is kept true.
        match Notice::from_json(&row.payload) {
            Some(Notice::Board { campaign_id }) => {
                cards::begin_channel(&tx, row, &campaign_id, arrival, now).await?;
            }
            Some(notice) if notice.asks_for_decisions() => {
                cards::begin_dm(&tx, row, channel, ts, now).await?;
            }
            _ => {}
        }
        commit(tx).await?;
    }
    Ok(())
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
