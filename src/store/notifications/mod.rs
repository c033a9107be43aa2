//! The outbox, which is the notification log: planned with a key, claimed by a lease, settled.

mod claim;
mod hold;
mod plan;
mod send;
mod settle;
mod turn;

use chrono::{DateTime, Utc};
use entity::notification_campaign;
use entity::notification_log::{self, Column, Entity};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, UpdateMany,
};

use super::{Result, first_due};
use crate::domain::delivery::State;
use crate::domain::notice::{CHANNEL, Notice};

pub use claim::{Claim, claim, release};
pub use hold::{held_news, hold, last_told, release as release_held};
pub use plan::{Planned, known, not_before, not_dropped, plan, take_back_owner_digests, take_back_reminders};
pub use send::{Arrival, begin_sends, sent};
pub use settle::{End, Wait, close, not_sent, put_off};

/// Decided on.
pub const PLANNED: &str = State::Planned.as_str();
/// A send has begun whose outcome is open.
pub const SENDING: &str = State::Sending.as_str();
/// Slack took it.
pub const SENT: &str = State::Sent.as_str();
/// Given up; the row says why.
pub const FAILED: &str = State::Failed.as_str();
/// Sent, but nobody can say whether it arrived.
pub const UNKNOWN: &str = State::Unknown.as_str();
/// Not sent, because there was nothing left to say.
pub const DROPPED: &str = State::Dropped.as_str();

/// Not sent, because nothing is: it would have been.
pub const REHEARSED: &str = State::Rehearsed.as_str();
/// Not sent to somebody who is not in the pilot group.
pub const HELD_BACK: &str = State::HeldBack.as_str();

/// Why a notice is dropped whose items were decided, or went on, before it was sent.
pub const NOTHING_LEFT: &str = "there was nothing left to say";

/// When the next open row becomes due or loses its lease.
pub async fn next_due(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    first_due(conn, NEXT_DUE).await
}

/// Indexes answer: the first that waits in each state, and the few that are leased.
const NEXT_DUE: &str = "
    SELECT MIN(due) AS due FROM (
        SELECT (SELECT due_at FROM notification_log
                 WHERE state = 'planned' AND leased_until IS NULL ORDER BY due_at LIMIT 1) AS due
        UNION ALL
        SELECT (SELECT due_at FROM notification_log
                 WHERE state = 'sending' AND leased_until IS NULL ORDER BY due_at LIMIT 1)
        UNION ALL
        SELECT MIN(CASE WHEN state NOT IN ('planned', 'sending') THEN NULL
                        WHEN leased_until > due_at THEN leased_until ELSE due_at END)
          FROM notification_log WHERE leased_until IS NOT NULL
    ) AS waiting_or_leased";

/// How many rows wait, and since when the oldest of them does.
pub async fn queue(conn: &impl ConnectionTrait) -> Result<(u64, Option<DateTime<Utc>>)> {
    let open = Entity::find().filter(Column::State.is_in([PLANNED, SENDING]));
    let depth = open.clone().count(conn).await?;
    let oldest = open.order_by_asc(Column::PlannedAt).one(conn).await?;
    Ok((depth, oldest.map(|row| row.planned_at)))
}

/// The rows that are not settled, oldest first.
pub async fn open(conn: &impl ConnectionTrait) -> Result<Vec<notification_log::Model>> {
    let open = Entity::find().filter(Column::State.is_in([PLANNED, SENDING])).order_by_asc(Column::Id);
    Ok(open.all(conn).await?)
}

/// One notice.
pub async fn find(conn: &impl ConnectionTrait, id: i64) -> Result<Option<notification_log::Model>> {
    Ok(Entity::find_by_id(id).one(conn).await?)
}

/// Those of these notices that there are.
pub async fn by_id(
    conn: &impl ConnectionTrait,
    ids: impl Iterator<Item = i64>,
) -> Result<Vec<notification_log::Model>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids)).all(conn).await?)
}

/// Whether a notice for the campaign channel was planned, whatever became of it.
pub async fn is_planned(conn: &impl ConnectionTrait, notice: &Notice) -> Result<bool> {
    let same = Entity::find().filter(Column::Key.eq(notice.key(CHANNEL)));
    Ok(same.one(conn).await?.is_some())
}

/// Numbers of the notices about a campaign.
pub(super) fn about(campaign_id: &str) -> SelectStatement {
    Query::select()
        .column(notification_campaign::Column::NotificationId)
        .from(notification_campaign::Entity)
        .and_where(notification_campaign::Column::CampaignId.eq(campaign_id))
        .to_owned()
}

/// Rows that this instance still holds.
fn held(id: i64, instance: &str) -> UpdateMany<notification_log::Entity> {
    Entity::update_many().filter(Column::Id.eq(id)).filter(Column::LeasedBy.eq(instance))
}

fn unlease(update: UpdateMany<notification_log::Entity>) -> UpdateMany<notification_log::Entity> {
    update
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
}

fn settle(
    update: UpdateMany<notification_log::Entity>,
    state: State,
    problem: Option<&str>,
    now: DateTime<Utc>,
) -> UpdateMany<notification_log::Entity> {
    unlease(update)
        .col_expr(Column::State, Expr::value(state.as_str()))
        .col_expr(Column::Problem, Expr::value(problem.map(str::to_owned)))
        .col_expr(Column::SettledAt, Expr::value(Some(now)))
}
