//! Review items: one decision that one reviewer owes. Who decides is a user or a group.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    /// Okta's review id (`icr…`).
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The campaign it belongs to.
    pub campaign_id: String,
    /// `USER`, `GROUP` or `RESOURCE_OWNER`; others are kept verbatim.
    pub reviewer_kind: String,
    /// Okta id of the user or the group that has to decide.
    pub reviewer_id: Option<String>,
    /// The name Okta gives with it.
    #[sea_orm(column_type = "Text")]
    pub reviewer_name: Option<String>,
    /// `FIRST` or `SECOND`.
    pub level: String,
    /// `UNREVIEWED`, `APPROVE`, `REVOKE`, or `DECIDED` when only that much is known.
    pub decision: String,
    /// How it came to its reviewer: `assigned` or `handed_over`.
    pub arrival: String,
    /// Who had it before the reviewer who has it now.
    pub left_by: Option<String>,
    /// Number of the campaign's newest read when it was last stored; a read lets pass what is as known.
    pub read_number: i32,
    /// When anything above changed last.
    pub changed_at: DateTimeUtc,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
