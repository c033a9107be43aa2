//! Messages that Slack fails at again and again, told apart from an outage.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Messages that Slack fails at while it takes others: an outage fails at all of them. Begins anew with the process.
#[derive(Debug, Clone, Default)]
pub struct Stubborn(Arc<Mutex<Failures>>);

#[derive(Debug, Default)]
struct Failures {
    /// Messages that were taken.
    taken: u64,
    /// By notice: what `taken` was at its last failure, and how often others were taken between two of them.
    of: HashMap<i64, (u64, u32)>,
}

impl Stubborn {
    /// Notes that Slack took a message.
    pub fn took(&self, id: i64) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.taken += 1;
        failures.of.remove(&id);
    }

    /// Notes that nobody tries to send one any more.
    pub fn forget(&self, id: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).of.remove(&id);
    }

    /// Notes that it failed at one.
    pub fn failed_at(&self, id: i64) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = failures.taken;
        let (before, tries) = failures.of.entry(id).or_insert((taken, 0));
        *tries += u32::from(*before < taken);
        *before = taken;
    }

    /// How often it failed at this one after it had taken others.
    pub fn tries_of(&self, id: i64) -> u32 {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.of.get(&id).map_or(0, |(_, tries)| *tries)
    }
}
