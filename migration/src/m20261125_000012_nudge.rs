//! Reminders that administrators asked for: `nudge`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, string, string_null, text_null, timestamp_with_time_zone,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let nudge = Table::create()
            .table("nudge")
            .col(big_pk_auto("id"))
            .col(string("campaign_id"))
            .col(string_null("person_id"))
            .col(string("asked_by"))
            .col(text_null("asker_name"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(big_integer("people"))
            .to_owned();
        manager.create_table(nudge).await?;
        let by_campaign = Index::create()
            .name("ix_nudge_campaign")
            .table("nudge")
            .col("campaign_id")
            .col("asked_at")
            .to_owned();
        manager.create_index(by_campaign).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("nudge").to_owned()).await
    }
}
