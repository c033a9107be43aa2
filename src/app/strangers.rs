//! People who will be written to, by their addresses, of whom it may not be known yet where; and for some minutes what the
//! list of the whole workspace says of everybody, for those who are met after it was read. Neither is stored: a process that
//! dies meets its people again.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

use crate::slack::Account;

/// For so long what was listed is as good as an answer of now.
const AS_GOOD_AS_NOW: Duration = Duration::minutes(10);

/// See the module; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Strangers(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    addresses: BTreeSet<String>,
    /// Somebody was met since these were last looked at.
    is_news: bool,
    roster: Option<Arc<Roster>>,
}

/// Everybody in the workspace, by their addresses.
#[derive(Debug)]
pub struct Roster {
    /// When the reading of the list began.
    pub read_at: DateTime<Utc>,
    /// By lower-case address. Of two accounts with one address, the one that is not switched off.
    accounts: HashMap<String, Account>,
}

impl Roster {
    /// An empty one, to be read from now on.
    pub fn begin(now: DateTime<Utc>) -> Self {
        Self { read_at: now, accounts: HashMap::new() }
    }

    /// Takes a page in.
    pub fn take(&mut self, page: Vec<Account>) {
        for mut account in page {
            let Some(email) = account.email.take() else { continue };
            if !account.is_deactivated || !self.accounts.contains_key(&email) {
                self.accounts.insert(email, account);
            }
        }
    }

    /// The account with this address.
    pub fn find(&self, email: &str) -> Option<&Account> {
        self.accounts.get(email)
    }

    /// Whether nobody with an address was listed: then it is the right to see addresses that is missing.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }
}

impl Strangers {
    /// Notes people who are going to be written to.
    pub fn meet(&self, addresses: impl IntoIterator<Item = String>) {
        let mut kept = self.lock();
        for address in addresses {
            kept.is_news |= kept.addresses.insert(address);
        }
    }

    /// All who were met, if there is somebody new among them.
    pub fn news(&self) -> Option<Vec<String>> {
        let mut kept = self.lock();
        std::mem::take(&mut kept.is_news).then(|| kept.addresses.iter().cloned().collect())
    }

    /// They have to be looked at again.
    pub fn look_again(&self) {
        self.lock().is_news = true;
    }

    /// They are known now, or left to be asked for one by one.
    pub fn forget<'a>(&self, addresses: impl IntoIterator<Item = &'a String>) {
        let mut kept = self.lock();
        for address in addresses {
            kept.addresses.remove(address);
        }
    }

    /// Keeps what was listed.
    pub fn keep(&self, roster: Roster) {
        self.lock().roster = Some(Arc::new(roster));
    }

    /// What was listed, while it is as good as an answer of now.
    pub fn roster(&self, now: DateTime<Utc>) -> Option<Arc<Roster>> {
        let mut kept = self.lock();
        kept.roster = kept.roster.take().filter(|roster| now - roster.read_at < AS_GOOD_AS_NOW);
        kept.roster.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
