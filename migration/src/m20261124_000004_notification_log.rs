//! Notification log: `notification_log`, `notification_campaign`, `handover`, `click`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let notification_log = Table::create()
            .table("notification_log")
            .col(big_pk_auto("id"))
            .col(string("key"))
            .col(string("kind"))
            .col(string("person_id"))
            .col(text("payload"))
            .col(string("state"))
            .col(timestamp_with_time_zone("planned_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(integer("attempts"))
            .col(string_null("leased_by"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .col(timestamp_with_time_zone_null("tried_at"))
            .col(timestamp_with_time_zone_null("settled_at"))
            .col(string_null("channel"))
            .col(string_null("ts"))
            .col(text_null("problem"))
            .to_owned();
        manager.create_table(notification_log).await?;
        let uq_notification_key = Index::create()
            .name("uq_notification_key")
            .table("notification_log")
            .col("key")
            .unique()
            .to_owned();
        manager.create_index(uq_notification_key).await?;
        let ix_notification_due = Index::create()
            .name("ix_notification_due")
            .table("notification_log")
            .col("state")
            .col("due_at")
            .to_owned();
        manager.create_index(ix_notification_due).await?;
        let ix_notification_person = Index::create()
            .name("ix_notification_person")
            .table("notification_log")
            .col("person_id")
            .col("kind")
            .to_owned();
        manager.create_index(ix_notification_person).await?;
        let notification_campaign = Table::create()
            .table("notification_campaign")
            .col(big_integer("notification_id"))
            .col(string("campaign_id"))
            .primary_key(Index::create().col("notification_id").col("campaign_id"))
            .to_owned();
        manager.create_table(notification_campaign).await?;
        let ix_notification_campaign = Index::create()
            .name("ix_notification_campaign")
            .table("notification_campaign")
            .col("campaign_id")
            .to_owned();
        manager.create_index(ix_notification_campaign).await?;
        what_people_did(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("click").to_owned()).await?;
        manager.drop_table(Table::drop().table("handover").to_owned()).await?;
        manager.drop_table(Table::drop().table("notification_campaign").to_owned()).await?;
        manager.drop_table(Table::drop().table("notification_log").to_owned()).await?;
        Ok(())
    }
}

/// `handover` and `click`.
async fn what_people_did(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let handover = Table::create()
        .table("handover")
        .col(big_pk_auto("id"))
        .col(string("campaign_id"))
        .col(string("review_id"))
        .col(string_null("from_id"))
        .col(text_null("from_name"))
        .col(string("to_id"))
        .col(text_null("note"))
        .col(string("state"))
        .col(timestamp_with_time_zone("noticed_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .to_owned();
    manager.create_table(handover).await?;
    let ix_handover_state =
        Index::create().name("ix_handover_state").table("handover").col("state").col("noticed_at").to_owned();
    manager.create_index(ix_handover_state).await?;
    let ix_handover_review =
        Index::create().name("ix_handover_review").table("handover").col("review_id").col("to_id").to_owned();
    manager.create_index(ix_handover_review).await?;
    let click = Table::create()
        .table("click")
        .col(big_pk_auto("id"))
        .col(string("slack_id"))
        .col(string("action_id"))
        .col(string_null("campaign_id"))
        .col(string("action_ts"))
        .col(timestamp_with_time_zone("clicked_at"))
        .to_owned();
    manager.create_table(click).await?;
    let uq_click =
        Index::create().name("uq_click").table("click").col("slack_id").col("action_ts").unique().to_owned();
    manager.create_index(uq_click).await?;
    Ok(())
}
