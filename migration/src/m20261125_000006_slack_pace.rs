//! The pace of all instances together: `slack_pace`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string, timestamp_with_time_zone_null};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let slack_pace = Table::create()
            .table("slack_pace")
            .col(string("method").primary_key())
            .col(timestamp_with_time_zone_null("given_until"))
            .col(timestamp_with_time_zone_null("closed_until"))
            .to_owned();
        manager.create_table(slack_pace).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("slack_pace").to_owned()).await?;
        Ok(())
    }
}
