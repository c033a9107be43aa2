//! Looking through Okta for what no hook told: campaigns that began, changed or closed, items that moved.
//!
//! It puts an event of our own into the inbox for each campaign, so that what was found walks the way of a hook.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Duration, Utc};
use entity::schedule_state::Model as State;
use rand::Rng;

use super::accept::SWEEP;
use super::{Progress, Result, poll};
use crate::app::App;
use crate::app::troubles::{OKTA, TOKEN, Trouble};
use crate::domain::verdict::{Verdict, back_off};
use crate::okta::OktaError;
use crate::store::inbox::{Incoming, NEW, OURS};
use crate::store::{self, Store, campaigns, cards, inbox, schedule};

const NAME: &str = "sweep";
/// The part of Okta that shows which campaigns there are.
const LIST: &str = "campaigns";
/// How soon it is looked whether the System Log is read, unless a ring says so earlier.
const AFTER_THE_LOG: Duration = Duration::seconds(1);

/// Sweeps when it is due: at the start of the process, then every `CERTS_SWEEP_EVERY`.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let now = app.clock.now();
    let due = schedule::find(&app.store.db, NAME).await?.and_then(|state| state.due_at);
    let is_first = !app.swept.load(Ordering::Relaxed);
    if let Some(due) = due.filter(|due| *due > now && !is_first) {
        return Ok(Progress::Until(due));
    }
    if poll::goes_first(app).await? {
        return Ok(Progress::Until(now + AFTER_THE_LOG));
    }
    if !schedule::claim(&app.store.db, NAME, &app.instance, now).await? {
        return Ok(Progress::Until(now + store::LEASE));
    }
    app.swept.store(true, Ordering::Relaxed);
    let ids = match app.okta.active_campaign_ids().await {
        Ok(ids) => ids,
        Err(why) => {
            note_failure(app, &why).await?;
            tracing::warn!(step = NAME, error = %why, "Okta could not be swept; trying again");
            let wait = match why.verdict() {
                Verdict::Later(Some(until)) => until,
                _ => now + back_off(4, rand::rng().random()),
            };
            schedule::put_off(&app.store.db, NAME, &app.instance, wait).await?;
            return Ok(Progress::Until(wait));
        }
    };
    app.troubles.clear(OKTA, LIST);
    find_reviews_app(app).await;
    settle(app, ids, due, now).await
}

/// Notes what keeps Okta from being swept: for the operator where only they can mend it, and beside the figures of the
/// active campaigns, which grow old meanwhile.
async fn note_failure(app: &App, why: &OktaError) -> Result<()> {
    if why.verdict() == Verdict::Stopped {
        let part = if why.is_unauthorized() { TOKEN } else { LIST };
        app.troubles.note(Trouble { api: OKTA, part, sentence: why.explanation() });
    }
    if !matches!(why, OktaError::RateLimited { .. }) {
        for known in campaigns::active(&app.store.db).await? {
            campaigns::note_problem(&app.store.db, &known.campaign.id, &why.to_string()).await?;
            cards::stir_board(&app.store.db, &known.campaign.id, app.clock.now()).await?;
        }
    }
    Ok(())
}

/// Asks the org once where its reviews app is, unless the settings say where **Review now** leads.
async fn find_reviews_app(app: &App) {
    if !app.config.okta.asks_for_reviews_app || app.reviews_app.get().is_some() {
        return;
    }
    match app.okta.reviews_app().await {
        // Of two that find it at the same time, either is right.
        Ok(Some(link)) => drop(app.reviews_app.set(link)),
        Ok(None) => tracing::debug!("The org shows no reviews app; Review now leads to its dashboard"),
        Err(why) => {
            tracing::debug!(error = %why, "The reviews app could not be looked up; Review now leads to the dashboard");
        }
    }
}

/// Makes the next sweep due now.
///
/// # Errors
/// When the database does not answer.
pub async fn hurry(app: &App) -> Result<()> {
    make_due(&app.store, app.clock.now()).await?;
    app.wake.ring();
    Ok(())
}

/// The same from beside the service.
pub(super) async fn make_due(store: &Store, now: DateTime<Utc>) -> Result<()> {
    Ok(schedule::hurry(&store.db, NAME, now).await?)
}

/// How the sweep stands; none when there never was one.
pub(super) async fn state(store: &Store) -> Result<Option<State>> {
    Ok(schedule::find(&store.db, NAME).await?)
}

async fn settle(
    app: &App,
    mut ids: Vec<String>,
    was_due: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Progress> {
    // Those we believe active and Okta does not list are over, or gone.
    let ours = campaigns::active(&app.store.db).await?;
    ids.extend(ours.into_iter().map(|known| known.campaign.id));
    ids.sort();
    ids.dedup();
    tracing::debug!(step = NAME, campaigns = ids.len(), "Sweeping");
    let event = |id: String| Incoming {
        source: OURS,
        uuid: format!("{SWEEP}:{id}:{}", now.timestamp()),
        kind: SWEEP.to_owned(),
        campaign_id: Some(id),
        payload: "{}".to_owned(),
        state: NEW,
    };
    let next = now + Duration::from_std(app.config.sweep_every).unwrap_or(Duration::minutes(15));
    let tx = app.store.begin().await?;
    inbox::record(&tx, &ids.into_iter().map(event).collect::<Vec<_>>(), now).await?;
    if !schedule::done_unless_hurried(&tx, NAME, &app.instance, was_due, next, now).await? {
        return Ok(Progress::Idle);
    }
    store::commit(tx).await?;
    app.wake.ring();
    Ok(Progress::Busy)
}
