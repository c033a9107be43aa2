//! The directory: which Slack account an e-mail address has, found or not, and since when we know.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slack_account")]
pub struct Model {
    /// Lower-case e-mail address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub email: String,
    /// Slack user id (`U…`).
    pub slack_id: Option<String>,
    /// `found`, `not_found` or `deactivated`.
    pub state: String,
    /// The DM's channel (`D…`), once a message went there.
    pub channel: Option<String>,
    /// IANA time zone set in Slack.
    pub time_zone: Option<String>,
    /// When Slack was asked last.
    pub checked_at: DateTimeUtc,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
