//! Reading the list of the whole workspace, by one instance at a time. What it says of people who do not review is kept in
//! memory for some minutes, and written down nowhere. A crash starts over, and nobody is lost by it: who was not found yet is
//! looked up.

use chrono::{DateTime, Duration, Utc};
use futures_util::FutureExt;
use rand::Rng;

use super::super::lease::keeping;
use super::super::{Progress, Result};
use super::{note, unknown_of};
use crate::app::{App, Roster};
use crate::domain::verdict::{Verdict, back_off};
use crate::slack::{People, SlackError};
use crate::store::{self, people, schedule};

/// The work, of which one instance at a time does it; its cursor is the number of pages.
pub(super) const NAME: &str = "directory";
/// So long Slack may make the reading wait. People are looked up meanwhile.
const LONGEST_WAIT: Duration = Duration::minutes(2);
/// How soon it is tried again after Slack refused it.
const REFUSED_AGAIN: Duration = Duration::minutes(15);

/// How the reading ended.
enum Ended {
    /// All of it was read, or as much as is worth it.
    Read(Roster),
    /// Slack does not give it.
    Refused(SlackError),
    /// It shows nobody's address.
    Anonymous,
    /// It is somebody else's by now.
    Lost,
}

/// Until when it is not tried, after Slack refused it.
pub(super) async fn put_off_until(app: &App, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let state = schedule::find(&app.store.db, NAME).await?;
    let put_off = state.filter(|state| state.attempts > 0).and_then(|state| state.due_at);
    Ok(put_off.filter(|due| *due > now))
}

/// Reads the list, if it has no more than so many pages as far as that is known, and writes down what it says of people
/// who review.
pub(super) async fn read(app: &App, worth: usize) -> Result<Progress> {
    let now = app.clock.now();
    let state = schedule::find(&app.store.db, NAME).await?;
    let pages = state.as_ref().and_then(|state| state.cursor.as_ref()?.parse::<usize>().ok());
    if pages.is_some_and(|pages| pages > worth) {
        return Ok(Progress::Idle);
    }
    if !schedule::claim(&app.store.db, NAME, &app.instance, now).await? {
        return Ok(Progress::Until(now + store::LEASE));
    }
    let renew = || schedule::claim(&app.store.db, NAME, &app.instance, app.clock.now()).map(drop).boxed();
    match keeping(&app.clock, pages_of(app, worth), renew).await? {
        Ended::Read(roster) => settle(app, roster).await?,
        Ended::Refused(why) => {
            let attempts = state.map_or(0, |state| state.attempts).unsigned_abs() + 1;
            let due = match why.verdict() {
                Verdict::Later(None) => app.clock.now() + back_off(attempts, rand::rng().random()),
                Verdict::Later(Some(until)) => until,
                _ => app.clock.now() + REFUSED_AGAIN,
            };
            put_off(app, due, &why.to_string()).await?;
        }
        Ended::Anonymous => put_off(app, app.clock.now() + REFUSED_AGAIN, "it shows no addresses").await?,
        Ended::Lost => {}
    }
    Ok(Progress::Busy)
}

async fn put_off(app: &App, due: DateTime<Utc>, why: &str) -> Result<()> {
    tracing::warn!(api = "slack", why, "The list of everybody cannot be read; looking people up one by one");
    schedule::put_off(&app.store.db, NAME, &app.instance, due).await?;
    Ok(())
}

async fn pages_of(app: &App, worth: usize) -> Result<Ended> {
    let mut roster = Roster::begin(app.clock.now());
    let mut cursor = None;
    for read in 1..=worth {
        let page = match patiently(app, cursor.as_deref()).await {
            Ok(page) => page,
            Err(why) => return Ok(Ended::Refused(why)),
        };
        roster.take(page.accounts);
        cursor = page.next;
        // More than are worth it may turn out to be far more.
        let pages = if read == worth && cursor.is_some() { read + 1 } else { read };
        let (db, now) = (&app.store.db, app.clock.now());
        if !schedule::advance(db, NAME, &app.instance, &pages.to_string(), now).await? {
            return Ok(Ended::Lost);
        }
        if cursor.is_none() {
            break;
        }
    }
    Ok(if roster.is_empty() { Ended::Anonymous } else { Ended::Read(roster) })
}

/// A page, after what Slack wants to have waited.
async fn patiently(app: &App, cursor: Option<&str>) -> std::result::Result<People, SlackError> {
    loop {
        match app.slack.people(cursor).await {
            Err(SlackError::RateLimited { until, .. } | SlackError::Resting { until, .. })
                if until - app.clock.now() <= LONGEST_WAIT =>
            {
                app.clock.sleep_until(until).await;
            }
            answer => return answer,
        }
    }
}

/// Everybody who reviews and is not known is written down, whichever instance met them.
async fn settle(app: &App, roster: Roster) -> Result<()> {
    let now = app.clock.now();
    let reviewing = people::reachable_addresses(&app.store.db).await?;
    let unknown = unknown_of(app, &reviewing, now).await?;
    let tx = app.store.begin().await?;
    note(&tx, &roster, &unknown).await?;
    if schedule::done(&tx, NAME, &app.instance, None, None, now).await? {
        store::commit(tx).await?;
    }
    app.strangers.keep(roster);
    app.wake.ring();
    Ok(())
}
