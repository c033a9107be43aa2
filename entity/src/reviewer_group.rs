//! Groups whose members decide, with what is known of their size.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reviewer_group")]
pub struct Model {
    /// Okta's group id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Name of the group.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// `GROUP` or `RESOURCE_OWNER`.
    pub kind: String,
    /// `listed`, `too_large` or `unreadable`.
    pub state: String,
    /// Active members.
    pub size: i32,
    /// Why the members are not known.
    #[sea_orm(column_type = "Text")]
    pub problem: Option<String>,
    /// When the members were read last.
    pub read_at: DateTimeUtc,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
