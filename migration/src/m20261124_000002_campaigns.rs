//! Campaigns: `campaign`, `review`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let campaign = Table::create()
            .table("campaign")
            .col(string("id").primary_key())
            .col(text("name"))
            .col(text_null("description"))
            .col(string("status"))
            .col(timestamp_with_time_zone("starts_at"))
            .col(timestamp_with_time_zone_null("ends_at"))
            .col(string_null("owner_id"))
            .col(boolean("silence_revokes"))
            .col(string_null("recurring_parent"))
            .col(timestamp_with_time_zone("first_seen_at"))
            .col(integer("read_number"))
            .col(timestamp_with_time_zone_null("synced_at"))
            .col(date("reminded_through"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(text_null("problem"))
            .to_owned();
        manager.create_table(campaign).await?;
        let ix_campaign_status =
            Index::create().name("ix_campaign_status").table("campaign").col("status").to_owned();
        manager.create_index(ix_campaign_status).await?;
        let review = Table::create()
            .table("review")
            .col(string("id").primary_key())
            .col(string("campaign_id"))
            .col(string("reviewer_kind"))
            .col(string_null("reviewer_id"))
            .col(text_null("reviewer_name"))
            .col(string("level"))
            .col(string("decision"))
            .col(string("arrival"))
            .col(integer("read_number"))
            .col(timestamp_with_time_zone("changed_at"))
            .to_owned();
        manager.create_table(review).await?;
        let ix_review_campaign = Index::create()
            .name("ix_review_campaign")
            .table("review")
            .col("campaign_id")
            .col("decision")
            .to_owned();
        manager.create_index(ix_review_campaign).await?;
        let ix_review_reviewer = Index::create()
            .name("ix_review_reviewer")
            .table("review")
            .col("reviewer_id")
            .col("decision")
            .to_owned();
        manager.create_index(ix_review_reviewer).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("review").to_owned()).await?;
        manager.drop_table(Table::drop().table("campaign").to_owned()).await?;
        Ok(())
    }
}
