//! Indexes for the questions that the inbox is asked at every ring, so that a flood of events slows none of them down.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting = Index::create()
            .name("ix_inbox_waiting")
            .table("inbox_event")
            .col("state")
            .col("due_at")
            .col("leased_until")
            .to_owned();
        manager.create_index(waiting).await?;
        let turn = Index::create()
            .name("ix_inbox_turn")
            .table("inbox_event")
            .col("state")
            .col("campaign_id")
            .col("due_at")
            .col("source")
            .to_owned();
        manager.create_index(turn).await?;
        let leased = Index::create()
            .name("ix_inbox_leased")
            .table("inbox_event")
            .col("leased_until")
            .col("campaign_id")
            .col("state")
            .col("due_at")
            .cond_where(Expr::col("leased_until").is_not_null())
            .to_owned();
        manager.create_index(leased).await?;
        // The first of them begins with the same columns.
        manager.drop_index(Index::drop().name("ix_inbox_due").table("inbox_event").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ix_inbox_due =
            Index::create().name("ix_inbox_due").table("inbox_event").col("state").col("due_at").to_owned();
        manager.create_index(ix_inbox_due).await?;
        for name in ["ix_inbox_leased", "ix_inbox_turn", "ix_inbox_waiting"] {
            manager.drop_index(Index::drop().name(name).table("inbox_event").to_owned()).await?;
        }
        Ok(())
    }
}
