//! The one source of time: the system's clock, one that runs faster than it, or one that is moved by hand.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};
use tokio::sync::watch;

/// Digits kept of a second: both databases store as many, so that what is read back equals what was written.
const SUBSECOND_DIGITS: u16 = 3;

/// Where the service takes the time from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The process's own clock.
    System,
    /// A clock that runs faster than it.
    Fast(FastClock),
    /// A clock that stands still until it is moved.
    Manual(ManualClock),
}

/// A clock that is moved by hand; clones show the same time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<watch::Sender<DateTime<Utc>>>);

impl ManualClock {
    /// A clock that shows `start`.
    pub fn at(start: DateTime<Utc>) -> Self {
        Self(Arc::new(watch::Sender::new(start)))
    }

    /// What it shows.
    pub fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    /// Moves it on to `instant`; it never goes back.
    pub fn advance_to(&self, instant: DateTime<Utc>) {
        self.0.send_modify(|shown| *shown = instant.max(*shown));
    }

    /// Sets it, also backwards, as an administrator might.
    pub fn set(&self, instant: DateTime<Utc>) {
        self.0.send_replace(instant);
    }

    /// Waits until somebody has moved it to `instant`.
    async fn reached(&self, instant: DateTime<Utc>) {
        // Never an error: this clock is a sender too.
        let _ = self.0.subscribe().wait_for(|shown| *shown >= instant).await;
    }
}

/// A clock that runs so many times as fast as the system's, for measuring in a minute what the vendors' limits make last
/// an hour; clones show the same time. What the machine does costs so many times more by it.
#[derive(Debug, Clone, Copy)]
pub struct FastClock {
    start: DateTime<Utc>,
    begun: Instant,
    times: u32,
}

impl FastClock {
    /// A clock that shows `start` now; by it, `times` seconds pass in one.
    pub fn starting_at(start: DateTime<Utc>, times: u32) -> Self {
        Self { start, begun: Instant::now(), times: times.max(1) }
    }

    /// What it shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.after(self.begun.elapsed())
    }

    /// What it shows so long after its start by the system's clock.
    pub fn after(&self, passed: Duration) -> DateTime<Utc> {
        self.start + chrono::Duration::from_std(passed * self.times).unwrap_or(chrono::Duration::MAX)
    }
}

impl Clock {
    /// The time, to the millisecond.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
            Self::System => Utc::now(),
            Self::Fast(clock) => clock.now(),
            Self::Manual(clock) => clock.now(),
        }
        .trunc_subsecs(SUBSECOND_DIGITS)
    }

    /// Time that passed since some instant, for measuring pauses: an administrator who sets the system's clock back
    /// must not make the service wait for the hour to come again.
    pub fn elapsed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        match self {
            Self::System => START.get_or_init(Instant::now).elapsed(),
            Self::Fast(clock) => clock.begun.elapsed() * clock.times,
            Self::Manual(clock) => (clock.now() - DateTime::UNIX_EPOCH).to_std().unwrap_or_default(),
        }
    }

    /// How long a wait of `duration` takes by the system's clock. A clock moved by hand says nothing about that: as long.
    pub fn by_the_system(&self, duration: Duration) -> Duration {
        match self {
            Self::Fast(clock) => duration / clock.times,
            Self::System | Self::Manual(_) => duration,
        }
    }

    /// Waits until `instant`. A clock moved by hand does not wait: it moves there.
    pub async fn sleep_until(&self, instant: DateTime<Utc>) {
        // Up to what the clock shows: to wake a fraction earlier is to find that it is not time yet.
        let shown = instant.trunc_subsecs(SUBSECOND_DIGITS);
        let instant = if shown < instant { shown + chrono::Duration::milliseconds(1) } else { instant };
        match self {
            Self::System | Self::Fast(_) => {
                let wait = (instant - self.now()).to_std().unwrap_or(Duration::ZERO);
                tokio::time::sleep(self.by_the_system(wait)).await;
            }
            Self::Manual(clock) => clock.advance_to(instant),
        }
    }

    /// Does something, as long as it takes no longer than `limit`; otherwise it is dropped, and there is none. By a
    /// clock moved by hand nothing takes any time until the clock is moved, however slow the machine is.
    pub async fn within<T>(&self, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
        match self {
            Self::System | Self::Fast(_) => tokio::time::timeout(self.by_the_system(limit), work).await.ok(),
            Self::Manual(clock) => {
                tokio::select! {
                    biased;
                    done = work => Some(done),
                    () = clock.reached(clock.now() + limit) => None,
                }
            }
        }
    }
}
