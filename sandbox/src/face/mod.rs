//! The local Slack as people know it: messages, answers and App Home made into HTML.
//!
//! Only pieces of pages are made here, out of what the workspace holds; who serves them, and what happens when a
//! button is pressed, is up to whoever runs the sandbox. What comes from outside is escaped by the template library.

mod blocks;
mod controls;
mod conversation;
mod mrkdwn;
mod sidebar;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::slack::Member;

pub use blocks::blocks;
pub use conversation::{app_home, conversation};
pub use mrkdwn::mrkdwn;
pub use sidebar::{Line, avatar, sidebar};

/// The style sheet of everything that is made here.
pub const STYLE: &str = include_str!("slack.css");

/// Through whose eyes something is seen: dates are in their zone, mentions have names.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Who reads.
    pub member: &'a Member,
    /// Everybody in the workspace.
    pub members: &'a [Member],
    /// When.
    pub now: DateTime<Utc>,
}

impl Reader<'_> {
    /// The reader's time zone; UTC where it is none.
    pub fn zone(&self) -> Tz {
        self.member.tz.parse().unwrap_or(Tz::UTC)
    }

    fn name_of(&self, id: &str) -> Option<&str> {
        self.members.iter().find(|member| member.id == id).map(|member| member.name.as_str())
    }
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
