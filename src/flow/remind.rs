//! The daily run: re-reads every active campaign, asks the cadence about each reviewer with open items, and plans
//! one reminder a person for all campaigns that are due.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::FutureExt;
use rand::Rng;

use super::lease::keeping;
use super::sync::{self, Givers, Look};
use super::{FlowError, Progress, Result, plan};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::notice::Notice;
use crate::domain::verdict::back_off;
use crate::store::campaigns::Known;
use crate::store::notifications::{self, Planned};
use crate::store::{self, Tx, campaigns, schedule, standing};

const NAME: &str = "daily-run";
/// After so many tries the run goes on without the campaigns that could not be read, as long as others could:
/// their due day is made up by the next run.
const TRIES: i32 = 5;

/// What the run found out about the campaigns.
#[derive(Default)]
struct Found {
    /// Still open, freshly read, with how far the reminders had got.
    open: Vec<(Campaign, NaiveDate)>,
    /// Could not be read.
    failed: Vec<(String, FlowError)>,
}

/// Does the run of today when it is due and not done.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let now = app.clock.now();
    let run = app.config.daily_run;
    let state = schedule::find(&app.store.db, NAME).await?;
    let done_for = state.as_ref().and_then(|state| state.done_for);
    let Some(today) = run.due(now, done_for) else { return Ok(Progress::until(run.next(now))) };
    let put_off = state.as_ref().filter(|state| state.attempts > 0).and_then(|state| state.due_at);
    if let Some(due) = put_off.filter(|due| *due > now) {
        return Ok(Progress::Until(due));
    }
    if !schedule::claim(&app.store.db, NAME, &app.instance, now).await? {
        return Ok(Progress::Until(now + store::LEASE));
    }
    let renew = || {
        // A claim that is lost shows when the run is settled, and then nothing of it becomes true.
        schedule::claim(&app.store.db, NAME, &app.instance, app.clock.now()).map(drop).boxed()
    };
    let found = keeping(look_around(app, today), renew).await?;
    let attempts = state.map_or(0, |state| state.attempts) + 1;
    for (id, why) in &found.failed {
        tracing::warn!(step = NAME, campaign.id = id, attempt = attempts, error = %why, "A campaign could not be read");
    }
    if !found.failed.is_empty() && (attempts < TRIES || found.open.is_empty()) {
        let wait = back_off(u32::try_from(attempts).unwrap_or(1), rand::rng().random());
        let due = app.clock.now() + wait;
        schedule::put_off(&app.store.db, NAME, &app.instance, due).await?;
        return Ok(Progress::Until(due));
    }
    settle(app, found, today).await?;
    Ok(Progress::Busy)
}

async fn look_around(app: &App, today: NaiveDate) -> Result<Found> {
    let mut found = Found::default();
    for known in campaigns::active(&app.store.db).await? {
        let id = known.campaign.id.clone();
        match read(app, known, today).await {
            Ok(open) => found.open.extend(open),
            Err(why @ FlowError::Store(_)) => return Err(why),
            Err(why) => {
                if let Some(api) = why.stopped_api() {
                    app.troubles.note(api, why.to_string());
                }
                campaigns::note_problem(&app.store.db, &id, &why.to_string()).await?;
                found.failed.push((id, why));
            }
        }
    }
    Ok(found)
}

/// A campaign as it is now, with its open items read if today bears a reminder of it.
async fn read(app: &App, known: Known, today: NaiveDate) -> Result<Option<(Campaign, NaiveDate)>> {
    let Look::Open(campaign) = sync::look(app, &known.campaign.id).await? else { return Ok(None) };
    let span = campaign.span(app.config.daily_run.zone);
    if !app.config.cadence.due_days(span, known.reminded_through, today).is_empty() {
        sync::open_reviews(app, &campaign, &Givers::new()).await?;
    }
    Ok(Some((campaign, known.reminded_through)))
}

async fn settle(app: &App, found: Found, today: NaiveDate) -> Result<()> {
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    let mut due: BTreeMap<String, Vec<&Campaign>> = BTreeMap::new();
    for (campaign, dealt_with) in &found.open {
        for person_id in people_due(app, &tx, campaign, *dealt_with, today).await? {
            due.entry(person_id).or_default().push(campaign);
        }
    }
    let planned: Vec<Planned> =
        due.into_iter().map(|(person_id, campaigns)| reminder(person_id, campaigns, today)).collect();
    let people: Vec<String> = planned.iter().map(|planned| planned.person_id.clone()).collect();
    notifications::replace(&tx, "reminder", &people, "a newer reminder took its place", now).await?;
    notifications::plan(&tx, &planned, now).await?;
    let ids: Vec<String> = found.open.iter().map(|(campaign, _)| campaign.id.clone()).collect();
    campaigns::reminded(&tx, &ids, today).await?;
    let next = app.config.daily_run.next(now);
    if !schedule::done(&tx, NAME, &app.instance, Some(today), next, now).await? {
        tracing::warn!(step = NAME, "Another instance took the daily run over; leaving it to that one");
        return Ok(());
    }
    store::commit(tx).await?;
    tracing::info!(step = NAME, date = %today, campaigns = ids.len(), reminders = people.len(), "Did the daily run");
    app.wake.ring();
    Ok(())
}

/// The reviewers of a campaign who get a reminder of it today.
async fn people_due(
    app: &App,
    tx: &Tx,
    campaign: &Campaign,
    dealt_with: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<String>> {
    let zone = app.config.daily_run.zone;
    let span = campaign.span(zone);
    if app.config.cadence.due_days(span, dealt_with, today).is_empty() {
        return Ok(Vec::new());
    }
    let loads = standing::loads(tx, &campaign.id).await?;
    let contacts = standing::last_contacts(tx, &campaign.id).await?;
    let open: Vec<String> =
        loads.into_iter().filter(|load| load.open > 0).map(|load| load.person_id).collect();
    let reachable = plan::reachable(tx, open.clone()).await?;
    let is_due = |person_id: &String| {
        let contact = contacts.get(person_id).map(|at| day_in(*at, zone));
        // Somebody who never heard of the campaign as such, because every item was handed to them.
        let contact = contact.unwrap_or(NaiveDate::MIN);
        reachable.contains(person_id) && app.config.cadence.is_due(span, dealt_with, today, contact)
    };
    Ok(open.into_iter().filter(is_due).collect())
}

fn day_in(at: DateTime<Utc>, zone: chrono_tz::Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

fn reminder(person_id: String, mut campaigns: Vec<&Campaign>, today: NaiveDate) -> Planned {
    campaigns.sort_by_key(|campaign| (campaign.ends_at.is_none(), campaign.ends_at, campaign.id.clone()));
    let campaign_ids = campaigns.into_iter().map(|campaign| campaign.id.clone()).collect();
    Planned { notice: Notice::Reminder { date: today, campaign_ids }, person_id }
}
