//! One item that one reviewer owes a decision on, and what may have changed between two looks at it.

/// Who has to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// `USER`, `GROUP`, `RESOURCE_OWNER`, or a word this version does not know.
    pub kind: String,
    /// Okta id of the user or group; absent when Okta did not say.
    pub id: Option<String>,
    /// The name Okta gave with it.
    pub name: Option<String>,
}

/// Reviewer kind of a single person.
pub const USER: &str = "USER";
/// Reviewer kind of a group, any member of which may decide.
pub const GROUP: &str = "GROUP";
/// Reviewer kind of the owners of a resource.
pub const RESOURCE_OWNER: &str = "RESOURCE_OWNER";

/// First level of review, and the only one of most campaigns.
pub const FIRST: &str = "FIRST";
/// Second level of a multi-level campaign.
pub const SECOND: &str = "SECOND";

/// The decision of an item that still waits for one.
pub const UNREVIEWED: &str = "UNREVIEWED";
/// The decision of an item that is known to be decided, but not how.
pub const DECIDED: &str = "DECIDED";

/// An item as Okta describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Okta's id.
    pub id: String,
    /// Its campaign.
    pub campaign_id: String,
    /// Who has it now.
    pub reviewer: Reviewer,
    /// [`FIRST`] or [`SECOND`].
    pub level: String,
    /// [`UNREVIEWED`] or Okta's word for the decision.
    pub decision: String,
    /// The note of a reassignment, when the item was read on its own.
    pub note: Option<String>,
}

impl Review {
    /// Whether it waits for a decision.
    pub fn is_open(&self) -> bool {
        self.decision == UNREVIEWED
    }
}

/// How an item came to the reviewer who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// By the campaign itself, at its launch or when a level begins: announced by the launch DM.
    Assigned,
    /// From another reviewer: announced by the reassignment DM.
    HandedOver,
}

impl Arrival {
    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::HandedOver => "handed_over",
        }
    }
}

/// What a look at an item shows against the look before: `None` when its reviewer is the same.
///
/// A change of reviewer together with a change of level is the campaign moving on; within a level it is
/// a reassignment. A decided item moves nobody.
pub fn arrival(before: Option<&Review>, after: &Review) -> Option<Arrival> {
    match before {
        None => Some(Arrival::Assigned),
        Some(before) if before.reviewer.id == after.reviewer.id && before.level == after.level => None,
        Some(before) if before.level != after.level => Some(Arrival::Assigned),
        Some(_) if after.is_open() => Some(Arrival::HandedOver),
        Some(_) => None,
    }
}
