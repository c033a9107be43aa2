//! Buttons that were pressed.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "click")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who pressed.
    pub slack_id: String,
    /// What was pressed.
    pub action_id: String,
    /// The campaign the button was for.
    pub campaign_id: Option<String>,
    /// Slack's instant of the press; with `slack_id` it names the press.
    pub action_ts: String,
    /// When it reached us.
    pub clicked_at: DateTimeUtc,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
