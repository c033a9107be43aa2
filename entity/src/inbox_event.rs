//! Events that were taken in: Okta's hooks and System Log, and the Slack events that start work. A row is the promise behind a 204.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbox_event")]
pub struct Model {
    /// Row number.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `okta` or `slack`.
    pub source: String,
    /// The sender's own id of the event; unique together with `source`.
    pub event_uuid: String,
    /// The sender's event type, for example `certification.campaign.launch`.
    pub kind: String,
    /// The campaign that the event speaks of, where it says so.
    pub campaign_id: Option<String>,
    /// What is needed of the event, as JSON.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// `new`, `done`, `ignored` or `failed`.
    pub state: String,
    /// When it was stored.
    pub received_at: DateTimeUtc,
    /// When it is to be looked at (again).
    pub due_at: DateTimeUtc,
    /// How often it was tried and put off.
    pub attempts: i32,
    /// The instance that is working on it.
    pub leased_by: Option<String>,
    /// When that instance loses its claim.
    pub leased_until: Option<DateTimeUtc>,
    /// When the state became final.
    pub finished_at: Option<DateTimeUtc>,
    /// Why it was ignored, put off or failed.
    #[sea_orm(column_type = "Text")]
    pub remark: Option<String>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
