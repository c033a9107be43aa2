//! Polling Okta's System Log for events that no hook delivered. They are stored under the ids that hooks give them,
//! so that a hook and the log are one event, and walk the way of a hook: who handed over what is known by name. With
//! `OKTA_EVENTS=poll` there is no hook, and this is how every event comes.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Duration, Utc};
use entity::schedule_state::Model as State;
use futures_util::FutureExt;
use rand::Rng;

use super::accept::{self, WANTED};
use super::lease::keeping;
use super::{FlowError, Progress, Result};
use crate::app::App;
use crate::app::troubles::{OKTA, TOKEN, Trouble};
use crate::config::OktaEvents;
use crate::domain::verdict::{Verdict, back_off};
use crate::okta::{Events, LogFrom};
use crate::store::inbox::Incoming;
use crate::store::{self, Store, inbox, schedule};

const NAME: &str = "system-log";
/// Pages of one step; what is left is read by the next one, at once.
const PAGES_A_STEP: usize = 50;
/// How far a first reading goes back: a deployment that was installed later replays no old news.
const FIRST_AT_LEAST: Duration = Duration::hours(1);
const FIRST_AT_MOST: Duration = Duration::days(7);
/// Our clock may go before Okta's.
const OVERLAP: Duration = Duration::minutes(10);
/// Okta keeps events for 90 days, and refuses a `since` of more than 180.
const KEPT_FOR: Duration = Duration::days(90);
/// How soon Okta is asked again for what it refuses to show.
const REFUSED_AGAIN: Duration = Duration::hours(1);

/// How a reading ended.
enum Ended {
    /// With an empty page.
    AtTheEnd,
    /// With more to come.
    Midway,
    /// Another instance has taken it over.
    TakenOver,
}

/// Where no hook is listened to, the log is read this often.
const WITHOUT_HOOK: Duration = Duration::minutes(1);
/// The part of Okta's troubles that is about the log.
const LOG: &str = "logs";

/// Reads the log on when it is due: at the start of the process, then every `CERTS_SWEEP_EVERY`, or every minute where no
/// hook is listened to.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let (db, now) = (&app.store.db, app.clock.now());
    let due = schedule::find(db, NAME).await?.and_then(|state| state.due_at);
    let is_first = !app.log_tried.load(Ordering::Relaxed);
    if let Some(due) = due.filter(|due| *due > now && !is_first) {
        return Ok(Progress::Until(due));
    }
    if !schedule::claim(db, NAME, &app.instance, now).await? {
        return Ok(Progress::Until(now + store::LEASE));
    }
    // Looked at once it is ours: another instance may have read on since.
    let Some(state) = schedule::find(db, NAME).await? else { return Ok(Progress::Busy) };
    let renew = || schedule::claim(db, NAME, &app.instance, app.clock.now()).map(drop).boxed();
    let ended = keeping(&app.clock, read(app, &state, now), renew).await;
    app.log_tried.store(true, Ordering::Relaxed);
    // Whoever waits for the log may go on, whatever came of it.
    app.wake.ring();
    match ended {
        Ok(Ended::AtTheEnd) => {
            let next = now + every(app);
            schedule::done_unless_hurried(db, NAME, &app.instance, state.due_at, next, now).await?;
            if app.log_refused.swap(false, Ordering::Relaxed) {
                tracing::info!(api = "okta", "The System Log can be read again");
            }
            app.troubles.clear(OKTA, LOG);
            Ok(Progress::Until(next))
        }
        Ok(Ended::Midway) => {
            schedule::hurry(db, NAME, now).await?;
            Ok(Progress::Busy)
        }
        Ok(Ended::TakenOver) => Ok(Progress::Idle),
        Err(why) => put_off(app, &state, &why).await,
    }
}

/// Whether the log is to be read before Okta is swept, so that who handed over what is known by name. A log that
/// cannot be read is put off, and holds up nothing.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn goes_first(app: &App) -> Result<bool> {
    if !app.log_tried.load(Ordering::Relaxed) {
        return Ok(true);
    }
    let due = schedule::find(&app.store.db, NAME).await?.and_then(|state| state.due_at);
    Ok(due.is_none_or(|due| due <= app.clock.now()))
}

/// Makes the next reading due now.
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

/// Whether somebody has been reading it since then.
pub(super) async fn is_at_work(store: &Store, since: DateTime<Utc>) -> Result<bool> {
    Ok(schedule::find(&store.db, NAME).await?.is_some_and(|state| state.leased_until > Some(since)))
}

async fn read(app: &App, state: &State, now: DateTime<Utc>) -> Result<Ended> {
    let start = start(app, state, now);
    let mut from = state.cursor.clone().map_or(LogFrom::Since(start), LogFrom::Cursor);
    for _ in 0..PAGES_A_STEP {
        let page = match app.okta.log_page(&from, WANTED).await {
            Err(why) if why.is_refusal() && matches!(from, LogFrom::Cursor(_)) => {
                tracing::warn!(step = NAME, since = %start, error = %why, "Okta does not know any more where the System Log was read to; reading it again from an earlier time");
                from = LogFrom::Since(start);
                app.okta.log_page(&from, WANTED).await?
            }
            other => other?,
        };
        let is_empty = page.events.count() == 0;
        if !take(app, page.events, &page.next).await? {
            return Ok(Ended::TakenOver);
        }
        if is_empty {
            return Ok(Ended::AtTheEnd);
        }
        from = LogFrom::Cursor(page.next);
    }
    Ok(Ended::Midway)
}

/// Where a reading without a cursor begins: a little before the last one, or a little before the first one.
fn start(app: &App, state: &State, now: DateTime<Utc>) -> DateTime<Utc> {
    let first = (every(app) * 2).max(FIRST_AT_LEAST).min(FIRST_AT_MOST);
    state.last_done_at.map_or(now - first, |last| (last - OVERLAP).max(now - KEPT_FOR))
}

/// Stores a page of events and where the next one begins, together: after a crash the page is read again, or the
/// next one. False when another instance has taken the reading over; then nothing was stored.
async fn take(app: &App, events: Events, next: &str) -> Result<bool> {
    let now = app.clock.now();
    let (count, mut new) = (events.count(), 0);
    let mut incoming = accept::incoming(events);
    // By type, so that what was new can be counted by type. The sort is stable.
    incoming.sort_by(|one, other| one.kind.cmp(&other.kind));
    let tx = app.store.begin().await?;
    let mut found = Vec::new();
    for of_a_kind in incoming.chunk_by(|one, other| one.kind == other.kind) {
        let stored = inbox::record(&tx, of_a_kind, now).await?;
        found.extend(of_a_kind.first().map(|event: &Incoming| (accept::label(event), stored)));
        new += stored;
    }
    if !schedule::advance(&tx, NAME, &app.instance, next, now).await? {
        return Ok(false);
    }
    store::commit(tx).await?;
    for (kind, stored) in found {
        metrics::counter!("certs_log_events_total", "type" => kind).increment(stored);
    }
    if new > 0 {
        tracing::info!(source = "okta", events = count, new, "Found events in the System Log");
        app.wake.ring();
    }
    Ok(true)
}

async fn put_off(app: &App, state: &State, why: &FlowError) -> Result<Progress> {
    let now = app.clock.now();
    let tries = u32::try_from(state.attempts).unwrap_or(0) + 1;
    let until = match why {
        // No event comes any more: somebody has to act, and it is soon noticed that they did.
        FlowError::Okta(why) if is_alone(app) && why.verdict() == Verdict::Stopped => {
            let part = if why.is_unauthorized() { TOKEN } else { LOG };
            app.troubles.note(Trouble { api: OKTA, part, sentence: why.explanation() });
            now + back_off(tries, rand::rng().random())
        }
        FlowError::Okta(why) if why.is_forbidden() => {
            if !app.log_refused.swap(true, Ordering::Relaxed) {
                tracing::warn!(api = "okta", error = %why, "Okta does not show its System Log: it takes a role that may read it, such as Report Administrator, and of a service app the scope okta.logs.read. What no hook told is found by the sweep alone, without the names of those who handed items over");
            }
            now + every(app).max(REFUSED_AGAIN)
        }
        _ => {
            tracing::warn!(step = NAME, attempt = tries, error = %why, "The System Log could not be read; trying again");
            match why.verdict() {
                Verdict::Later(Some(until)) => until,
                _ => now + back_off(tries, rand::rng().random()),
            }
        }
    };
    schedule::put_off(&app.store.db, NAME, &app.instance, until).await?;
    Ok(Progress::Until(until))
}

fn every(app: &App) -> Duration {
    let sweep = Duration::from_std(app.config.sweep_every).unwrap_or(Duration::minutes(15));
    if is_alone(app) { sweep.min(WITHOUT_HOOK) } else { sweep }
}

/// Whether events come this way alone.
fn is_alone(app: &App) -> bool {
    app.config.okta.events == OktaEvents::Poll
}
