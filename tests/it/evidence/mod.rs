//! The record of what was told: what an auditor reads from it, and what shows that somebody changed it.

mod audit;
mod carried_over;
mod tampering;

use certs::flow::evidence::{self, Export};
use certs::store::campaigns;

use crate::support::World;

/// The record of a campaign.
async fn export(w: &World, campaign_id: &str) -> Export {
    let known = campaigns::find(&w.app.store.db, campaign_id).await.unwrap().unwrap();
    evidence::export(&w.app.store, known, w.clock.now(), |_, _| {}).await.unwrap()
}

/// What is wrong with the record.
async fn breaks(w: &World) -> Vec<String> {
    let checked = evidence::verify(&w.app.store, None).await.unwrap();
    checked.into_iter().flat_map(|one| one.breaks).map(|found| found.what).collect()
}
