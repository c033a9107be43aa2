//! Finding out where people can be written to before it is their turn, while the items of their campaign are still being
//! read: many at once, in the list of the whole workspace. Few are looked up one by one when they are written to; so is
//! whom the list does not show, since that alone says that somebody has no account.

mod list;

use chrono::{DateTime, Duration, Utc};

use super::recipient::is_fresh;
use super::{Progress, Result};
use crate::app::{App, Roster};
use crate::domain::directory::pages_worth_reading;
use crate::domain::person::Person;
use crate::slack::{LIST, SlackError};
use crate::store::accounts::{self, DEACTIVATED, FOUND, Found};
use crate::store::{self, schedule};
use list::NAME;

/// How soon a message to somebody who may be in the list is tried again.
const A_MOMENT: Duration = Duration::seconds(2);

/// Notes that these people are going to be written to.
pub(super) fn meet<'a>(app: &App, people: impl IntoIterator<Item = &'a Person>) {
    let reachable = people.into_iter().filter(|person| person.why_unreachable().is_none());
    app.strangers.meet(reachable.filter_map(|person| person.email.clone()));
}

/// Gets to know those who were met, if they are many.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let Some(met) = app.strangers.news() else { return Ok(Progress::Idle) };
    let outcome = acquaint(app, met).await;
    if !matches!(outcome, Ok(Progress::Idle)) {
        app.strangers.look_again();
    }
    outcome
}

async fn acquaint(app: &App, met: Vec<String>) -> Result<Progress> {
    let now = app.clock.now();
    let roster = app.strangers.roster(now);
    if roster.is_none() {
        if pages_worth_reading(met.len()) == 0 {
            return Ok(Progress::Idle);
        }
        if let Some(due) = list::put_off_until(app, now).await? {
            return Ok(Progress::Until(due));
        }
    }
    let unknown = unknown_of(app, &met, now).await?;
    let Some(roster) = roster else {
        app.strangers.forget(met.iter().filter(|email| !unknown.contains(email)));
        return match pages_worth_reading(unknown.len()) {
            0 => Ok(Progress::Idle),
            // On the heap: reading it is larger than a stack frame should be.
            pages => Box::pin(list::read(app, pages)).await,
        };
    };
    let tx = app.store.begin().await?;
    note(&tx, &roster, &unknown).await?;
    store::commit(tx).await?;
    app.strangers.forget(&met);
    Ok(Progress::Idle)
}

/// Those of whom it is not known, or not any more, whether they have an account.
async fn unknown_of(app: &App, addresses: &[String], now: DateTime<Utc>) -> Result<Vec<String>> {
    let known = accounts::by_emails(&app.store.db, addresses).await?;
    let is_known = |email: &String| known.get(email).is_some_and(|row| is_fresh(row, now));
    Ok(addresses.iter().filter(|email| !is_known(email)).cloned().collect())
}

/// Writes down what the list says of these people, and of nobody else.
async fn note(tx: &store::Tx, roster: &Roster, addresses: &[String]) -> Result<()> {
    let found = addresses.iter().filter_map(|email| {
        let account = roster.find(email)?;
        Some(Found {
            email,
            state: if account.is_deactivated { DEACTIVATED } else { FOUND },
            slack_id: &account.id,
            time_zone: account.time_zone.as_deref(),
        })
    });
    Ok(accounts::save_all(tx, found.collect(), roster.read_at).await?)
}

/// Says to wait a moment for the list, if somebody reads it just now: it may well show whoever is looked for. While
/// Slack makes the list wait, nobody waits for it.
pub(super) async fn wait_for_list(app: &App) -> Result<()> {
    let now = app.clock.now();
    let state = schedule::find(&app.store.db, NAME).await?;
    let is_read = state.and_then(|state| state.leased_until).is_some_and(|until| until > now);
    if is_read && app.slack.pace.closed_until(LIST, now).is_none() {
        return Err(SlackError::Resting { method: LIST, until: now + A_MOMENT }.into());
    }
    Ok(())
}
