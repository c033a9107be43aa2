//! How long the same thing took, many times.

use std::time::Duration;

/// Durations, the shortest first.
#[derive(Debug, Clone)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// These.
    pub fn of(mut durations: Vec<Duration>) -> Self {
        durations.sort_unstable();
        Self(durations)
    }

    /// The one that so many of a hundred do not exceed: 50 is the median, 100 the longest. None are zero.
    pub fn percentile(&self, share: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get(last * share.min(100) / 100).copied().unwrap_or_default()
    }

    /// The same in milliseconds.
    pub fn millis(&self, share: usize) -> f64 {
        self.percentile(share).as_secs_f64() * 1e3
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}
