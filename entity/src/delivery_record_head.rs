//! The newest entry of each campaign's chain of evidence: where the next one is hung on, and what shows that none was
//! cut off at the end.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_record_head")]
pub struct Model {
    /// The campaign.
    #[sea_orm(primary_key, auto_increment = false)]
    pub campaign_id: String,
    /// Number of its newest entry, 0 before the first.
    pub number: i64,
    /// Hash of that entry.
    pub hash: String,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
