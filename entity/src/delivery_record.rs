//! The evidence: what happened to each notice, in the order in which it happened, as a chain for each campaign.

use sea_orm::entity::prelude::*;

/// A row; see the module. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_record")]
pub struct Model {
    /// The campaign whose chain it is in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub campaign_id: String,
    /// Its place in that chain, from 1 on without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// When it happened.
    pub at: DateTimeUtc,
    /// The notice's key.
    pub key: String,
    /// The notice's kind.
    pub kind: String,
    /// Whom it is for.
    pub person_id: String,
    /// What happened.
    pub event: String,
    /// The state that it led to; none when there is no notice.
    pub state: Option<String>,
    /// More about it, as JSON.
    #[sea_orm(column_type = "Text")]
    pub detail: String,
    /// Hash of the entry before it.
    pub previous: String,
    /// Hash of all of the above.
    pub hash: String,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
