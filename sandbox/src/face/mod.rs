//! The local Slack as people know it: messages, answers and App Home made into HTML.
//!
//! Only pieces of pages are made here, out of what the workspace holds; who serves them, and what happens when a
//! button is pressed, is up to whoever runs the sandbox. Blocks and texts are drawn by the crate `face`.

mod conversation;
mod sidebar;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::slack::Member;

pub use conversation::{app_home, conversation};
pub use face::{STYLE, Surface, blocks, mrkdwn};
pub use sidebar::{Line, avatar, sidebar};

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
}

impl face::Reader for Reader<'_> {
    fn zone(&self) -> Tz {
        self.zone()
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn name_of(&self, id: &str) -> Option<&str> {
        self.members.iter().find(|member| member.id == id).map(|member| member.name.as_str())
    }
}
