//! Sending what is planned: lease, render, pace, send, settle.

mod alone;
mod outcome;
mod wave;

use chrono::{DateTime, Duration, Utc};
use entity::notification_log::Model as Row;

use super::leave::{self, Budget};
use super::recipient::{self, Recipient};
use super::{FlowError, Progress, Result, prepare};
use crate::app::App;
use crate::app::troubles::SLACK;
use crate::domain::notice::Notice;
use crate::store::notifications::{self, Claim, PLANNED};
use crate::store::pace::POST;

/// Most rows in one claim: each is reached before its lease ends, and before leave to send is void.
const BATCH: usize = 200;
/// How soon it is tried again when an operator has to act first.
const STOPPED_AGAIN: Duration = Duration::seconds(20);
/// Tries of a message that Slack fails at while it takes others.
const TRIES_ALONE: u32 = 10;

/// How a row was left.
enum Left {
    /// Settled or put off.
    Dealt,
    /// Untouched: nothing may be sent before then.
    TooEarly(DateTime<Utc>),
}

/// Sends what is due, as far as the pace allows.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let asked = app.clock.elapsed();
    let now = app.clock.now();
    if let Some(until) = app.slack.pace.closed_until(POST, now) {
        return Ok(Progress::Until(until));
    }
    // A look before a claim: a claim is a writer, and SQLite has room for one.
    match notifications::next_due(&app.store.db).await? {
        Some(due) if due <= now => {}
        later => {
            app.slack.pace.tidy();
            // No message is left that would show whether Slack works again, or only one of another day.
            let is_long = later.is_none_or(|due| due - now > STOPPED_AGAIN * 2);
            return Ok(match later {
                _ if is_long && app.troubles.has(SLACK) => look_again(app, now).await,
                later => Progress::until(later),
            });
        }
    }
    match notifications::claim(&app.store, &app.instance, now, BATCH, leave::ceiling(app)).await? {
        Claim::Nothing => Ok(Progress::Idle),
        Claim::TooEarly(until) => Ok(Progress::Until(until)),
        Claim::Rows(batch, leave) => {
            let mut budget = Budget::new(leave, asked);
            // On the heap: it is larger than a stack frame should be.
            let progress = Box::pin(all(app, &batch, &mut budget)).await?;
            budget.give_back(app).await?;
            Ok(progress)
        }
    }
}

async fn all(app: &App, batch: &[Row], budget: &mut Budget) -> Result<Progress> {
    let found = recipient::of_all(app, batch).await;
    let (mut plain, mut special) = (Vec::new(), Vec::new());
    for (row, found) in batch.iter().zip(found) {
        match (found, Notice::from_json(&row.payload)) {
            (Ok(Recipient::Account { slack_id, channel }), Some(notice))
                if row.state == PLANNED && notice.asks_for_decisions() =>
            {
                plain.push((row, notice, slack_id, channel));
            }
            (found, _) => special.push((row, found)),
        }
    }
    if let Some(until) = together(app, plain, budget).await? {
        return give_back(app, batch, Progress::Until(until)).await;
    }
    for (row, found) in special {
        if app.stop.is_cancelled() {
            return give_back(app, batch, Progress::Idle).await;
        }
        match alone::one(app, row, found, budget).await? {
            Left::Dealt => {}
            Left::TooEarly(until) => return give_back(app, batch, Progress::Until(until)).await,
        }
    }
    Ok(Progress::Busy)
}

/// Sends notices that need nothing but to be rendered. Says when the rest may go, if some may not go now.
async fn together(
    app: &App,
    plain: Vec<(&Row, Notice, String, Option<String>)>,
    budget: &mut Budget,
) -> Result<Option<DateTime<Utc>>> {
    let wanted = plain.iter().map(|(row, notice, ..)| (notice, row.person_id.as_str()));
    let standings = prepare::standings(app, wanted).await?;
    let mut ready = Vec::new();
    for (row, notice, slack_id, channel) in plain {
        match wave::ready(app, &standings, row, notice, slack_id, channel).await {
            Ok(one) => ready.extend(one),
            Err(why @ FlowError::Store(_)) => {
                alone::hold_up(app, row, &why).await?;
            }
            Err(why) => return Err(why),
        }
    }
    wave::send(app, ready, budget).await
}

/// Asks whether Slack works again, when no message is left that would show it.
async fn look_again(app: &App, now: DateTime<Utc>) -> Progress {
    if let Ok(true) = app.slack.lacks_nothing().await {
        app.troubles.clear_all(SLACK);
        return Progress::Busy;
    }
    Progress::Until(now + STOPPED_AGAIN)
}

/// What this instance still holds of a batch is due as before.
async fn give_back(app: &App, batch: &[Row], progress: Progress) -> Result<Progress> {
    let ids: Vec<i64> = batch.iter().map(|row| row.id).collect();
    notifications::release(&app.store.db, &ids, &app.instance).await?;
    Ok(progress)
}
