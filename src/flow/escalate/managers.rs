//! Who hears of a reviewer: asked of Okta when it is needed, and kept for some days.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};

use super::super::{FlowError, Result};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::escalation::listener;
use crate::domain::person::Person;
use crate::okta::OktaError;
use crate::store::{Tx, managers, people, standing};

/// How long what Okta said of somebody's manager is trusted before it is asked again; and then, if it does not
/// answer, for how long it still counts.
const TRUSTED_FOR: Duration = Duration::days(3);
const COUNTS_FOR: Duration = Duration::days(30);

/// Finds out who manages those with open items in a campaign, as far as that is not known. What Okta does not tell today
/// keeps nobody from being reminded: of those of whom nothing is known is not spoken.
pub(in super::super) async fn read(app: &App, campaign: &Campaign) -> Result<()> {
    let now = app.clock.now();
    let loads = standing::loads(&app.store.db, &campaign.id).await?;
    let open: Vec<String> =
        loads.into_iter().filter(|load| load.open > 0).map(|load| load.person_id).collect();
    let known = managers::known(&app.store.db, &open, now - TRUSTED_FOR).await?;
    let mut met: HashMap<String, Option<String>> = HashMap::new();
    for person_id in open.iter().filter(|id| !known.contains_key(*id)) {
        match manager_of(app, person_id, &mut met).await {
            Ok(manager) => {
                let now = app.clock.now();
                managers::note(&app.store.db, person_id, manager.as_deref(), now).await?;
            }
            Err(FlowError::Okta(why)) if why.is_about_one_thing() => {
                tracing::warn!(campaign.id, person.id = person_id, error = %why, "A person's manager could not be read");
            }
            Err(FlowError::Okta(why)) => {
                tracing::warn!(campaign.id, error = %why, "Managers could not be read; nobody hears of those whose manager is not known");
                return Ok(());
            }
            Err(why) => return Err(why),
        }
    }
    Ok(())
}

/// The Okta id of a person's manager. Okta's profile holds what the company keeps there: an id, a login or an address.
async fn manager_of(
    app: &App,
    person_id: &str,
    met: &mut HashMap<String, Option<String>>,
) -> Result<Option<String>> {
    let Some(named) = gone_is_none(app.okta.manager_of(person_id).await)?.flatten() else { return Ok(None) };
    if let Some(id) = met.get(&named) {
        return Ok(id.clone());
    }
    let mut found = gone_is_none(app.okta.user(&named).await)?;
    if found.is_none() && named.contains('@') {
        found = app.okta.user_by_email(&named).await?;
    }
    let id = found.as_ref().map(|person| person.id.clone());
    if let Some(person) = found {
        people::upsert(&app.store.db, &[person], app.clock.now()).await?;
    }
    met.insert(named, id.clone());
    Ok(id)
}

/// Somebody whom Okta does not show is nobody.
fn gone_is_none<T>(answer: std::result::Result<T, OktaError>) -> Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(OktaError::Status { status: 400 | 403 | 404, .. }) => Ok(None),
        Err(why) => Err(why.into()),
    }
}

/// Who hears of the reviewers of a campaign.
pub(in super::super) struct Hears<'a> {
    campaign: &'a Campaign,
    managers: HashMap<String, Option<String>>,
    /// Those of the managers who are still there.
    there: HashMap<String, Person>,
}

impl<'a> Hears<'a> {
    /// What is known of these reviewers' managers.
    pub(in super::super) async fn of(
        tx: &Tx,
        campaign: &'a Campaign,
        reviewers: &[String],
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let managers = managers::known(tx, reviewers, now - COUNTS_FOR).await?;
        let mut ids: Vec<String> = managers.values().flatten().cloned().collect();
        ids.sort();
        ids.dedup();
        let mut there = people::by_id(tx, &ids).await?;
        there.retain(|_, person| person.why_unreachable().is_none());
        Ok(Self { campaign, managers, there })
    }

    /// Whether Okta was asked for a reviewer's manager.
    pub(in super::super) fn knows(&self, reviewer: &str) -> bool {
        self.managers.contains_key(reviewer)
    }

    /// Okta id of who hears of a reviewer; none where that is not known, or is nobody.
    pub(in super::super) fn about(&self, reviewer: &str) -> Option<String> {
        let manager = self.managers.get(reviewer)?.as_deref().filter(|id| self.there.contains_key(*id));
        listener(reviewer, manager, self.campaign.owner_id.as_deref()).map(str::to_owned)
    }

    /// Whether that is their manager.
    pub(super) fn is_manager(&self, listener: &str) -> bool {
        self.there.contains_key(listener)
    }
}
