//! The channel that was made for a campaign, in `campaign`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let channel = Table::alter().table("campaign").add_column(string_null("channel")).to_owned();
        manager.alter_table(channel).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let channel = Table::alter().table("campaign").drop_column("channel").to_owned();
        manager.alter_table(channel).await
    }
}
