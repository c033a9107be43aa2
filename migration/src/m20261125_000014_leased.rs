//! Indexes over what is leased, which is little: whoever asks what is due next need not look at all that waits.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["notification_log", "card"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let leased = Index::create()
                .name(format!("ix_{table}_leased"))
                .table(table)
                .col("leased_until")
                .cond_where(Expr::col("leased_until").is_not_null())
                .to_owned();
            manager.create_index(leased).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            let leased = Index::drop().name(format!("ix_{table}_leased")).table(table).to_owned();
            manager.drop_index(leased).await?;
        }
        Ok(())
    }
}
