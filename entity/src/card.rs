//! What stands in Slack and may have to be changed: a DM that was sent, the status of a campaign in a channel, an App
//! Home.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "card")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `dm`, `channel` or `home`.
    pub kind: String,
    /// Names what it is, so that it is one row: `dm:<notice>`, `channel:<campaign>`, `home:<Slack user>`.
    pub key: String,
    /// The notice that it was sent as.
    pub notification_id: Option<i64>,
    /// The campaign whose status it shows.
    pub campaign_id: Option<String>,
    /// Whose App Home it is.
    pub slack_id: Option<String>,
    /// Slack channel of the message.
    pub channel: Option<String>,
    /// Slack's name of the message in that channel.
    pub ts: Option<String>,
    /// What it shows, as far as that decides whether it has to be changed.
    #[sea_orm(column_type = "Text")]
    pub shown: Option<String>,
    /// When it was posted, or first published.
    pub made_at: DateTimeUtc,
    /// When somebody last looked at it, as far as we know.
    pub seen_at: Option<DateTimeUtc>,
    /// When it is to be compared with how things stand; none while nothing has happened.
    pub due_at: Option<DateTimeUtc>,
    /// How often something happened to it, so that what happens during an edit is not missed.
    pub stirred: i32,
    /// Tries since then that did not get through.
    pub attempts: i32,
    /// The instance that is at it.
    pub leased_by: Option<String>,
    /// When that instance loses its claim.
    pub leased_until: Option<DateTimeUtc>,
    /// When it was changed last.
    pub edited_at: Option<DateTimeUtc>,
    /// Since when it says its last word.
    pub closed_at: Option<DateTimeUtc>,
    /// Why it could not be changed.
    #[sea_orm(column_type = "Text")]
    pub problem: Option<String>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
