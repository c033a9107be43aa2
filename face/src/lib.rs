//! Slack's Block Kit and mrkdwn drawn as HTML, about as Slack does: for whoever shows messages without Slack.
//!
//! Only pieces of pages are made here; who serves them, and what happens when a button is pressed, is up to the caller. What
//! comes from outside is escaped by the template library.

mod blocks;
mod controls;
pub mod date;
mod mrkdwn;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use blocks::blocks;
pub use mrkdwn::mrkdwn;

/// The style sheet of everything that is made here.
pub const STYLE: &str = include_str!("slack.css");

/// Through whose eyes something is seen: dates are in their zone, mentions have names.
pub trait Reader {
    /// Their time zone.
    fn zone(&self) -> Tz;
    /// When they look.
    fn now(&self) -> DateTime<Utc>;
    /// The name of a member of the workspace.
    fn name_of(&self, id: &str) -> Option<&str>;
}

/// What controls stand on, so that a press can say what was pressed.
#[derive(Clone, Debug)]
pub struct Surface {
    /// The address that a press is posted to.
    pub press: String,
    /// What is posted besides the number of the control (`nth`) and the value of a chosen option (`choice`).
    pub fields: Vec<(&'static str, String)>,
}

impl Surface {
    /// The id of a control in the page, by which the focus finds it again.
    fn id_of(&self, number: usize) -> String {
        let parts: Vec<&str> = self.fields.iter().map(|(_, value)| value.as_str()).collect();
        format!("{}-{number}", parts.join("-").replace('.', "-"))
    }
}
