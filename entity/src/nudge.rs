//! Reminders that administrators asked for.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nudge")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The campaign.
    pub campaign_id: String,
    /// The one person whom it was for; none when it was for everybody.
    pub person_id: Option<String>,
    /// Slack user who asked.
    pub asked_by: String,
    /// That person's name, where it is known.
    #[sea_orm(column_type = "Text")]
    pub asker_name: Option<String>,
    /// When.
    pub asked_at: DateTimeUtc,
    /// How many people it reached.
    pub people: i64,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
