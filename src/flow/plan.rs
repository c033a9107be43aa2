//! Deciding who is told: planned, or recorded as withheld, in the transaction that made it true.

use chrono::{DateTime, Utc};

use super::Result;
use crate::domain::campaign::Campaign;
use crate::domain::notice::{CHANNEL, Notice};
use crate::domain::person::{Person, UNKNOWN_TO_OKTA};
use crate::domain::review::{FIRST, SECOND};
use crate::store::notifications::{self, Planned};
use crate::store::record::{self, Withheld};
use crate::store::{Tx, people, progress, standing};

/// Plans the launch DM of everyone to whom the campaign assigned open items, once for each level.
pub(super) async fn launches(tx: &Tx, campaign: &Campaign, now: DateTime<Utc>) -> Result<()> {
    let launch = |person_id: &String, level: &str| Planned {
        notice: Notice::Launch { campaign_id: campaign.id.clone(), level: level.to_owned() },
        person_id: person_id.clone(),
    };
    let mut wanted = Vec::new();
    for load in standing::loads(tx, &campaign.id).await? {
        wanted.extend((load.assigned > 0).then(|| launch(&load.person_id, FIRST)));
        wanted.extend((load.assigned_second > 0).then(|| launch(&load.person_id, SECOND)));
    }
    // A sweep finds nearly everybody told already.
    let key = |one: &Planned| one.notice.key(&one.person_id);
    let stand = notifications::not_dropped(tx, &wanted.iter().map(key).collect::<Vec<_>>()).await?;
    wanted.retain(|one| !stand.contains(&key(one)));
    tell(tx, wanted, now).await?;
    let groups = progress::untold_groups(tx, &campaign.id).await?.into_iter();
    let withheld = groups.flat_map(|(id, why)| withheld(&launch(&id, FIRST), &why)).collect();
    Ok(record::withhold(tx, withheld, now).await?)
}

/// Plans what can be told, and records what cannot: whose person is not active or has no address. Those are shown to
/// administrators. Says how many notices are planned.
pub(super) async fn tell(tx: &Tx, wanted: Vec<Planned>, now: DateTime<Utc>) -> Result<usize> {
    let ids: Vec<String> = wanted.iter().map(|one| one.person_id.clone()).collect();
    let known = people::by_id(tx, &ids).await?;
    let why = |id: &String| known.get(id).map_or(Some(UNKNOWN_TO_OKTA), Person::why_unreachable);
    let (reachable, others): (Vec<Planned>, Vec<Planned>) =
        wanted.into_iter().partition(|one| why(&one.person_id).is_none());
    let others = others.iter().filter_map(|one| Some(withheld(one, why(&one.person_id)?))).flatten();
    record::withhold(tx, others.collect(), now).await?;
    notifications::plan(tx, &reachable, now).await?;
    Ok(reachable.len())
}

/// Plans what the campaign channel is told, which nobody's account is needed for.
pub(super) async fn tell_channel(
    tx: &Tx,
    notices: impl IntoIterator<Item = Notice>,
    now: DateTime<Utc>,
) -> Result<()> {
    let planned = notices.into_iter().map(|notice| Planned { notice, person_id: CHANNEL.to_owned() });
    Ok(notifications::plan(tx, &planned.collect::<Vec<_>>(), now).await?)
}

/// What the record of each of its campaigns says of a notice that is not planned.
fn withheld(one: &Planned, why: &str) -> Vec<Withheld> {
    let of = |campaign_id: &String| Withheld {
        campaign_id: campaign_id.clone(),
        key: one.notice.key(&one.person_id),
        kind: one.notice.kind(),
        person_id: one.person_id.clone(),
        why: why.to_owned(),
    };
    one.notice.campaign_ids().iter().map(of).collect()
}
