//! The outbox: one row for each thing that is to be, is being or was said to a person.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_log")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Names the fact, so that it can be planned only once.
    pub key: String,
    /// `launch`, `reminder`, `reassignment`, `owner_digest` or `question`.
    pub kind: String,
    /// Whom it is for.
    pub person_id: String,
    /// The notice as JSON.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// `planned`, `sending`, `sent`, `failed`, `unknown` or `dropped`.
    pub state: String,
    /// When it was decided.
    pub planned_at: DateTimeUtc,
    /// Not before this instant.
    pub due_at: DateTimeUtc,
    /// Tries that were answered with *later*.
    pub attempts: i32,
    /// The instance that is sending it.
    pub leased_by: Option<String>,
    /// When that instance loses its claim.
    pub leased_until: Option<DateTimeUtc>,
    /// When a send first began whose outcome is open.
    pub tried_at: Option<DateTimeUtc>,
    /// When the state became final.
    pub settled_at: Option<DateTimeUtc>,
    /// Slack channel (`D…`) of the message.
    pub channel: Option<String>,
    /// Slack's name of the message in that channel.
    pub ts: Option<String>,
    /// The text that was handed to Slack, as notifications show it.
    #[sea_orm(column_type = "Text")]
    pub said: Option<String>,
    /// Why it failed, waits, or was dropped.
    #[sea_orm(column_type = "Text")]
    pub problem: Option<String>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
