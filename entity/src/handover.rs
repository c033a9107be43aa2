//! Items that went from one reviewer to another, until the new one is told.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The campaign.
    pub campaign_id: String,
    /// The item.
    pub review_id: String,
    /// Who handed it over, when an event told.
    pub from_id: Option<String>,
    /// That person's name.
    #[sea_orm(column_type = "Text")]
    pub from_name: Option<String>,
    /// The new reviewer.
    pub to_id: String,
    /// The justification that was given.
    #[sea_orm(column_type = "Text")]
    pub note: Option<String>,
    /// `open`, `told` or `void`.
    pub state: String,
    /// When we learned of it.
    pub noticed_at: DateTimeUtc,
    /// When it was told or found void.
    pub settled_at: Option<DateTimeUtc>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
