//! What waits for whom, as read last: asked for again before anything was written, it is not read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::version::Version;
use super::super::{Result, Store};
use super::waiting::of_address;
use crate::domain::standing::MyCampaign;

/// Most of them, before the next write makes them old news anyway.
const MOST: usize = 1_000;

/// What was read since the last write; with the next one all of it goes.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Kept(Arc<Mutex<Read>>);

#[derive(Debug, Default)]
struct Read {
    /// What the database was at.
    version: Option<Version>,
    /// By address.
    campaigns: HashMap<String, Arc<[MyCampaign]>>,
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
        self.kept.keep(email, version, campaigns.clone());
        Ok(campaigns)
    }
}

impl Kept {
    fn get(&self, email: &str, version: &Version) -> Option<Arc<[MyCampaign]>> {
        let kept = self.read();
        kept.campaigns.get(email).filter(|_| kept.version.as_ref() == Some(version)).cloned()
    }

    fn keep(&self, email: &str, version: Version, campaigns: Arc<[MyCampaign]>) {
        let mut kept = self.read();
        if kept.version.as_ref() != Some(&version) || kept.campaigns.len() >= MOST {
            kept.campaigns.clear();
            kept.version = Some(version);
        }
        kept.campaigns.insert(email.to_owned(), campaigns);
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
