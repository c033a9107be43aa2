//! What passed by a read as it was known. Nothing is written of it, so the read remembers until its end, when what did
//! not pass by at all is gone.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

/// Items by the hash of their id: a hundred thousand are two megabytes. Two of one hash would be taken for each other once
/// in thousands of millions of reads of the largest campaign, and the next read has other hashes.
#[derive(Default)]
pub(super) struct Passed {
    keys: RandomState,
    hashes: HashSet<u64>,
}

impl Passed {
    /// Remembers these.
    pub(super) fn note<'a>(&mut self, ids: impl IntoIterator<Item = &'a String>) {
        self.hashes.extend(ids.into_iter().map(|id| self.keys.hash_one(id.as_str())));
    }

    /// Whether this one passed by.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.hashes.contains(&self.keys.hash_one(id))
    }
}

/// How many; their hashes say nothing to anybody.
impl fmt::Debug for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passed").field("items", &self.hashes.len()).finish_non_exhaustive()
    }
}
