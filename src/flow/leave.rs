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

    /// Takes leave anew for so many messages, if what was done since it was taken used up half of the time that it is good
    /// for: a digest of hundreds of campaigns, or a slow database, must not keep a message from ever going.
    pub(super) async fn renew(&mut self, app: &App, messages: usize) -> Result<()> {
        let asked = app.clock.elapsed();
        let is_fresh = asked + GOOD_FOR.to_std().unwrap_or_default() / 2 <= self.void_from;
        if is_fresh || self.is_held_up(asked) {
            return Ok(());
        }
        if self.left > 0 {
            pace::give_back(&app.store.db, self.leave, self.left).await?;
        }
        let messages = u32::try_from(messages).unwrap_or(u32::MAX);
        match pace::ask(&app.store, ceiling(app), messages, app.clock.now()).await? {
            Some(leave) => *self = Self::new(leave, asked),
            None => self.left = 0,
        }
        Ok(())
    }

    /// Takes leave for one message. Answers by when it has to be on its way, or nothing when none is left.
    pub(super) fn take(&mut self, app: &App) -> Option<Duration> {
        let now = app.clock.elapsed();
        if self.is_held_up(now) {
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

    /// For so long that what was claimed may be in other hands.
    fn is_held_up(&self, now: Duration) -> bool {
        now > self.void_from + LEASE.to_std().unwrap_or_default()
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
