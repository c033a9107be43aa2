//! How many messages may go over any minute, whoever of several instances sends them.
//!
//! The generic cell rate algorithm: one instant is kept, the one up to which leave was given, and every message moves
//! it on by one interval. Nothing is counted and nothing has to be cleaned up, so that what a crash leaves behind is
//! over by itself.

use chrono::{DateTime, Duration, SubsecRound, Utc};

/// So many seconds' worth of the ceiling may go at once.
const BURST_SECONDS: u32 = 2;
/// Leave has to be used within this, or it is void: what is sent later counts for a later minute.
pub const GOOD_FOR: Duration = Duration::seconds(2);
/// By so much the clocks of two instances may differ.
const CLOCKS_DIFFER: Duration = Duration::seconds(1);
const MINUTE: Duration = Duration::minutes(1);

/// A ceiling of so many messages over any minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ceiling {
    messages: u32,
    burst: u32,
    interval: Duration,
}

impl Ceiling {
    /// The ceiling of `CERTS_SLACK_MESSAGES_PER_MINUTE`.
    pub fn per_minute(messages: u32) -> Self {
        let burst = (messages * BURST_SECONDS / 60).max(1);
        // What goes in one minute had its leave in that minute or shortly before, by a clock that may be ahead or
        // behind: so long a time lets a burst through and what was refilled since, and together they stay under.
        let window = MINUTE + GOOD_FOR + CLOCKS_DIFFER;
        let refill = i64::from(messages.saturating_sub(burst)) + 1;
        let micros = window.num_milliseconds() * 1000;
        Self {
            messages,
            burst,
            interval: Duration::microseconds(micros / refill + i64::from(micros % refill != 0)),
        }
    }

    /// The same, or that which the workspace was found to take if it is lower.
    #[must_use]
    pub fn or_learned(self, learned: Option<Learned>, now: DateTime<Utc>) -> Self {
        match learned.map(|learned| learned.allows(now)) {
            Some(allowed) if allowed < self.messages => Self::per_minute(allowed),
            _ => self,
        }
    }

    /// How many messages may go at `now`, when leave was given up to `given`.
    pub fn room(self, given: Option<DateTime<Utc>>, now: DateTime<Utc>) -> u32 {
        let left = now + self.full() - self.start(given, now);
        let slots =
            left.num_microseconds().unwrap_or(i64::MAX) / self.interval.num_microseconds().unwrap_or(1);
        u32::try_from(slots).unwrap_or(0)
    }

    /// Up to when leave is given after that for so many messages more.
    pub fn give(self, given: Option<DateTime<Utc>>, now: DateTime<Utc>, messages: u32) -> DateTime<Utc> {
        whole(self.start(given, now) + self.worth(messages))
    }

    /// When the next message may go, if none may now.
    pub fn next(self, given: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
        whole(self.start(given, now) + self.interval - self.full())
    }

    /// The time that so many messages take.
    pub fn worth(self, messages: u32) -> Duration {
        self.interval * i32::try_from(messages).unwrap_or(i32::MAX)
    }

    fn full(self) -> Duration {
        self.worth(self.burst)
    }

    /// What is in the past is used up by nobody. What no clock that is nearly right can have written is left over from
    /// before a clock was set back, and must not make anyone wait for that hour to come again.
    fn start(self, given: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
        let possible = now + self.full() + CLOCKS_DIFFER;
        given.filter(|given| (now..=possible).contains(given)).unwrap_or(now)
    }
}

/// How many messages a minute the workspace takes, as a refusal showed. Slack publishes "several hundred" and no figure, and
/// the figure may change: so from there on a little more is tried every minute, until it refuses again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learned {
    /// So many.
    pub messages: u32,
    /// When it refused.
    pub at: DateTime<Utc>,
}

impl Learned {
    /// Slack refused a message when `taken` had been taken within about a minute, under this ceiling. It is believed to take
    /// as many, but at least a tenth fewer than were allowed, and not less than half: a refusal after a quiet minute says little.
    pub fn from_refusal(taken: u32, under: Ceiling, at: DateTime<Utc>) -> Self {
        let (most, least) = (under.messages - under.messages.div_ceil(10), under.messages.div_ceil(2));
        Self { messages: taken.min(most).max(least), at }
    }

    /// What is tried at `now`: a twentieth more for each minute since.
    pub fn allows(self, now: DateTime<Utc>) -> u32 {
        let minutes = u32::try_from((now - self.at).num_minutes()).unwrap_or(0);
        self.messages.saturating_add(self.messages.div_ceil(20).saturating_mul(minutes))
    }
}

/// The instant, or the millisecond after it: no database keeps less.
fn whole(instant: DateTime<Utc>) -> DateTime<Utc> {
    let shown = instant.trunc_subsecs(3);
    if shown < instant { shown + Duration::milliseconds(1) } else { instant }
}
