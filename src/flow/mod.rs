//! The use cases, one verb a file. A flow reads and writes the store, asks Okta or Slack, and obeys the domain.
//!
//! No flow keeps a transaction open while it talks to somebody.

pub mod accept;
pub mod acquaint;
mod announce;
mod ask;
pub mod asked;
mod channel;
pub mod click;
pub mod command;
pub mod deliver;
mod doubt;
mod error;
mod escalate;
pub mod evidence;
pub mod forecast;
mod foreign;
pub mod forget;
pub mod home;
mod identify;
pub mod intake;
mod lease;
mod leave;
mod meant;
mod morning;
pub mod naming;
mod nudge;
pub mod observe;
mod pilot;
mod plan;
pub mod poll;
mod prepare;
pub mod purge;
mod question;
pub mod reassign;
mod recipient;
pub mod refresh;
pub mod remind;
mod reply;
mod resend;
pub mod set_aside;
pub mod setup;
mod snooze;
pub mod status;
pub mod sweep;
mod sync;

use chrono::{DateTime, Utc};

pub use error::{FlowError, Result};

/// What a step came to: whether to run it again at once, and if not, when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Something was done; there may be more.
    Busy,
    /// There is nothing to do until something happens.
    Idle,
    /// There is nothing to do before this instant.
    Until(DateTime<Utc>),
}

impl Progress {
    /// Idle until then, if there is a then.
    fn until(instant: Option<DateTime<Utc>>) -> Self {
        instant.map_or(Self::Idle, Self::Until)
    }
}
