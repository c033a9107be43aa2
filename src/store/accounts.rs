//! The directory: which Slack account an address has, found or not, and since when we know.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::slack_account::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{CaseStatement, Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{CHUNK, Result};

/// The address has an account.
pub const FOUND: &str = "found";
/// It has none, or one that Slack does not show.
pub const NOT_FOUND: &str = "not_found";
/// Its account is switched off.
pub const DEACTIVATED: &str = "deactivated";

/// What is known of an address.
pub async fn by_email(conn: &impl ConnectionTrait, email: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(email.to_lowercase()).one(conn).await?)
}

/// What is known of these addresses, which are in lower case, by address.
pub async fn by_emails(conn: &impl ConnectionTrait, emails: &[String]) -> Result<HashMap<String, Model>> {
    let mut found = HashMap::new();
    for chunk in emails.chunks(CHUNK) {
        let rows = Entity::find().filter(Column::Email.is_in(chunk)).all(conn).await?;
        found.extend(rows.into_iter().map(|row| (row.email.clone(), row)));
    }
    Ok(found)
}

/// What is known of a Slack user.
pub async fn by_slack_id(conn: &impl ConnectionTrait, slack_id: &str) -> Result<Option<Model>> {
    let theirs = Entity::find().filter(Column::SlackId.eq(slack_id)).filter(Column::State.eq(FOUND));
    // Somebody whose address was changed has two; the newer one is theirs.
    Ok(theirs.order_by_desc(Column::CheckedAt).one(conn).await?)
}

/// The time zones of people, by address, as far as they are known.
pub async fn zones_of(conn: &impl ConnectionTrait, addresses: &[String]) -> Result<HashMap<String, String>> {
    let mut zones = HashMap::new();
    for chunk in addresses.chunks(CHUNK) {
        let known = Entity::find().filter(Column::Email.is_in(chunk)).filter(Column::TimeZone.is_not_null());
        let known = known.all(conn).await?;
        zones.extend(known.into_iter().filter_map(|row| Some((row.email, row.time_zone?))));
    }
    Ok(zones)
}

/// What Slack said of a lower-case address that has an account.
#[derive(Debug)]
pub struct Found<'a> {
    /// The address.
    pub email: &'a str,
    /// [`FOUND`] or [`DEACTIVATED`].
    pub state: &'static str,
    /// The account.
    pub slack_id: &'a str,
    /// Its zone.
    pub time_zone: Option<&'a str>,
}

/// Stores what Slack said of many addresses, each of them once.
pub async fn save_all(
    conn: &impl ConnectionTrait,
    mut found: Vec<Found<'_>>,
    now: DateTime<Utc>,
) -> Result<()> {
    // In order, so that two transactions never wait for each other.
    found.sort_by_key(|one| one.email);
    for chunk in found.chunks(CHUNK) {
        let rows = chunk.iter().map(|one| ActiveModel {
            email: Set(one.email.to_owned()),
            slack_id: Set(Some(one.slack_id.to_owned())),
            state: Set(one.state.to_owned()),
            channel: Set(None),
            time_zone: Set(one.time_zone.map(str::to_owned)),
            checked_at: Set(now),
        });
        Entity::insert_many(rows).on_conflict(what_slack_says()).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Stores what Slack said of an address.
pub async fn save(
    conn: &impl ConnectionTrait,
    email: &str,
    state: &str,
    slack_id: Option<&str>,
    time_zone: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = ActiveModel {
        email: Set(email.to_lowercase()),
        slack_id: Set(slack_id.map(str::to_owned)),
        state: Set(state.to_owned()),
        channel: Set(None),
        time_zone: Set(time_zone.map(str::to_owned)),
        checked_at: Set(now),
    };
    Entity::insert(row).on_conflict(what_slack_says()).exec_without_returning(conn).await?;
    Ok(())
}

/// Of an address that is known, all is news but the DM.
fn what_slack_says() -> OnConflict {
    OnConflict::column(Column::Email)
        .update_columns([Column::SlackId, Column::State, Column::TimeZone, Column::CheckedAt])
        .to_owned()
}

/// Remembers the DMs of Slack users.
pub async fn remember_channels(conn: &impl ConnectionTrait, of: &[(&str, &str)]) -> Result<()> {
    if of.is_empty() {
        return Ok(());
    }
    let mut channels = CaseStatement::new();
    for (slack_id, channel) in of {
        channels = channels.case(Column::SlackId.eq(*slack_id), Expr::value(*channel));
    }
    Entity::update_many()
        .filter(Column::SlackId.is_in(of.iter().map(|(slack_id, _)| *slack_id)))
        .col_expr(Column::Channel, channels.into())
        .exec(conn)
        .await?;
    Ok(())
}
