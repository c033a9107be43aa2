//! Everything that people read in Slack: pure rendering, and all wording.
//!
//! A rendering takes read models of `domain::standing` and a [`Frame`], and always gives a message that Slack
//! accepts: `text` holds what came from outside, `blocks` holds the vendor's limits, and the other files, one a
//! message, hold the words.

mod answers;
mod blocks;
mod buttons;
mod dates;
mod details;
mod digest;
mod escalation;
mod help;
mod launch;
mod mine;
mod nudge;
mod reassignment;
mod reminder;
mod resend;
mod status;
mod text;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use slack_morphism::prelude::SlackBlock;

pub use answers::{Choice, candidates, no_such_campaign, sentence, which_campaign};
pub use buttons::{BACK, CHOOSE, DETAILS, NEXT, REMIND, REMIND_NOW};
pub use help::{COMMANDS, Command, help};
pub use resend::{BUTTONS, resent};
pub use status::{CAMPAIGNS, given_up};

/// `action_id` of the **Review now** button; its value is the campaign id.
pub const REVIEW_NOW: &str = "review_now";

/// `action_id` of the **Send again** button; its value is the notice's number.
pub const RESEND: &str = "resend";

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
}
