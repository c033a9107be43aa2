//! Which items a read saw. Of one that is as known nothing is written, so the read remembers until its end, when what it
//! did not see is gone.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

/// Items by the hash of their id: a hundred thousand are a megabyte. Two of one hash would be taken for each other once
/// in thousands of millions of reads of the largest campaign, and the next read has other hashes.
#[derive(Default)]
pub(super) struct Sighted {
    keys: RandomState,
    hashes: HashSet<u64>,
    /// Among them is something that may not be on record.
    is_more: bool,
}

impl Sighted {
    /// Remembers items that are on record.
    pub(super) fn note<'a>(&mut self, ids: impl IntoIterator<Item = &'a String>) {
        self.hashes.extend(ids.into_iter().map(|id| self.keys.hash_one(id.as_str())));
    }

    /// Remembers ids of which nothing else is understood.
    pub(super) fn note_garbled(&mut self, ids: &[String]) {
        self.is_more |= !ids.is_empty();
        self.note(ids);
    }

    /// Whether this one was seen.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.hashes.contains(&self.keys.hash_one(id))
    }

    /// Whether these are all there are, if so many are on record.
    pub(super) fn are_all_of(&self, on_record: u64) -> bool {
        !self.is_more && self.hashes.len() as u64 == on_record
    }
}

/// How many; their hashes say nothing to anybody.
impl fmt::Debug for Sighted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sighted").field("items", &self.hashes.len()).finish_non_exhaustive()
    }
}
