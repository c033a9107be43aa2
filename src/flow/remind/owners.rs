//! Whoever runs a campaign hears how it stands on the days on which its reviewers are reminded.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::{Result, morning, plan};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::notice::Notice;
use crate::store::Tx;
use crate::store::notifications::{self, Planned};

/// Plans one digest an owner for all their campaigns of which today bears reminders. Says how many are planned.
pub(super) async fn tell(app: &App, tx: &Tx, due: &[&Campaign], today: NaiveDate) -> Result<usize> {
    let now = app.clock.now();
    let mut owned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for campaign in due {
        if let Some(owner) = &campaign.owner_id {
            owned.entry(owner.clone()).or_default().push(campaign.id.clone());
        }
    }
    // There is one a day at most. A campaign that could not be read until its owner had it is left to the digest of its
    // next reminder.
    let key = |owner: &String| Notice::OwnerDigest { date: today, campaign_ids: Vec::new() }.key(owner);
    let known = notifications::known(tx, &owned.keys().map(key).collect::<Vec<_>>()).await?;
    owned.retain(|owner, _| !known.contains(&key(owner)));

    let owners: Vec<String> = owned.keys().cloned().collect();
    for (owner, older) in notifications::take_back_owner_digests(tx, &owners, now).await? {
        let campaigns = owned.entry(owner).or_default();
        for id in older.campaign_ids() {
            if !campaigns.contains(id) {
                campaigns.push(id.clone());
            }
        }
    }
    let digest = |(person_id, campaign_ids)| Planned {
        notice: Notice::OwnerDigest { date: today, campaign_ids },
        person_id,
    };
    let planned: Vec<Planned> = owned.into_iter().map(digest).collect();
    let digests = plan::tell(tx, planned.clone(), now).await?;
    morning::wait(app, tx, &planned, today).await?;
    Ok(digests)
}
