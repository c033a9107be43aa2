//! Plain lines: for a log, a pipe, a terminal that cannot do better.

use std::time::Duration;

/// How far apart lines are; what is over before the first says nothing.
const EVERY: Duration = Duration::from_secs(5);

/// When there is something to say, and how.
#[derive(Debug)]
pub struct Lines {
    what: String,
    said_at: Duration,
}

impl Lines {
    /// About this.
    pub fn about(what: &str) -> Self {
        Self { what: what.to_owned(), said_at: Duration::ZERO }
    }

    /// The line that is due so long after the beginning, if one is.
    pub fn at(&mut self, elapsed: Duration, done: u64, of: Option<u64>) -> Option<String> {
        if elapsed < self.said_at + EVERY {
            return None;
        }
        self.said_at = elapsed;
        let of = of.map_or(String::new(), |of| format!(" of {of}"));
        Some(format!("… {}: {done}{of}, {} s", self.what, elapsed.as_secs()))
    }
}
