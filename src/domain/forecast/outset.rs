//! How things stand when it begins.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::super::campaign::Campaign;
use super::super::escalation::Warning;
use super::super::notice::Notice;
use super::super::rules::Rules;

/// All that the runs to come depend on.
#[derive(Debug, Clone)]
pub struct Outset {
    /// The rules.
    pub rules: Rules,
    /// The present.
    pub now: DateTime<Utc>,
    /// The newest day whose run was done.
    pub done_for: Option<NaiveDate>,
    /// The active campaigns.
    pub campaigns: Vec<Running>,
    /// What is decided on and not sent yet.
    pub waiting: Vec<Foreseen>,
    /// The zone of each person of whom it is known.
    pub zones: HashMap<String, Tz>,
    /// People who cannot be written to: what is meant for them reaches nobody.
    pub out_of_reach: Vec<String>,
}

/// An active campaign.
#[derive(Debug, Clone)]
pub struct Running {
    /// The campaign.
    pub campaign: Campaign,
    /// The day through which earlier runs saw to it.
    pub dealt_with: NaiveDate,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// Those with something open.
    pub reviewers: Vec<Reviewer>,
}

/// Somebody with something open in a campaign.
#[derive(Debug, Clone)]
pub struct Reviewer {
    /// Okta id.
    pub person_id: String,
    /// The day on which they were last told of the campaign.
    pub contact: Option<NaiveDate>,
    /// The day until which they do not want to be reminded.
    pub snoozed: Option<NaiveDate>,
    /// What they were told of somebody else hearing of it.
    pub warning: Option<Warning>,
    /// Okta id of who hears of it; none where that is nobody, or not known.
    pub listener: Option<String>,
    /// Whether Okta knows them as active, with an address.
    pub is_active: bool,
}

/// A message to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// When it is sent.
    pub at: DateTime<Utc>,
    /// Okta id of whom it is for.
    pub person_id: String,
    /// What it tells.
    pub notice: Notice,
}

/// Stands before the id of somebody whose manager hears of it, and is not known yet: Okta is asked when it is near.
const MANAGER_OF: &str = "manager of ";

/// Stands for somebody's manager who is not known yet.
pub fn unknown_manager_of(person_id: &str) -> String {
    format!("{MANAGER_OF}{person_id}")
}

/// Whose manager this stands for, if it does.
pub fn whose_manager(id: &str) -> Option<&str> {
    id.strip_prefix(MANAGER_OF)
}
