//! Who manages a person: columns of `person`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_null, timestamp_with_time_zone_null};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One by one: SQLite adds one column in a statement.
        let who = Table::alter().table("person").add_column(string_null("manager_id")).to_owned();
        manager.alter_table(who).await?;
        let when = timestamp_with_time_zone_null("manager_read_at");
        manager.alter_table(Table::alter().table("person").add_column(when).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["manager_read_at", "manager_id"] {
            manager.alter_table(Table::alter().table("person").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
