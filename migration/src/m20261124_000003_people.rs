//! People: `person`, `reviewer_group`, `group_member`, `slack_account`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string, string_null, text, text_null, timestamp_with_time_zone};

/// The step.
#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let person = Table::create()
            .table("person")
            .col(string("id").primary_key())
            .col(text("name"))
            .col(string_null("email"))
            .col(string("status"))
            .col(timestamp_with_time_zone("updated_at"))
            .to_owned();
        manager.create_table(person).await?;
        let ix_person_email = Index::create().name("ix_person_email").table("person").col("email").to_owned();
        manager.create_index(ix_person_email).await?;
        let reviewer_group = Table::create()
            .table("reviewer_group")
            .col(string("id").primary_key())
            .col(text("name"))
            .col(string("kind"))
            .col(string("state"))
            .col(integer("size"))
            .col(text_null("problem"))
            .col(timestamp_with_time_zone("read_at"))
            .to_owned();
        manager.create_table(reviewer_group).await?;
        let group_member = Table::create()
            .table("group_member")
            .col(string("group_id"))
            .col(string("person_id"))
            .primary_key(Index::create().col("group_id").col("person_id"))
            .to_owned();
        manager.create_table(group_member).await?;
        let ix_group_member_person =
            Index::create().name("ix_group_member_person").table("group_member").col("person_id").to_owned();
        manager.create_index(ix_group_member_person).await?;
        let slack_account = Table::create()
            .table("slack_account")
            .col(string("email").primary_key())
            .col(string_null("slack_id"))
            .col(string("state"))
            .col(string_null("channel"))
            .col(string_null("time_zone"))
            .col(timestamp_with_time_zone("checked_at"))
            .to_owned();
        manager.create_table(slack_account).await?;
        let ix_slack_account_slack_id = Index::create()
            .name("ix_slack_account_slack_id")
            .table("slack_account")
            .col("slack_id")
            .to_owned();
        manager.create_index(ix_slack_account_slack_id).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("slack_account").to_owned()).await?;
        manager.drop_table(Table::drop().table("group_member").to_owned()).await?;
        manager.drop_table(Table::drop().table("reviewer_group").to_owned()).await?;
        manager.drop_table(Table::drop().table("person").to_owned()).await?;
        Ok(())
    }
}
