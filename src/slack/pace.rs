//! When this process may send its next message: never above the ceiling, one a second for each person, and a gate for
//! each method that Slack's `Retry-After` closes. What all instances together may is kept in the database; this one
//! needs no clocks that agree, and none that nobody sets.
//!
//! Source: <https://docs.slack.dev/apis/web-api/rate-limits> (read 2026-11): limits are per method and workspace;
//! `chat.postMessage` also about one message a second per channel.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use governor::clock::{Clock as GovernorClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// So many seconds' worth of the ceiling may go at once.
const BURST_SECONDS: u32 = 2;
/// Changes of messages a minute. Slack's Tier 3 is 50 and more.
const EDITS: NonZeroU32 = NonZeroU32::new(45).unwrap();
/// So many of them at once.
const EDITS_AT_ONCE: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// Most calls that are under way at once: more than a second's worth buys nothing, and neither does more than this.
const AT_ONCE: usize = 64;

/// After so long, what went well before says nothing.
const REST: Duration = Duration::from_secs(20);

/// How many messages the next wave may have, and when the last one was over.
#[derive(Debug)]
struct Wave {
    next: usize,
    at: Duration,
}

/// See the module.
#[derive(Debug)]
pub struct Pace {
    workspace: RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Tick>>,
    edits: RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Tick>>,
    person: RateLimiter<String, HashMapStateStore<String>, Ticks, NoOpMiddleware<Tick>>,
    gates: Mutex<HashMap<&'static str, DateTime<Utc>>>,
    clock: Clock,
    wave: Mutex<Wave>,
    most_at_once: usize,
}

impl Pace {
    /// A pace with a ceiling of so many messages over any minute.
    pub fn new(messages_per_minute: u32, clock: Clock) -> Self {
        // A burst and a minute's refill together stay under the ceiling.
        let burst = (messages_per_minute * BURST_SECONDS / 60).max(1);
        let refill = messages_per_minute.saturating_sub(burst).max(1);
        let quota =
            Quota::with_period(Duration::from_mins(1) / refill).unwrap_or(Quota::per_second(NonZeroU32::MIN));
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        Self {
            workspace: RateLimiter::direct_with_clock(quota.allow_burst(burst), Ticks(clock.clone())),
            edits: RateLimiter::direct_with_clock(
                Quota::per_minute(EDITS).allow_burst(EDITS_AT_ONCE),
                Ticks(clock.clone()),
            ),
            person: RateLimiter::hashmap_with_clock(Quota::per_second(NonZeroU32::MIN), Ticks(clock.clone())),
            clock,
            gates: Mutex::default(),
            wave: Mutex::new(Wave { next: 1, at: Duration::ZERO }),
            most_at_once: usize::try_from(messages_per_minute / 60).unwrap_or(1).clamp(1, AT_ONCE),
        }
    }

    /// Takes leave to send one message to anyone.
    ///
    /// # Errors
    /// How long to wait.
    pub fn admit(&self) -> Result<(), Duration> {
        self.workspace.check().map_err(|refusal| refusal.wait_time_from(self.workspace.clock().now()))
    }

    /// How many messages may be on their way at once: one at first and after a rest, and twice as many each time all went
    /// well, so that an outage finds few of them in the air.
    pub fn at_once(&self) -> usize {
        let wave = self.wave.lock().unwrap_or_else(PoisonError::into_inner);
        if self.clock.elapsed().saturating_sub(wave.at) > REST { 1 } else { wave.next }
    }

    /// Notes whether all of those that were sent at once were taken.
    pub fn note_wave(&self, went_well: bool) {
        let next = if went_well { (self.at_once() * 2).min(self.most_at_once) } else { 1 };
        *self.wave.lock().unwrap_or_else(PoisonError::into_inner) = Wave { next, at: self.clock.elapsed() };
    }

    /// Takes leave to change one message.
    ///
    /// # Errors
    /// How long to wait.
    pub fn admit_edit(&self) -> Result<(), Duration> {
        self.edits.check().map_err(|refusal| refusal.wait_time_from(self.edits.clock().now()))
    }

    /// Takes leave to send one message to this person.
    ///
    /// # Errors
    /// How long to wait.
    pub fn admit_person(&self, person: &str) -> Result<(), Duration> {
        self.person
            .check_key(&person.to_owned())
            .map_err(|refusal| refusal.wait_time_from(self.person.clock().now()))
    }

    /// Forgets people who were not written to lately.
    pub fn tidy(&self) {
        self.person.retain_recent();
    }

    /// Keeps a method from being called before `until`.
    pub fn close(&self, method: &'static str, until: DateTime<Utc>) {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let gate = gates.entry(method).or_insert(until);
        *gate = until.max(*gate);
    }

    /// When a method may be called again, if not at `now`.
    pub fn closed_until(&self, method: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        gates.get(method).copied().filter(|until| *until > now)
    }
}

/// Our clock, as governor reads one.
#[derive(Debug, Clone)]
struct Ticks(Clock);

/// Nanoseconds since some instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Tick(u64);

impl GovernorClock for Ticks {
    type Instant = Tick;

    fn now(&self) -> Tick {
        Tick(u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX))
    }
}

impl Reference for Tick {
    fn duration_since(&self, earlier: Self) -> Nanos {
        self.0.saturating_sub(earlier.0).into()
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(self.0.saturating_sub(duration.as_u64()))
    }
}

impl std::ops::Add<Nanos> for Tick {
    type Output = Self;

    fn add(self, duration: Nanos) -> Self {
        Self(self.0.saturating_add(duration.as_u64()))
    }
}
