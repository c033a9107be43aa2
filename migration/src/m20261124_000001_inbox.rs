//! Inbox: `inbox_event`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_pk_auto, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let inbox_event = Table::create()
            .table("inbox_event")
            .col(big_pk_auto("id"))
            .col(string("source"))
            .col(string("event_uuid"))
            .col(string("kind"))
            .col(string_null("campaign_id"))
            .col(text("payload"))
            .col(string("state"))
            .col(timestamp_with_time_zone("received_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(integer("attempts"))
            .col(string_null("leased_by"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .col(text_null("remark"))
            .to_owned();
        manager.create_table(inbox_event).await?;
        let uq_inbox_event = Index::create()
            .name("uq_inbox_event")
            .table("inbox_event")
            .col("source")
            .col("event_uuid")
            .unique()
            .to_owned();
        manager.create_index(uq_inbox_event).await?;
        let ix_inbox_due =
            Index::create().name("ix_inbox_due").table("inbox_event").col("state").col("due_at").to_owned();
        manager.create_index(ix_inbox_due).await?;
        let ix_inbox_campaign = Index::create()
            .name("ix_inbox_campaign")
            .table("inbox_event")
            .col("campaign_id")
            .col("state")
            .to_owned();
        manager.create_index(ix_inbox_campaign).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("inbox_event").to_owned()).await?;
        Ok(())
    }
}
