//! What is due when, for work that happens once whoever does it.

use sea_orm::entity::prelude::*;

/// A row; see the module.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule_state")]
pub struct Model {
    /// The work, for example `daily-run`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Not before this instant.
    pub due_at: Option<DateTimeUtc>,
    /// The newest calendar day it was done for.
    pub done_for: Option<Date>,
    /// When it was last finished.
    pub last_done_at: Option<DateTimeUtc>,
    /// Tries since then that did not get through.
    pub attempts: i32,
    /// Where to go on.
    #[sea_orm(column_type = "Text")]
    pub cursor: Option<String>,
    /// The instance that is at it.
    pub leased_by: Option<String>,
    /// When that instance loses its claim.
    pub leased_until: Option<DateTimeUtc>,
}

/// None: queries join by name where they need to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
