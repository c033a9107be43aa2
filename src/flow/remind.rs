//! The daily run: re-reads every active campaign, asks the cadence about each reviewer with open items, and plans
//! one reminder a person for all campaigns that are due, and one digest for whoever runs them.

mod due;
mod owners;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use futures_util::FutureExt;
use rand::Rng;

use self::due::Due;
use super::error::note_trouble;
use super::lease::keeping;
use super::sync::{self, Givers, Look};
use super::{FlowError, Progress, Result, acquaint, escalate, morning, plan, refresh};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::rules;
use crate::domain::verdict::{Verdict, back_off};
use crate::store::campaigns::Known;
use crate::store::notifications::{self, Planned};
use crate::store::{self, campaigns, schedule, snoozes, standing};

/// Its name among the work that happens once.
pub const NAME: &str = "daily-run";
/// So many tries, about ten minutes of them, everybody's reminders wait for a campaign that cannot be read. Then the
/// others are reminded of what could be read.
const PATIENT_TRIES: i32 = 30;
/// How soon the rest is tried again after that.
const THE_REST_AGAIN: Duration = Duration::minutes(5);

/// What the run found out about the campaigns.
#[derive(Default)]
struct Found {
    /// Still open, freshly read, with how far the reminders had got.
    open: Vec<(Campaign, NaiveDate)>,
    /// Could not be read.
    failed: Vec<(String, FlowError)>,
}

impl Found {
    /// Whether a campaign that could not be read may well be readable soon; one that Okta garbles or refuses is not.
    fn is_worth_waiting(&self) -> bool {
        self.failed.iter().any(|(_, why)| match why.verdict() {
            Verdict::Later(_) => !why.may_be_poison(),
            _ => why.trouble().is_some(),
        })
    }
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
    // On the heap: a look around is larger than a stack frame should be.
    let found = Box::pin(keeping(&app.clock, look_around(app, today), renew)).await?;
    let attempts = state.map_or(0, |state| state.attempts) + 1;
    for (id, why) in &found.failed {
        tracing::warn!(step = NAME, campaign.id = id, attempt = attempts, error = %why, "A campaign could not be read");
    }
    if found.is_worth_waiting() && (attempts < PATIENT_TRIES || found.open.is_empty()) {
        let now = app.clock.now();
        let due = now + back_off(u32::try_from(attempts).unwrap_or(1), rand::rng().random());
        schedule::put_off(&app.store.db, NAME, &app.instance, due).await?;
        return Ok(Progress::Until(due));
    }
    settle(app, found, today).await?;
    Ok(Progress::Busy)
}

#[tracing::instrument(name = "daily run: look around", skip_all)]
async fn look_around(app: &App, today: NaiveDate) -> Result<Found> {
    let mut found = Found::default();
    for known in campaigns::active(&app.store.db).await? {
        let id = known.campaign.id.clone();
        match read(app, known, today).await {
            Ok(open) => found.open.extend(open),
            Err(why @ FlowError::Store(_)) => return Err(why),
            Err(why) => {
                note_trouble(app, Some(&id), &why);
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
    let is_escalated = escalate::is_near(app, &campaign, known.first_seen_at, today);
    let snoozed = snoozes::in_force(&app.store.db, &campaign.id).await?;
    let bears_reminders = !app.config.cadence.due_days(span, known.reminded_through, today).is_empty()
        || snoozed.values().any(|until| *until <= today);
    if bears_reminders || is_escalated {
        let seen = sync::open_reviews(app, &campaign, &Givers::new()).await?;
        sync::owner(app, &campaign).await?;
        if let Some(why) = seen.trouble {
            // Those whom it is about are left out of today's run; the sweep tries it again.
            campaigns::note_problem(&app.store.db, &campaign.id, &why.to_string()).await?;
        }
    }
    if is_escalated {
        escalate::read_managers(app, &campaign).await?;
    }
    Ok(Some((campaign, known.reminded_through)))
}

#[tracing::instrument(name = "daily run: plan", skip_all)]
async fn settle(app: &App, found: Found, today: NaiveDate) -> Result<()> {
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    let mut due: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut for_owners = Vec::new();
    for (campaign, dealt_with) in &found.open {
        let Due { people, by_the_calendar } =
            due::people(app, &tx, campaign, *dealt_with, today, now).await?;
        for_owners.extend(by_the_calendar.then_some(campaign));
        for person_id in people {
            due.entry(person_id).or_default().insert(&campaign.id);
        }
    }
    let people: Vec<String> = due.keys().cloned().collect();
    // Of a campaign that a reminder speaks of which has not gone out yet, the newer one speaks too.
    let taken_back = notifications::take_back_reminders(&tx, &people, now).await?;
    for (person_id, older) in &taken_back {
        let campaigns = due.entry(person_id.clone()).or_default();
        campaigns.extend(older.campaign_ids().iter().map(String::as_str));
    }
    let before = standing::reminders_since(&tx, app.config.daily_run.beginning_of(today)).await?;
    let open: Vec<&Campaign> = found.open.iter().map(|(campaign, _)| campaign).collect();
    let planned: Vec<Planned> = due
        .into_iter()
        .map(|(person_id, ids)| {
            let before = before.get(&person_id).copied().unwrap_or(0);
            let ids: Vec<&str> = ids.into_iter().collect();
            Planned { notice: rules::reminder(&ids, &open, today, before), person_id }
        })
        .collect();
    let reminders = plan::tell(&tx, planned.clone(), now).await?;
    morning::wait(app, &tx, &planned, today).await?;
    let digests = owners::tell(app, &tx, &for_owners, today).await?;
    Box::pin(escalate::plan(app, &tx, &open, today, now)).await?;
    let ids: Vec<String> = found.open.iter().map(|(campaign, _)| campaign.id.clone()).collect();
    campaigns::reminded(&tx, &ids, today).await?;
    refresh::stir_boards(&tx, &ids, now).await?;
    let next = app.config.daily_run.next(now);
    let is_ours = if found.failed.is_empty() {
        schedule::done(&tx, NAME, &app.instance, Some(today), next, now).await?
    } else {
        let again = next.map_or(now + THE_REST_AGAIN, |next| next.min(now + THE_REST_AGAIN));
        schedule::put_off(&tx, NAME, &app.instance, again).await?
    };
    if !is_ours {
        tracing::warn!(step = NAME, "Another instance took the daily run over; leaving it to that one");
        return Ok(());
    }
    let reminded: Vec<String> = planned.into_iter().map(|one| one.person_id).collect();
    let reminded = store::people::by_id(&tx, &reminded).await?;
    store::commit(tx).await?;
    acquaint::meet(app, reminded.values());
    tracing::info!(step = NAME, date = %today, campaigns = ids.len(), reminders, digests, "Did the daily run");
    app.wake.ring();
    Ok(())
}
