//! The schema of Certs, a step a file, for SQLite and PostgreSQL.
//!
//! Steps that have been released are never edited: a change is a new step that adds first and removes a
//! release later, so that two versions can run side by side while an upgrade rolls through.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{MigratorTrait, SchemaManager};

mod m20261124_000001_inbox;
mod m20261124_000002_campaigns;
mod m20261124_000003_people;
mod m20261124_000004_notification_log;
mod m20261124_000005_schedule_state;
mod m20261125_000006_slack_pace;
mod m20261125_000007_delivery_record;
mod m20261125_000008_inbox_turn;
mod m20261125_000009_cards;
mod m20261125_000010_campaign_channel;
mod m20261125_000011_manager;
mod m20261125_000012_nudge;
mod m20261125_000014_leased;
mod m20261125_000015_learned_pace;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_inbox::Migration),
            Box::new(m20261124_000002_campaigns::Migration),
            Box::new(m20261124_000003_people::Migration),
            Box::new(m20261124_000004_notification_log::Migration),
            Box::new(m20261124_000005_schedule_state::Migration),
            Box::new(m20261125_000006_slack_pace::Migration),
            Box::new(m20261125_000007_delivery_record::Migration),
            Box::new(m20261125_000008_inbox_turn::Migration),
            Box::new(m20261125_000009_cards::Migration),
            Box::new(m20261125_000010_campaign_channel::Migration),
            Box::new(m20261125_000011_manager::Migration),
            Box::new(m20261125_000012_nudge::Migration),
            Box::new(m20261125_000014_leased::Migration),
            Box::new(m20261125_000015_learned_pace::Migration),
        ]
    }
}
