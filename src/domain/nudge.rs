//! A nudge: a reminder that an administrator asks for, beside those of the cadence.

use chrono::{DateTime, Duration, Utc};

use super::campaign::Campaign;

/// Between two nudges of a campaign, and after any message to a person.
pub const REST: Duration = Duration::hours(4);

/// Somebody with open items, as far as a nudge of theirs depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owing {
    /// Okta id.
    pub person_id: String,
    /// Their name.
    pub name: String,
    /// Lower-case address.
    pub email: Option<String>,
    /// Items that wait for them.
    pub open: u64,
    /// They can be written to, as far as is known.
    pub is_reachable: bool,
    /// A message went to them within [`REST`], or will.
    pub was_written_to: bool,
}

/// Whom a nudge reaches, and whom not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Those whom it reaches.
    pub people: Vec<Owing>,
    /// Those who were written to lately.
    pub rested: u64,
    /// Those who cannot be written to.
    pub unreachable: u64,
}

impl Reach {
    /// Sorts those who have open items.
    pub fn of(owing: Vec<Owing>) -> Self {
        let mut reach = Self::default();
        for one in owing {
            match (one.is_reachable, one.was_written_to) {
                (false, _) => reach.unreachable += 1,
                (true, true) => reach.rested += 1,
                (true, false) => reach.people.push(one),
            }
        }
        reach
    }
}

/// The nudge of a campaign before: it has to rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// Who asked for it, where that is known.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// How many people it reached.
    pub people: u64,
}

impl Before {
    /// When the next is possible.
    pub fn again_at(&self) -> DateTime<Utc> {
        self.at + REST
    }
}

/// What a wish to nudge comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlook {
    /// It would reach these, or did; `whom` is the one person that it was to reach.
    Reaches {
        /// The campaign.
        campaign: Campaign,
        /// Whom.
        reach: Reach,
        /// The one whom it was for.
        whom: Option<Owing>,
    },
    /// The campaign was nudged a short while ago.
    Rests(Campaign, Before),
    /// It asks nothing of anybody now.
    Closed(Campaign),
    /// There is no such campaign on record.
    NoCampaign,
    /// Nobody of that name has open items there.
    NoReviewer(Campaign, String),
    /// Several people of that name have.
    SeveralReviewers(Campaign, String),
}
