//! What is kept no longer.

use chrono::{DateTime, Utc};
use entity::{
    campaign, card, click, delivery_record, delivery_record_head, handover, inbox_event,
    notification_campaign, notification_log, nudge, review, snooze,
};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Result;
use super::cards::HOME;
use super::inbox::NEW;

/// Removes the record of campaigns that ended before `ended_before`: reviews, notices and
/// what happened to them, cards, snoozes, handovers, clicks, events.
/// Says how many campaigns.
pub async fn forget_campaigns(conn: &impl ConnectionTrait, ended_before: DateTime<Utc>) -> Result<u64> {
    let ended = campaign::Entity::find().filter(campaign::Column::EndedAt.lt(ended_before)).all(conn).await?;
    let ids: Vec<String> = ended.into_iter().map(|campaign| campaign.id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    review::Entity::delete_many().filter(review::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    handover::Entity::delete_many().filter(handover::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    snooze::Entity::delete_many().filter(snooze::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    card::Entity::delete_many().filter(card::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    click::Entity::delete_many().filter(click::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    nudge::Entity::delete_many().filter(nudge::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    inbox_event::Entity::delete_many().filter(inbox_event::Column::CampaignId.is_in(&ids)).exec(conn).await?;
    notification_campaign::Entity::delete_many()
        .filter(notification_campaign::Column::CampaignId.is_in(&ids))
        .exec(conn)
        .await?;
    delivery_record::Entity::delete_many()
        .filter(delivery_record::Column::CampaignId.is_in(&ids))
        .exec(conn)
        .await?;
    delivery_record_head::Entity::delete_many()
        .filter(delivery_record_head::Column::CampaignId.is_in(&ids))
        .exec(conn)
        .await?;
    let linked = Query::select()
        .column(notification_campaign::Column::NotificationId)
        .from(notification_campaign::Entity)
        .to_owned();
    notification_log::Entity::delete_many()
        .filter(notification_log::Column::PlannedAt.lt(ended_before))
        .filter(notification_log::Column::Id.not_in_subquery(linked))
        .exec(conn)
        .await?;
    let notices =
        Query::select().column(notification_log::Column::Id).from(notification_log::Entity).to_owned();
    card::Entity::delete_many()
        .filter(card::Column::NotificationId.is_not_null())
        .filter(card::Column::NotificationId.not_in_subquery(notices))
        .exec(conn)
        .await?;
    let removed = campaign::Entity::delete_many().filter(campaign::Column::Id.is_in(&ids)).exec(conn).await?;
    Ok(removed.rows_affected)
}

/// Removes the App Homes that nobody has looked at since then: the next look makes a new one.
pub async fn forget_homes(conn: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let removed = card::Entity::delete_many()
        .filter(card::Column::Kind.eq(HOME))
        .filter(card::Column::SeenAt.lt(before))
        .exec(conn)
        .await?;
    Ok(removed.rows_affected)
}

/// Removes settled events that came before `before`; long after any vendor would repeat one.
pub async fn forget_events(conn: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let removed = inbox_event::Entity::delete_many()
        .filter(inbox_event::Column::State.ne(NEW))
        .filter(inbox_event::Column::ReceivedAt.lt(before))
        .exec(conn)
        .await?;
    Ok(removed.rows_affected)
}
