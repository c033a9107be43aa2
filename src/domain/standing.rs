//! How things stand: what a reviewer or an administrator is shown. `store` reads it, `slack::view` renders it.

use chrono::{DateTime, NaiveDate, Utc};

use super::campaign::Campaign;
use super::card::Stage;
use super::obstacle::Obstacle;
use super::page::Leaf;

/// A campaign as one reviewer sees it; items that wait for a group of theirs count as theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyCampaign {
    /// The campaign.
    pub campaign: Campaign,
    /// Name of whoever runs it.
    pub owner_name: Option<String>,
    /// Whether the reader can be brought together with them: they are active, and somebody else.
    pub may_ask_owner: bool,
    /// Items that wait for a decision.
    pub open: u64,
    /// All their items.
    pub total: u64,
}

/// What an App Home shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtHome {
    /// Campaigns that wait for the reader, and until when they do not want to be reminded.
    pub waiting: Vec<(MyCampaign, Option<NaiveDate>)>,
    /// Campaigns in which they have decided everything.
    pub finished: Vec<MyCampaign>,
    /// For an administrator: how the active campaigns stand.
    pub campaigns: Option<Vec<Progress>>,
}

/// A campaign in a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminded {
    /// How it stands for the reader.
    pub mine: MyCampaign,
    /// Whether no reminder comes after this one.
    pub is_last: bool,
    /// The day of the next one.
    pub next: Option<NaiveDate>,
    /// The day until which the reader does not want to be reminded.
    pub snoozed_until: Option<NaiveDate>,
}

/// Items that somebody handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// How the campaign stands for the new reviewer.
    pub mine: MyCampaign,
    /// Who handed them over, where an event told.
    pub from_name: Option<String>,
    /// How many.
    pub items: u64,
    /// Whether the reader can be brought together with them.
    pub may_ask_giver: bool,
    /// The justification, in the giver's words.
    pub note: Option<String>,
}

/// A campaign in a message that was sent before, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// How it stands for the reader.
    pub mine: MyCampaign,
    /// What that makes of the message.
    pub stage: Stage,
    /// Okta takes no decisions any more.
    pub is_over: bool,
    /// Items that waited when the message was sent.
    pub asked: u64,
    /// Names of those who have the reader's items now.
    pub went_to: Vec<String>,
    /// The day until which the reader does not want to be reminded.
    pub snoozed_until: Option<NaiveDate>,
}

/// Somebody who could not be told, or may not have been, and why: a sentence without a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreachable {
    /// Name of the person or group.
    pub who: String,
    /// Why.
    pub why: String,
    /// The kind of reason.
    pub obstacle: Obstacle,
}

/// A campaign as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The campaign.
    pub campaign: Campaign,
    /// All items.
    pub items: u64,
    /// Items with a decision.
    pub reviewed: u64,
    /// Reviewers who have nothing left to decide.
    pub reviewers_done: u64,
    /// Reviewers who have.
    pub reviewers_outstanding: u64,
    /// The day of the next reminder.
    pub next_reminder: Option<NaiveDate>,
    /// Who could not be told.
    pub unreachable: Vec<Unreachable>,
    /// Why the figures may be old: the campaign could not be read.
    pub problem: Option<String>,
}

/// The active campaigns, a page of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Those of this page, nearest close first.
    pub campaigns: Vec<Progress>,
    /// How many are active in all.
    pub active: usize,
    /// Which page it is.
    pub leaf: Leaf,
    /// Sentences about the service itself.
    pub troubles: Vec<String>,
}

/// A reviewer who still has open items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outstanding {
    /// Their name.
    pub name: String,
    /// Items that wait for them.
    pub open: u64,
    /// When they last got a message about the campaign.
    pub last_contact: Option<DateTime<Utc>>,
}

/// What others have not decided in one campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalated {
    /// The campaign.
    pub campaign: Campaign,
    /// They, most open items first.
    pub outstanding: Vec<Outstanding>,
}

/// A campaign as whoever runs it is told on a day of reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// How far it is, and who could not be told.
    pub progress: Progress,
    /// Who has open items, most first.
    pub behind: Vec<Outstanding>,
}

/// The notices of one campaign by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deliveries {
    /// Decided on, not sent yet.
    pub waiting: u64,
    /// Accepted by Slack.
    pub sent: u64,
    /// Given up.
    pub failed: u64,
    /// Sent, but whether it arrived is not known.
    pub unknown: u64,
    /// Not sent because there was nothing left to say.
    pub dropped: u64,
    /// Not sent, because nothing is.
    pub rehearsed: u64,
    /// Not sent to whoever is not in the pilot group.
    pub held_back: u64,
}

/// A notice of which nobody knows whether it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InQuestion {
    /// Its number in the notification log.
    pub number: i64,
    /// Name of whom it is for.
    pub name: String,
    /// As in the notification log: `launch`, `reminder` and so on.
    pub kind: String,
    /// Since when nobody knows.
    pub since: DateTime<Utc>,
}

/// What came of an administrator's wish to have such a notice sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resent {
    /// It is due now.
    Due,
    /// It was due already, or is being sent.
    OnItsWay,
    /// It arrived, or was sent again since.
    Sent,
    /// It was given up since, for this reason.
    Failed(String),
    /// It was sent again, and again nobody knows whether it arrived.
    InQuestion,
    /// It was set aside since: nothing was left to say, or somebody discarded it.
    Dropped,
}

/// One campaign in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// As in the overview.
    pub progress: Progress,
    /// Who has open items, most first.
    pub outstanding: Vec<Outstanding>,
    /// What became of the notices.
    pub deliveries: Deliveries,
    /// The newest of those that are unknown; `deliveries` has their number.
    pub in_question: Vec<InQuestion>,
}
