//! What waits for whom, as read last: asked for again before anything was written, it is not read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::version::Version;
use super::super::{Result, Store};
use super::waiting::of_address;
use crate::domain::standing::MyCampaign;

/// Most of them, before the next write makes them old news anyway.
const MOST: usize = 1_000;

/// What was read, by address.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Kept(Arc<Mutex<HashMap<String, Read>>>);

#[derive(Debug)]
struct Read {
    campaigns: Arc<[MyCampaign]>,
    /// What the database was at.
    version: Version,
}

impl Store {
    /// The campaigns in which whoever has this address has open items, nearest close first; as they are on record now, also
    /// where another instance wrote them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_for(&self, email: &str) -> Result<Arc<[MyCampaign]>> {
        // Before the read: what is written in between is seen by it, and makes its version an old one.
        let version = self.versions.now().await?;
        if let Some(kept) = self.kept.get(email, &version) {
            return Ok(kept);
        }
        let campaigns: Arc<[MyCampaign]> = of_address(&self.db, email).await?.into();
        self.kept.keep(email, Read { campaigns: campaigns.clone(), version });
        Ok(campaigns)
    }
}

impl Kept {
    fn get(&self, email: &str, version: &Version) -> Option<Arc<[MyCampaign]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(email).filter(|read| read.version == *version).map(|read| read.campaigns.clone())
    }

    fn keep(&self, email: &str, read: Read) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(email.to_owned(), read);
    }
}
