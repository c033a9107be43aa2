//! Access certification campaigns as last read from Okta, with what was done about them.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    /// Okta's campaign id (`ici…`).
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Name as set in Okta; free text.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Description as set in Okta; free text.
    #[sea_orm(column_type = "Text")]
    pub description: Option<String>,
    /// Okta's status, kept verbatim even when unknown to us.
    pub status: String,
    /// Start of the campaign.
    pub starts_at: DateTimeUtc,
    /// End as Okta says it; it may move while the campaign runs.
    pub ends_at: Option<DateTimeUtc>,
    /// Okta id of the creator, who is treated as the owner.
    pub owner_id: Option<String>,
    /// Whether items without a decision lose their access at the close.
    pub silence_revokes: bool,
    /// The recurring campaign that this one is an occurrence of.
    pub recurring_parent: Option<String>,
    /// When we first heard of it.
    pub first_seen_at: DateTimeUtc,
    /// Number of the newest read of its reviews that was begun.
    pub read_number: i32,
    /// When all its reviews were last read to the end.
    pub synced_at: Option<DateTimeUtc>,
    /// Due days up to this date are dealt with.
    pub reminded_through: Date,
    /// When we saw that it was over.
    pub ended_at: Option<DateTimeUtc>,
    /// Why it could not be read the last time.
    #[sea_orm(column_type = "Text")]
    pub problem: Option<String>,
    /// Slack's channel that was made for it.
    pub channel: Option<String>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
