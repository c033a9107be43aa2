//! Wishes not to be reminded of a campaign for some days.

use sea_orm::entity::prelude::*;

/// A row; see the module. It is kept after it has ended.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "snooze")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who does not want to be reminded.
    pub person_id: String,
    /// Of what.
    pub campaign_id: String,
    /// The day on which they are reminded again.
    pub until: Date,
    /// The Slack user who asked for it.
    pub by: String,
    /// When they did.
    pub begun_at: DateTimeUtc,
    /// When it was over.
    pub ended_at: Option<DateTimeUtc>,
    /// How: `reminded`, `new_items`, `another` or `closed`.
    pub ended_by: Option<String>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
