//! Counting requests in windows of a minute that begin with their first request, by the injected clock.

use chrono::{DateTime, Duration, Utc};

/// One bucket of a rate limit.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) limit: u32,
    seconds: i64,
    began: Option<DateTime<Utc>>,
    used: u32,
}

/// How a request stands in its window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) allowed: bool,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset: DateTime<Utc>,
}

impl Window {
    pub(crate) fn new(limit: u32, seconds: i64) -> Self {
        Self { limit, seconds, began: None, used: 0 }
    }

    /// Counts one request.
    pub(crate) fn count(&mut self, now: DateTime<Utc>) -> Standing {
        let length = Duration::seconds(self.seconds);
        let began = match self.began {
            Some(began) if began <= now && now < began + length => began,
            _ => {
                self.used = 0;
                self.began = Some(now);
                now
            }
        };
        let allowed = self.used < self.limit;
        if allowed {
            self.used += 1;
        }
        Standing {
            allowed,
            limit: self.limit,
            remaining: self.limit - self.used.min(self.limit),
            reset: began + length,
        }
    }
}
