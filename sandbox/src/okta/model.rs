//! What a story puts into the local Okta: people, groups, campaigns and review items.

use chrono::{DateTime, Duration, Utc};

use super::id::okta_id;

/// A person in Okta.
#[derive(Clone, Debug)]
pub struct User {
    /// `00u…`
    pub id: String,
    /// Given name.
    pub first: String,
    /// Family name.
    pub last: String,
    /// The address that profiles show.
    pub email: Option<String>,
    /// What they sign in with where that is not their address.
    pub login: Option<String>,
    /// Whether Okta says `ACTIVE`.
    pub active: bool,
    /// `profile.managerId`: an id, a login or an address, as the company keeps it.
    pub manager_id: Option<String>,
}

impl User {
    /// An active person with the address first.last@acme.example.
    pub fn new(first: &str, last: &str) -> Self {
        let email = format!("{first}.{last}@acme.example").to_lowercase().replace(' ', "-");
        Self {
            id: okta_id("00u", &format!("{first}{last}").to_lowercase()),
            first: capital(first),
            last: capital(last),
            email: Some(email),
            login: None,
            active: true,
            manager_id: None,
        }
    }

    /// "Dana Cruz".
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// The word with a capital first letter.
pub(crate) fn capital(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A group in Okta.
#[derive(Clone, Debug)]
pub struct Group {
    /// `00g…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// User ids.
    pub members: Vec<String>,
    /// User ids.
    pub owners: Vec<String>,
}

impl Group {
    /// A group with an id made from its name.
    pub fn new(name: &str, members: &[String], owners: &[String]) -> Self {
        let id = okta_id("00g", &name.to_lowercase());
        Self { id, name: name.to_owned(), members: members.to_vec(), owners: owners.to_vec() }
    }
}

/// An access certification campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// `ici…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its description; left out of the answers when empty.
    pub description: String,
    /// When it starts.
    pub start: DateTime<Utc>,
    /// When it ends.
    pub end: DateTime<Utc>,
    /// User id of who made it (`createdBy`).
    pub owner: String,
    /// What silence does: `NO_ACTION` or `DENY`.
    pub no_response: String,
    /// `SCHEDULED`, `LAUNCHING`, `ACTIVE`, `COMPLETED`, `DELETED` or `ERROR`.
    pub status: String,
    /// `USER`, `REVIEWER_EXPRESSION`, `GROUP`, `RESOURCE_OWNER` or `MULTI_LEVEL`.
    pub reviewer_type: String,
    /// The recurring campaign that this is an occurrence of.
    pub recurring_parent: Option<String>,
    /// Whether this is a recurring parent: no end date, never reviews of its own.
    pub recurring: bool,
    /// The IANA name shown as the schedule's time zone.
    pub time_zone: String,
    /// Hours from UTC in which the answers write start and end; the instant is the same.
    pub utc_offset_hours: i8,
    /// Whether Okta e-mails reviewers one and two days before the close, as it does unless somebody says otherwise.
    pub own_emails: bool,
}

impl Campaign {
    /// A scheduled campaign of so many days of 24 hours, with one named reviewer per item, silence changing nothing.
    pub fn new(name: &str, owner: &str, start: DateTime<Utc>, days: i64) -> Self {
        Self {
            id: okta_id("ici", name),
            name: name.to_owned(),
            description: String::new(),
            start,
            end: start + Duration::days(days),
            owner: owner.to_owned(),
            no_response: "NO_ACTION".to_owned(),
            status: "SCHEDULED".to_owned(),
            reviewer_type: "USER".to_owned(),
            recurring_parent: None,
            recurring: false,
            time_zone: "America/Los_Angeles".to_owned(),
            utc_offset_hours: -7,
            own_emails: true,
        }
    }

    /// Whether Okta has reviews for it.
    pub(crate) fn has_reviews(&self) -> bool {
        !self.recurring && matches!(self.status.as_str(), "ACTIVE" | "COMPLETED")
    }
}

/// Who has to decide an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reviewer {
    /// A person, by user id.
    User(String),
    /// Any member of a group, by group id.
    Group(String),
    /// Any owner of a group, by the id of the group that is the resource.
    ResourceOwner(String),
    /// Nobody yet.
    Nobody,
}

/// The level of an item in a campaign of two levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// `FIRST`
    First,
    /// `SECOND`
    Second,
}

impl Level {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::First => "FIRST",
            Self::Second => "SECOND",
        }
    }
}

/// One item of a campaign.
#[derive(Clone, Debug)]
pub struct Review {
    /// `icr…`
    pub id: String,
    /// Campaign id.
    pub campaign: String,
    /// User id of the person whose access is reviewed.
    pub principal: String,
    /// Who has to decide.
    pub reviewer: Reviewer,
    /// `UNREVIEWED`, `APPROVE` or `REVOKE`.
    pub decision: String,
    /// The current level in a campaign of two levels.
    pub level: Option<Level>,
    /// User id of the second level's reviewer.
    pub second_level: Option<String>,
    /// User id of the person whose delegate the reviewer is.
    pub delegator: Option<String>,
    /// The justification of the last reassignment.
    pub note: Option<String>,
    /// Id of the application or group under review.
    pub resource: String,
}

impl Review {
    /// An undecided item under this id.
    pub fn new(id: &str, campaign: &str, principal: &str, reviewer: Reviewer) -> Self {
        let resource = match &reviewer {
            Reviewer::ResourceOwner(group) => group.clone(),
            _ => okta_id("0oa", "salesforce"),
        };
        Self {
            id: id.to_owned(),
            campaign: campaign.to_owned(),
            principal: principal.to_owned(),
            reviewer,
            decision: "UNREVIEWED".to_owned(),
            level: None,
            second_level: None,
            delegator: None,
            note: None,
            resource,
        }
    }
}
