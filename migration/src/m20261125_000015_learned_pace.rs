//! What the workspace was found to take: leave is counted, and `slack_pace.learned` is what a refusal showed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, integer_null, timestamp_with_time_zone_null};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time, which is all that SQLite can add.
        let columns = [
            timestamp_with_time_zone_null("counted_from"),
            integer("counted").default(0).take(),
            integer_null("learned"),
            timestamp_with_time_zone_null("learned_at"),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table("slack_pace").add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["learned_at", "learned", "counted", "counted_from"] {
            manager.alter_table(Table::alter().table("slack_pace").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
