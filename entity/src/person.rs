//! Reviewers and owners as Okta knows them.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Okta's user id (`00u…`).
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// First and last name, or what stands in for them.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Lower-case e-mail address, the link to a Slack account.
    pub email: Option<String>,
    /// `ACTIVE` or anything else Okta says.
    pub status: String,
    /// When the name, the address or the status was noted last.
    pub updated_at: DateTimeUtc,
    /// Okta's user id of their manager; none where they have none, or nobody asked yet.
    pub manager_id: Option<String>,
    /// When Okta was asked for the manager.
    pub manager_read_at: Option<DateTimeUtc>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
