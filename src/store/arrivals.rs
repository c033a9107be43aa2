//! What the record of earlier messages says about the app in Slack.

use chrono::{DateTime, Utc};
use entity::{card, notification_log};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Result;
use super::cards::HOME;
use super::notifications::{FAILED, SENT};

/// Whether the last direct message arrived or failed for this reason, and when; `None` when neither ever happened.
pub async fn last_dm(conn: &impl ConnectionTrait, refusal: &str) -> Result<Option<(bool, DateTime<Utc>)>> {
    use notification_log::{Column, Entity};
    let newest = || Entity::find().order_by_desc(Column::Id);
    let sent =
        newest().filter(Column::State.eq(SENT)).filter(Column::Channel.starts_with("D")).one(conn).await?;
    let failed =
        newest().filter(Column::State.eq(FAILED)).filter(Column::Problem.eq(refusal)).one(conn).await?;
    let at = |row: Option<notification_log::Model>| row.and_then(|row| row.settled_at);
    Ok(match (at(sent), at(failed)) {
        (Some(sent), Some(failed)) if failed >= sent => Some((false, failed)),
        (Some(sent), _) => Some((true, sent)),
        (None, Some(failed)) => Some((false, failed)),
        (None, None) => None,
    })
}

/// When somebody last opened their App Home.
pub async fn last_home(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    use card::{Column, Entity};
    let newest = Entity::find().filter(Column::Kind.eq(HOME)).order_by_desc(Column::SeenAt).one(conn).await?;
    Ok(newest.and_then(|card| card.seen_at))
}
