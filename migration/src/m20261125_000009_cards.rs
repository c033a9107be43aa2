//! What was posted and may have to be changed, `card`; who does not want to be reminded for a while, `snooze`; and who had
//! an item before, in `review`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, big_pk_auto, date, integer, string, string_null, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

/// The DMs that are in Slack become cards: the next thing that happens to their campaigns is seen on them too.
const DMS: &str = "
    INSERT INTO card (kind, key, notification_id, channel, ts, made_at, stirred, attempts)
    SELECT 'dm', 'dm:' || id, id, channel, ts, settled_at, 0, 0 FROM notification_log
     WHERE state = 'sent' AND channel IS NOT NULL AND ts IS NOT NULL AND settled_at IS NOT NULL
     ORDER BY id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let card = Table::create()
            .table("card")
            .col(big_pk_auto("id"))
            .col(string("kind"))
            .col(string("key").unique_key())
            .col(big_integer_null("notification_id"))
            .col(string_null("campaign_id"))
            .col(string_null("slack_id"))
            .col(string_null("channel"))
            .col(string_null("ts"))
            .col(text_null("shown"))
            .col(timestamp_with_time_zone("made_at"))
            .col(timestamp_with_time_zone_null("seen_at"))
            .col(timestamp_with_time_zone_null("due_at"))
            .col(integer("stirred"))
            .col(integer("attempts"))
            .col(string_null("leased_by"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .col(timestamp_with_time_zone_null("edited_at"))
            .col(timestamp_with_time_zone_null("closed_at"))
            .col(text_null("problem"))
            .to_owned();
        manager.create_table(card).await?;
        for column in ["due_at", "notification_id", "campaign_id", "slack_id"] {
            let name = format!("ix_card_{column}");
            let index = Index::create().name(name).table("card").col(column).to_owned();
            manager.create_index(index).await?;
        }
        manager.get_connection().execute_unprepared(DMS).await?;
        let snooze = Table::create()
            .table("snooze")
            .col(big_pk_auto("id"))
            .col(string("person_id"))
            .col(string("campaign_id"))
            .col(date("until"))
            .col(string("by"))
            .col(timestamp_with_time_zone("begun_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(string_null("ended_by"))
            .to_owned();
        manager.create_table(snooze).await?;
        let ix_snooze =
            Index::create().name("ix_snooze").table("snooze").col("campaign_id").col("person_id").to_owned();
        manager.create_index(ix_snooze).await?;
        let left_by = Table::alter().table("review").add_column(string_null("left_by")).to_owned();
        manager.alter_table(left_by).await?;
        let ix_review_left_by =
            Index::create().name("ix_review_left_by").table("review").col("left_by").to_owned();
        manager.create_index(ix_review_left_by).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ix_review_left_by").table("review").to_owned()).await?;
        let left_by = Table::alter().table("review").drop_column("left_by").to_owned();
        manager.alter_table(left_by).await?;
        manager.drop_table(Table::drop().table("snooze").to_owned()).await?;
        manager.drop_table(Table::drop().table("card").to_owned()).await
    }
}
