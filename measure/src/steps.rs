//! Measurements that come one after the other, each of which takes a while.

use progress::Progress;

/// Shows how many of them are done.
#[derive(Debug)]
pub struct Steps {
    progress: Progress,
    done: u64,
    of: u64,
}

impl Steps {
    /// Of so many, none is done.
    pub fn begin(what: &str, of: usize) -> Self {
        Self { progress: Progress::begin(what), done: 0, of: of as u64 }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        self.progress.reach(self.done, Some(self.of));
    }
}
