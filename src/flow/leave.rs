//! Leave to send, as a batch has it from the pace of all instances: for so many messages, and only for a moment.

use std::time::Duration;

use super::Result;
use crate::app::App;
use crate::domain::pace::{Ceiling, GOOD_FOR};
use crate::store::LEASE;
use crate::store::pace::{self, Leave};

/// From being taken for a message to that message's being on its way: as much is kept of the time leave is good for.
const ON_ITS_WAY: Duration = Duration::from_millis(500);

/// What is left of it.
#[derive(Debug)]
pub(super) struct Budget {
    leave: Leave,
    left: u32,
    /// By the clock that nobody can set; see [`crate::clock::Clock::elapsed`].
    void_from: Duration,
}

impl Budget {
    /// Leave that was asked for at `asked`, before anything else about it was done.
    pub(super) fn new(leave: Leave, asked: Duration) -> Self {
        let good_for = GOOD_FOR.to_std().unwrap_or_default();
        Self { leave, left: leave.messages, void_from: asked + good_for }
    }

    /// Takes leave for one message. Answers by when it has to be on its way, or nothing when none is left.
    pub(super) fn take(&mut self, app: &App) -> Option<Duration> {
        let now = app.clock.elapsed();
        if now > self.void_from + LEASE.to_std().unwrap_or_default() {
            tracing::warn!(
                "Was held up for longer than a lease; leaving what was claimed to whoever has it by now"
            );
        }
        if self.left == 0 || now + ON_ITS_WAY > self.void_from {
            return None;
        }
        self.left -= 1;
        Some(self.void_from)
    }

    /// Gives back what was not used.
    pub(super) async fn give_back(self, app: &App) -> Result<()> {
        if self.left > 0 {
            pace::give_back(&app.store.db, self.leave, self.left).await?;
        }
        Ok(())
    }
}

/// The ceiling that all instances keep together.
pub(super) fn ceiling(app: &App) -> Ceiling {
    Ceiling::per_minute(app.config.slack.messages_per_minute)
}
