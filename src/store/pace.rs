//! The pace of all instances together: up to when leave to send was given, and until when Slack wants nothing.

use chrono::{DateTime, Duration, Utc};
use entity::slack_pace::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};

use super::{Result, Tx};
use crate::domain::pace::Ceiling;

/// Slack's method for messages, the one whose pace all instances share.
pub const POST: &str = "chat.postMessage";
/// Slack never asks for a longer wait; what is further off was written by a clock that was set back since.
const LONGEST_WAIT: Duration = Duration::hours(1);

/// Leave to send some messages. What is not used may be given back, or is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    /// For so many.
    pub messages: u32,
    given_until: DateTime<Utc>,
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
    given_until: Option<DateTime<Utc>>,
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
    Ok(match ceiling.room(row.given_until, now) {
        0 => Pace::TooEarly(ceiling.next(row.given_until, now)),
        room => Pace::Room(room, Held { given_until: row.given_until }),
    })
}

impl Held {
    /// Gives leave for so many messages.
    pub(super) async fn give(
        self,
        tx: &Tx,
        ceiling: Ceiling,
        messages: u32,
        now: DateTime<Utc>,
    ) -> Result<Leave> {
        let given_until = ceiling.give(self.given_until, now, messages);
        Entity::update_many()
            .filter(Column::Method.eq(POST))
            .col_expr(Column::GivenUntil, Expr::value(Some(given_until)))
            .exec(tx)
            .await?;
        Ok(Leave { messages, given_until })
    }
}

/// Gives leave back that was not used. When others were given leave since, it is lost: time has passed that they might
/// have used, and nobody can say any more whether they did.
pub async fn give_back(
    conn: &impl ConnectionTrait,
    ceiling: Ceiling,
    leave: Leave,
    unused: u32,
) -> Result<()> {
    Entity::update_many()
        .filter(Column::Method.eq(POST))
        .filter(Column::GivenUntil.eq(leave.given_until))
        .col_expr(Column::GivenUntil, Expr::value(Some(leave.given_until - ceiling.worth(unused))))
        .exec(conn)
        .await?;
    Ok(())
}

/// Keeps every instance from sending before `until`.
pub async fn close(conn: &impl ConnectionTrait, until: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    let earlier = Condition::any()
        .add(Column::ClosedUntil.is_null())
        .add(Column::ClosedUntil.lt(until))
        .add(Column::ClosedUntil.gt(now + LONGEST_WAIT));
    Entity::update_many()
        .filter(Column::Method.eq(POST))
        .filter(earlier)
        .col_expr(Column::ClosedUntil, Expr::value(Some(until)))
        .exec(conn)
        .await?;
    Ok(())
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
    let row = ActiveModel { method: Set(POST.to_owned()), given_until: Set(None), closed_until: Set(None) };
    let known = OnConflict::column(Column::Method).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    let fresh = Model { method: POST.to_owned(), given_until: None, closed_until: None };
    Ok(locked(tx).await?.unwrap_or(fresh))
}
