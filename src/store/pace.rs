//! The pace of all instances together: up to when leave to send was given, until when Slack wants nothing, and how much it
//! was found to take.

use chrono::{DateTime, Duration, Utc};
use entity::slack_pace::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};

use super::{Result, Store, Tx, commit};
use crate::domain::pace::{Ceiling, Learned};

/// Slack's method for messages, the one whose pace all instances share.
pub const POST: &str = "chat.postMessage";
/// Slack never asks for a longer wait; what is further off was written by a clock that was set back since.
const LONGEST_WAIT: Duration = Duration::hours(1);

/// A refusal within this of the end of a pause belongs to that pause.
const AFTER_A_PAUSE: Duration = Duration::seconds(5);

/// Leave to send some messages. What is not used may be given back, or is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    /// For so many.
    pub messages: u32,
    given_until: DateTime<Utc>,
    /// Under which it was given.
    ceiling: Ceiling,
}

/// What the pace says.
pub(super) enum Pace {
    /// So many messages may go.
    Room(u32, Held),
    /// None may before then.
    TooEarly(DateTime<Utc>),
}

/// The pace, which nobody else changes until the transaction ends.
pub(super) struct Held {
    row: Model,
    /// The one of the settings, or what the workspace was found to take.
    ceiling: Ceiling,
}

/// Looks at the pace, and keeps every other instance from it until the transaction ends.
pub(super) async fn hold(tx: &Tx, ceiling: Ceiling, now: DateTime<Utc>) -> Result<Pace> {
    let row = match locked(tx).await? {
        Some(row) => row,
        None => first(tx).await?,
    };
    if let Some(until) = row.closed_until.filter(|until| is_closed(*until, now)) {
        return Ok(Pace::TooEarly(until));
    }
    let ceiling = ceiling.or_learned(learned(&row), now);
    Ok(match ceiling.room(row.given_until, now) {
        0 => Pace::TooEarly(ceiling.next(row.given_until, now)),
        room => Pace::Room(room, Held { row, ceiling }),
    })
}

/// Takes leave for so many messages, or for as many as may go; none when none may.
pub async fn ask(
    store: &Store,
    ceiling: Ceiling,
    messages: u32,
    now: DateTime<Utc>,
) -> Result<Option<Leave>> {
    let tx = store.begin().await?;
    let leave = match hold(&tx, ceiling, now).await? {
        Pace::Room(room, held) => Some(held.give(&tx, Ord::min(messages, room), now).await?),
        Pace::TooEarly(_) => None,
    };
    commit(tx).await?;
    Ok(leave)
}

impl Held {
    /// Gives leave for so many messages.
    pub(super) async fn give(self, tx: &Tx, messages: u32, now: DateTime<Utc>) -> Result<Leave> {
        let Self { row, ceiling } = self;
        let given_until = ceiling.give(row.given_until, now, messages);
        let more = i32::try_from(messages).unwrap_or(i32::MAX);
        let (counted_from, counted) = match row.counted_from {
            Some(from) if is_within_a_minute(from, now) => (from, row.counted.saturating_add(more)),
            _ => (now, more),
        };
        Entity::update_many()
            .filter(Column::Method.eq(POST))
            .col_expr(Column::GivenUntil, Expr::value(Some(given_until)))
            .col_expr(Column::CountedFrom, Expr::value(Some(counted_from)))
            .col_expr(Column::Counted, Expr::value(counted))
            .exec(tx)
            .await?;
        Ok(Leave { messages, given_until, ceiling })
    }
}

/// Gives leave back that was not used. When others were given leave since, it is lost: time has passed that they might
/// have used, and nobody can say any more whether they did.
pub async fn give_back(conn: &impl ConnectionTrait, leave: Leave, unused: u32) -> Result<()> {
    Entity::update_many()
        .filter(Column::Method.eq(POST))
        .filter(Column::GivenUntil.eq(leave.given_until))
        .col_expr(Column::GivenUntil, Expr::value(Some(leave.given_until - leave.ceiling.worth(unused))))
        .exec(conn)
        .await?;
    Ok(())
}

/// Slack refused a message, and wants none before `until`: every instance keeps to that, and takes note of how many it had
/// taken. Several refusals at once are one.
pub async fn refused(
    store: &Store,
    until: DateTime<Utc>,
    ceiling: Ceiling,
    now: DateTime<Utc>,
) -> Result<Option<Learned>> {
    let tx = store.begin().await?;
    let row = match locked(&tx).await? {
        Some(row) => row,
        None => first(&tx).await?,
    };
    let closed = row.closed_until.filter(|closed| is_closed(*closed, now));
    let mut update = Entity::update_many().filter(Column::Method.eq(POST)).col_expr(
        Column::ClosedUntil,
        Expr::value(Some(closed.map_or(until, |closed| Ord::max(closed, until)))),
    );
    // One that comes as soon as the pause is over says that the pause was too short, and nothing about the pace.
    let was_closed_lately = row.closed_until.is_some_and(|until| now - until < AFTER_A_PAUSE);
    let mut found = None;
    if !was_closed_lately {
        let under = ceiling.or_learned(learned(&row), now);
        let taken = row.counted_from.filter(|from| is_within_a_minute(*from, now)).map_or(0, |_| row.counted);
        let learned = Learned::from_refusal(u32::try_from(taken).unwrap_or(0), under, now);
        update = update
            .col_expr(Column::Learned, Expr::value(i32::try_from(learned.messages).ok()))
            .col_expr(Column::LearnedAt, Expr::value(Some(now)))
            // What follows is counted anew, as Slack does.
            .col_expr(Column::CountedFrom, Expr::value(None::<DateTime<Utc>>));
        found = Some(learned);
    }
    update.exec(&tx).await?;
    commit(tx).await?;
    Ok(found)
}

fn learned(row: &Model) -> Option<Learned> {
    let messages = u32::try_from(row.learned?).ok()?;
    Some(Learned { messages, at: row.learned_at? })
}

fn is_within_a_minute(from: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (Duration::zero()..Duration::minutes(1)).contains(&(now - from))
}

/// Until when nothing may be sent, if not at `now`.
pub async fn closed_until(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let row = Entity::find_by_id(POST).one(conn).await?;
    Ok(row.and_then(|row| row.closed_until).filter(|until| is_closed(*until, now)))
}

/// Holds for a row of any table as long as something may be sent at `now`: one statement asks and acts.
pub(super) fn is_open(now: DateTime<Utc>) -> Condition {
    let closed = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Column::Method.eq(POST))
        .and_where(Column::ClosedUntil.gt(now))
        .and_where(Column::ClosedUntil.lte(now + LONGEST_WAIT))
        .to_owned();
    Condition::all().add(Expr::exists(closed).not())
}

fn is_closed(until: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    until > now && until <= now + LONGEST_WAIT
}

async fn locked(tx: &Tx) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(POST).lock_exclusive().one(tx).await?)
}

/// The row, made when there has never been one.
async fn first(tx: &Tx) -> Result<Model> {
    let row = ActiveModel { method: Set(POST.to_owned()), counted: Set(0), ..Default::default() };
    let known = OnConflict::column(Column::Method).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    let fresh = Model {
        method: POST.to_owned(),
        given_until: None,
        closed_until: None,
        counted_from: None,
        counted: 0,
        learned: None,
        learned_at: None,
    };
    Ok(locked(tx).await?.unwrap_or(fresh))
}
