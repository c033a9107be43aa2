//! Buttons that were pressed.

use chrono::{DateTime, Utc};
use entity::click::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::Result;

/// A press, as Slack names it.
#[derive(Debug, Clone)]
pub struct Press {
    /// Who pressed.
    pub slack_id: String,
    /// What.
    pub action_id: String,
    /// The campaign the button was for.
    pub campaign_id: Option<String>,
    /// Slack's instant of it; with `slack_id` it names the press.
    pub action_ts: String,
}

/// Stores presses once each, however often Slack tells of them, all of them or none; says how many are news.
pub async fn record(conn: &impl ConnectionTrait, presses: Vec<Press>, now: DateTime<Utc>) -> Result<u64> {
    let rows = presses.into_iter().map(|press| ActiveModel {
        slack_id: Set(press.slack_id),
        action_id: Set(press.action_id),
        campaign_id: Set(press.campaign_id),
        action_ts: Set(press.action_ts),
        clicked_at: Set(now),
        ..Default::default()
    });
    let known = OnConflict::columns([Column::SlackId, Column::ActionTs]).do_nothing().to_owned();
    Ok(Entity::insert_many(rows).on_conflict(known).exec_without_returning(conn).await?)
}
