//! How far the workspace's pace is used up, for all instances together.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slack_pace")]
pub struct Model {
    /// Slack's method, for example `chat.postMessage`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub method: String,
    /// Up to when leave was given: each message moves it on by one interval of the ceiling.
    pub given_until: Option<DateTimeUtc>,
    /// Not before this instant, as Slack asked with `Retry-After`.
    pub closed_until: Option<DateTimeUtc>,
    /// Leave is counted from here on, for a minute.
    pub counted_from: Option<DateTimeUtc>,
    /// So many messages since then.
    pub counted: i32,
    /// So many a minute the workspace was found to take, when it took no more.
    pub learned: Option<i32>,
    /// When it was found.
    pub learned_at: Option<DateTimeUtc>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
