//! Deciding who is to be told of a campaign: planned in the transaction that made it true.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::Result;
use crate::domain::campaign::Campaign;
use crate::domain::notice::Notice;
use crate::domain::review::{FIRST, SECOND};
use crate::store::notifications::{self, Planned};
use crate::store::{Tx, people, standing};

/// Plans the launch DM of everyone to whom the campaign assigned open items, once for each level.
pub(super) async fn launches(tx: &Tx, campaign: &Campaign, now: DateTime<Utc>) -> Result<()> {
    let loads = standing::loads(tx, &campaign.id).await?;
    let reachable = reachable(tx, loads.iter().map(|load| load.person_id.clone()).collect()).await?;
    let launch = |person_id: &String, level: &str| Planned {
        notice: Notice::Launch { campaign_id: campaign.id.clone(), level: level.to_owned() },
        person_id: person_id.clone(),
    };
    let mut planned = Vec::new();
    for load in loads.iter().filter(|load| reachable.contains(&load.person_id)) {
        planned.extend((load.assigned > 0).then(|| launch(&load.person_id, FIRST)));
        planned.extend((load.assigned_second > 0).then(|| launch(&load.person_id, SECOND)));
    }
    Ok(notifications::plan(tx, &planned, now).await?)
}

/// Those of these people who can be written to at all: active, with an address. The others are shown to
/// administrators.
pub(super) async fn reachable(tx: &Tx, ids: Vec<String>) -> Result<HashSet<String>> {
    let people = people::find_many(tx, &ids).await?;
    Ok(people.into_iter().filter(|p| p.is_active() && p.email.is_some()).map(|person| person.id).collect())
}
