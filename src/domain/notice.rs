//! The things that we can tell someone. Each knows the key that names its fact.
//!
//! A notice holds *what happened*, not what the message will say: numbers and names are read when it is sent,
//! so that a notice which waited out an outage does not tell yesterday's state.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Stands for the campaign channel where a notice or the record names whom it is for.
pub const CHANNEL: &str = "channel";

/// Something to be told to one person, or to the campaign channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// A campaign began, or its second level reached this person.
    Launch {
        /// The campaign.
        campaign_id: String,
        /// `FIRST` or `SECOND`.
        level: String,
    },
    /// Items are still open; one notice for all campaigns that are due on that day.
    Reminder {
        /// The day of the run.
        date: NaiveDate,
        /// The campaigns that are due, nearest close first.
        campaign_ids: Vec<String>,
        /// How many reminders of that day were planned for this person before: a campaign that could not be read at
        /// first comes later than the others.
        #[serde(default)]
        before: u32,
    },
    /// Somebody else's items are now this person's.
    Reassignment {
        /// The campaign.
        campaign_id: String,
        /// Okta id of who handed them over, when an event told.
        from_id: Option<String>,
        /// That person's name.
        from_name: Option<String>,
        /// The justification that was given.
        note: Option<String>,
        /// The items.
        review_ids: Vec<String>,
        /// Number of the first handover in it: what makes two such notices different facts.
        first_handover: i64,
    },
    /// An administrator asked for a reminder of one campaign.
    Nudge {
        /// The campaign.
        campaign_id: String,
        /// Name of who asked, where it is known.
        asked_by: Option<String>,
        /// Number of the wish: what makes two of them different facts.
        number: i64,
    },
    /// Somebody else hears of what this person has not decided, from that day on.
    EscalationWarning {
        /// The campaign.
        campaign_id: String,
        /// The day.
        begins: NaiveDate,
    },
    /// What other people have not decided; one notice a day for all of them.
    Escalation {
        /// The day of the run.
        date: NaiveDate,
        /// The campaigns.
        campaign_ids: Vec<String>,
        /// For each of them, those of whom it tells.
        reviewers: Vec<Vec<String>>,
    },
    /// How the campaigns stand that this person runs, and of which reviewers are reminded on that day.
    OwnerDigest {
        /// The day of the run.
        date: NaiveDate,
        /// The campaigns.
        campaign_ids: Vec<String>,
    },
    /// This person wants to ask somebody about a campaign: the beginning of a conversation of the two.
    Question {
        /// The campaign.
        campaign_id: String,
        /// Okta id of whom they ask.
        to_id: String,
        /// The day; on the same day it is the same conversation.
        date: NaiveDate,
    },
    /// The status of a campaign, which stays in its channel and is kept true there.
    Board {
        /// The campaign.
        campaign_id: String,
    },
    /// A line in the channel: the campaign began.
    CampaignBegan {
        /// The campaign.
        campaign_id: String,
    },
    /// A line in the channel: the campaign is over, and how it ended.
    CampaignClosed {
        /// The campaign.
        campaign_id: String,
    },
}

impl Notice {
    /// The word for its kind in the notification log and in metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Launch { .. } => "launch",
            Self::Reminder { .. } => "reminder",
            Self::Reassignment { .. } => "reassignment",
            Self::Nudge { .. } => "nudge",
            Self::EscalationWarning { .. } => "escalation_warning",
            Self::Escalation { .. } => "escalation",
            Self::OwnerDigest { .. } => "owner_digest",
            Self::Question { .. } => "question",
            Self::Board { .. } => "board",
            Self::CampaignBegan { .. } => "began",
            Self::CampaignClosed { .. } => "closed",
        }
    }

    /// Names the fact for one person: planning it twice is planning it once.
    pub fn key(&self, person_id: &str) -> String {
        match self {
            Self::Launch { campaign_id, level } if level == super::review::FIRST => {
                format!("launch:{campaign_id}:{person_id}")
            }
            Self::Launch { campaign_id, level } => format!("launch:{campaign_id}:{person_id}:{level}"),
            Self::Reminder { date, before: 0, .. } => format!("reminder:{date}:{person_id}"),
            Self::Reminder { date, before, .. } => format!("reminder:{date}:{person_id}:{before}"),
            Self::Reassignment { campaign_id, first_handover, .. } => {
                format!("reassignment:{campaign_id}:{person_id}:{first_handover}")
            }
            Self::Nudge { campaign_id, number, .. } => format!("nudge:{campaign_id}:{person_id}:{number}"),
            Self::EscalationWarning { campaign_id, begins } => {
                format!("escalation_warning:{campaign_id}:{person_id}:{begins}")
            }
            Self::Escalation { date, .. } => format!("escalation:{date}:{person_id}"),
            Self::OwnerDigest { date, .. } => format!("owner_digest:{date}:{person_id}"),
            Self::Question { campaign_id, to_id, date } => {
                format!("question:{campaign_id}:{person_id}:{to_id}:{date}")
            }
            Self::Board { campaign_id }
            | Self::CampaignBegan { campaign_id }
            | Self::CampaignClosed { campaign_id } => format!("{}:{campaign_id}", self.kind()),
        }
    }

    /// The campaigns it speaks of.
    pub fn campaign_ids(&self) -> &[String] {
        match self {
            Self::Launch { campaign_id, .. }
            | Self::Reassignment { campaign_id, .. }
            | Self::Nudge { campaign_id, .. }
            | Self::EscalationWarning { campaign_id, .. }
            | Self::Question { campaign_id, .. }
            | Self::Board { campaign_id }
            | Self::CampaignBegan { campaign_id }
            | Self::CampaignClosed { campaign_id } => std::slice::from_ref(campaign_id),
            Self::Reminder { campaign_ids, .. }
            | Self::Escalation { campaign_ids, .. }
            | Self::OwnerDigest { campaign_ids, .. } => campaign_ids,
        }
    }

    /// Whether it asks a reviewer to decide: what it says is kept true after it was sent, and the newest one of a
    /// campaign has the button.
    pub fn asks_for_decisions(&self) -> bool {
        match self {
            Self::Launch { .. }
            | Self::Reminder { .. }
            | Self::Reassignment { .. }
            | Self::Nudge { .. }
            | Self::EscalationWarning { .. } => true,
            Self::OwnerDigest { .. }
            | Self::Escalation { .. }
            | Self::Question { .. }
            | Self::Board { .. }
            | Self::CampaignBegan { .. }
            | Self::CampaignClosed { .. } => false,
        }
    }

    /// The campaign whose channel it goes to; none when it is for a person.
    pub fn of_channel(&self) -> Option<&str> {
        match self {
            Self::Board { campaign_id }
            | Self::CampaignBegan { campaign_id }
            | Self::CampaignClosed { campaign_id } => Some(campaign_id),
            _ => None,
        }
    }

    /// As it is kept in the notification log.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As it was kept; `None` when a newer version wrote something that this one does not know.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}
