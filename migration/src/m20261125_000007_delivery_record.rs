//! Evidence: `delivery_record`, `delivery_record_head`; and what was said, in `notification_log`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, string, string_null, text, text_null, timestamp_with_time_zone,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let delivery_record = Table::create()
            .table("delivery_record")
            .col(string("campaign_id"))
            .col(big_integer("number"))
            .col(timestamp_with_time_zone("at"))
            .col(string("key"))
            .col(string("kind"))
            .col(string("person_id"))
            .col(string("event"))
            .col(string_null("state"))
            .col(text("detail"))
            .col(string("previous"))
            .col(string("hash"))
            .primary_key(Index::create().col("campaign_id").col("number"))
            .to_owned();
        manager.create_table(delivery_record).await?;
        let ix_delivery_record_key =
            Index::create().name("ix_delivery_record_key").table("delivery_record").col("key").to_owned();
        manager.create_index(ix_delivery_record_key).await?;
        let delivery_record_head = Table::create()
            .table("delivery_record_head")
            .col(string("campaign_id").primary_key())
            .col(big_integer("number"))
            .col(string("hash"))
            .to_owned();
        manager.create_table(delivery_record_head).await?;
        let said = Table::alter().table("notification_log").add_column(text_null("said")).to_owned();
        manager.alter_table(said).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let said = Table::alter().table("notification_log").drop_column("said").to_owned();
        manager.alter_table(said).await?;
        manager.drop_table(Table::drop().table("delivery_record_head").to_owned()).await?;
        manager.drop_table(Table::drop().table("delivery_record").to_owned()).await
    }
}
