//! Who stands behind a reviewing group, and addresses that a review did not carry.

use std::collections::BTreeMap;

use super::super::{FlowError, Result, acquaint};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::person::Person;
use crate::domain::review::{GROUP, RESOURCE_OWNER};
use crate::okta::{OktaError, SeenReview};
use crate::store::groups::{Group, LISTED, TOO_LARGE, UNREADABLE};
use crate::store::{self, groups};

/// Of a larger group Okta picks ten members when the campaign begins, and names none of them.
/// Source: help.okta.com, "Define reviewers" of access certification campaigns (read 2026-11).
const LARGEST_GROUP: usize = 10;

/// A group as a review names it.
#[derive(Debug)]
pub(super) struct GroupSeen {
    kind: String,
    name: Option<String>,
    /// The owners of a resource are found by the resource; the group id is Okta's own.
    resource_id: Option<String>,
}

impl GroupSeen {
    /// Takes note of the group that an item waits for, if it is one.
    pub(super) fn note(one: &SeenReview, groups: &mut BTreeMap<String, Self>) {
        let reviewer = &one.review.reviewer;
        let is_group = reviewer.kind == GROUP || reviewer.kind == RESOURCE_OWNER;
        if let (true, Some(id)) = (is_group && one.review.is_open(), &reviewer.id) {
            groups.entry(id.clone()).or_insert_with(|| Self {
                kind: reviewer.kind.clone(),
                name: reviewer.name.clone(),
                resource_id: one.resource_id.clone(),
            });
        }
    }
}

/// Reads what is missing to reach the reviewers of a campaign: members of groups, addresses, the owner's name. A group
/// or a person that Okta fails at keeps nobody else from being told; returns why it has to be tried again.
pub(super) async fn complete(
    app: &App,
    campaign: &Campaign,
    seen: BTreeMap<String, GroupSeen>,
) -> Result<Option<FlowError>> {
    let mut trouble = None;
    for (id, group) in seen {
        let members = match (group.kind.as_str(), &group.resource_id) {
            (RESOURCE_OWNER, Some(resource)) => app.okta.resource_owners(resource).await,
            _ => app.okta.group_members(&id).await,
        };
        let now = app.clock.now();
        if let Err(why) = members.as_ref()
            && why.is_about_one_thing()
        {
            tracing::warn!(campaign.id, group.id = id, error = %why, "A group could not be read; telling the others");
            trouble.get_or_insert_with(|| why.clone().into());
        }
        if members.as_ref().is_err_and(|why| why.is_about_one_thing() || why.is_forbidden())
            && groups::is_listed(&app.store.db, &id).await?
        {
            // A right that was taken away, or a trouble: who was in the group yesterday is told rather than nobody.
            continue;
        }
        let (group, members) = describe(id, group, members)?;
        let tx = app.store.begin().await?;
        store::people::upsert(&tx, &members, now).await?;
        groups::replace(&tx, &group, now).await?;
        store::commit(tx).await?;
        acquaint::meet(app, &members);
    }
    let mut missing = store::people::without_email(&app.store.db, &campaign.id).await?;
    if let Some(owner) = &campaign.owner_id
        && store::people::find(&app.store.db, owner).await?.is_none()
    {
        missing.push(owner.clone());
    }
    for id in missing {
        if !app.unanswered.may_ask(&id, app.clock.now()) {
            continue;
        }
        if let Some(why) = read(app, campaign, &id).await? {
            trouble.get_or_insert(why);
        }
    }
    Ok(trouble)
}

/// Reads the owner of a campaign, who is told today how it stands: no item shows whether they are still active. Where
/// Okta does not say, what was known of them holds. Who else asked for them lately may not have noted the answer yet.
pub(in super::super) async fn owner(app: &App, campaign: &Campaign) -> Result<()> {
    if let Some(id) = &campaign.owner_id {
        read(app, campaign, id).await?;
    }
    Ok(())
}

/// Reads a person; returns why that has to be tried again.
async fn read(app: &App, campaign: &Campaign, id: &str) -> Result<Option<FlowError>> {
    match app.okta.user(id).await {
        Ok(person) => store::people::upsert(&app.store.db, &[person], app.clock.now()).await?,
        // Shown to administrators as somebody without an address; no reason to keep the others waiting.
        Err(OktaError::Status { call, status: status @ (400 | 403 | 404), .. }) => {
            tracing::debug!(person.id = id, call, status, "Okta does not show a person");
        }
        Err(why) if why.is_about_one_thing() => {
            tracing::warn!(campaign.id, person.id = id, error = %why, "A person could not be read; telling the others");
            app.unanswered.ask_again(id);
            return Ok(Some(why.into()));
        }
        Err(why) => return Err(why.into()),
    }
    Ok(None)
}

fn describe(
    id: String,
    seen: GroupSeen,
    members: std::result::Result<Vec<Person>, OktaError>,
) -> Result<(Group, Vec<Person>)> {
    let mut group = Group {
        name: seen.name.unwrap_or_else(|| id.clone()),
        id,
        kind: seen.kind,
        state: LISTED,
        size: 0,
        problem: None,
        members: Vec::new(),
    };
    let people: Vec<Person> = match members {
        Ok(people) => people.into_iter().filter(Person::is_active).collect(),
        Err(why)
            if why.is_about_one_thing()
                || matches!(why, OktaError::Status { status: 400 | 403 | 404, .. }) =>
        {
            group.state = UNREADABLE;
            group.problem = Some(why.to_string());
            return Ok((group, Vec::new()));
        }
        Err(why) => return Err(why.into()),
    };
    let mut ids: Vec<String> = people.iter().map(|person| person.id.clone()).collect();
    ids.sort();
    ids.dedup();
    group.size = ids.len();
    if group.size > LARGEST_GROUP {
        group.state = TOO_LARGE;
        return Ok((group, Vec::new()));
    }
    group.members = ids;
    Ok((group, people))
}
