//! Schedule state: `schedule_state`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, integer, string, string_null, text_null, timestamp_with_time_zone_null,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schedule_state = Table::create()
            .table("schedule_state")
            .col(string("name").primary_key())
            .col(timestamp_with_time_zone_null("due_at"))
            .col(date_null("done_for"))
            .col(timestamp_with_time_zone_null("last_done_at"))
            .col(integer("attempts"))
            .col(text_null("cursor"))
            .col(string_null("leased_by"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .to_owned();
        manager.create_table(schedule_state).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("schedule_state").to_owned()).await?;
        Ok(())
    }
}
