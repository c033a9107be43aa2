//! Everything that people read in Slack: pure rendering, and all wording.
//!
//! A rendering takes read models of `domain::standing` and a [`Frame`], and always gives a message that Slack
//! accepts: `text` holds what came from outside, `blocks` holds the vendor's limits, and the other files, one a
//! message, hold the words.

mod answers;
mod ask;
mod blocks;
mod board;
mod buttons;
mod dates;
mod details;
mod digest;
mod escalation;
mod help;
mod home;
mod launch;
mod mine;
mod nudge;
mod owner;
mod pilot;
mod reassignment;
mod reminder;
mod resend;
pub mod samples;
mod settled;
mod snooze;
mod status;
mod text;
pub mod wording;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use slack_morphism::prelude::SlackBlock;

use crate::domain::pilot::Pilot;

pub use answers::{Choice, candidates, no_such_campaign, sentence, which_campaign};
pub use ask::{asked, not_to_be_asked};
pub use buttons::{BACK, CHOOSE, DETAILS, NEXT, REMIND, REMIND_NOW};
pub use help::{COMMANDS, Command, help};
pub use home::Home;
pub use resend::{BUTTONS, resent};
pub use settled::Again;
pub use snooze::Snoozed;
pub use status::{CAMPAIGNS, given_up};
use wording::Wording;

/// `action_id` of the **Review now** button; its value is the campaign id.
pub const REVIEW_NOW: &str = "review_now";

/// `action_id` of the **Open in Okta** button; its value is the campaign id.
pub const OPEN_IN_OKTA: &str = "open_in_okta";

/// `action_id` of the **Send again** button; its value is the notice's number.
pub const RESEND: &str = "resend";

/// `action_id` of the menu that puts a reminder off; its value is a choice, `:`, and the campaign id or [`ALL`].
pub const SNOOZE: &str = "snooze";
/// Stands in the menu's value for all campaigns that wait for whoever uses it.
pub const ALL: &str = "*";

/// `action_id` of the button that opens a conversation with the campaign's owner; its value is the campaign id.
pub const ASK_OWNER: &str = "ask_owner";
/// `action_id` of the button that opens a conversation with whoever handed items over; its value is the campaign id.
pub const ASK_GIVER: &str = "ask_giver";

/// What is posted: as blocks, and as a text that makes sense alone.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// What notifications show and screen readers read.
    pub text: String,
    /// What is shown in the conversation.
    pub blocks: Vec<SlackBlock>,
}

/// What every rendering needs beside the facts.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Where **Review now** leads; `{campaignId}` is replaced.
    pub review_url: String,
    /// The zone in which days are counted, and dates are written where Slack cannot put in the reader's own.
    pub zone: Tz,
    /// The present.
    pub now: DateTime<Utc>,
    /// Who is told nothing, while the service is tried out.
    pub pilot: Pilot,
    /// Words in the place of ours.
    pub wording: Wording,
}

impl Frame {
    /// One for a service that tells everybody everything.
    pub fn new(review_url: String, zone: Tz, now: DateTime<Utc>) -> Self {
        Self { review_url, zone, now, pilot: Pilot::default(), wording: Wording::default() }
    }
}
