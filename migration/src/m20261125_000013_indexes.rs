//! Indexes for what would otherwise walk through a whole table: forgetting what is kept no longer, counting reminders
//! since a day, and finding who handed items over.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

/// Name, table, columns.
const INDEXES: [(&str, &str, &[&str]); 5] = [
    ("ix_card_seen", "card", &["seen_at"]),
    ("ix_click_campaign", "click", &["campaign_id"]),
    ("ix_handover_campaign", "handover", &["campaign_id", "to_id"]),
    ("ix_inbox_received", "inbox_event", &["received_at"]),
    ("ix_notification_planned", "notification_log", &["planned_at"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table(table);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        Ok(())
    }
}
