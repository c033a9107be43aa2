//! Sending what is planned: lease, render, pace, send, settle.

mod outcome;

use chrono::{DateTime, Duration, Utc};
use entity::notification_log::Model as Row;

use super::doubt::{self, Cleared};
use super::leave::{self, Budget};
use super::observe::count;
use super::recipient::{self, Recipient};
use super::refresh::board;
use super::{FlowError, Progress, Result, channel, foreign, prepare};
use crate::app::App;
use crate::app::troubles::SLACK;
use crate::domain::notice::Notice;
use crate::store::accounts;
use crate::store::notifications::{self, Claim, End, NOTHING_LEFT, SENDING, Wait};
use crate::store::pace::{self, POST};
use outcome::{close, give_up, note_sent, put_off_or_fail, refused};

/// Why a notice for the campaign channel is not sent.
const NO_CHANNEL: &str = "there is no campaign channel";
/// Rows in one claim: few enough that each is reached before its lease ends.
const BATCH: u64 = 10;
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
    let found = look_up_together(app, batch).await;
    for (at, (row, found)) in batch.iter().zip(found).enumerate() {
        if app.stop.is_cancelled() {
            return give_back(app, batch, at, Progress::Idle).await;
        }
        match one(app, row, found, budget).await? {
            Left::Dealt => {}
            Left::TooEarly(until) => return give_back(app, batch, at, Progress::Until(until)).await,
        }
    }
    Ok(Progress::Busy)
}

/// Asks whether Slack works again, when no message is left that would show it.
async fn look_again(app: &App, now: DateTime<Utc>) -> Progress {
    if let Ok(true) = app.slack.lacks_nothing().await {
        app.troubles.clear_all(SLACK);
        return Progress::Busy;
    }
    Progress::Until(now + STOPPED_AGAIN)
}

/// Finds out for a batch at once where each is to go: Slack answers many look-ups in the time of one. What does not
/// work is settled with its row.
async fn look_up_together(app: &App, batch: &[Row]) -> Vec<Result<Recipient>> {
    let look_ups = batch.iter().map(|row| recipient::of(app, row));
    futures_util::future::join_all(look_ups).await
}

async fn give_back(app: &App, batch: &[Row], from: usize, progress: Progress) -> Result<Progress> {
    let ids: Vec<i64> = batch.iter().skip(from).map(|row| row.id).collect();
    notifications::release(&app.store.db, &ids, &app.instance).await?;
    Ok(progress)
}

/// Deals with one row; whatever Slack answers is settled with it.
async fn one(app: &App, row: &Row, found: Result<Recipient>, budget: &mut Budget) -> Result<Left> {
    match attempt(app, row, found, budget).await {
        Ok(left) => Ok(left),
        Err(why @ FlowError::Store(_)) => {
            // What cannot be read or written for this row alone holds up no other. Where nothing can be written, this
            // fails too. Whether it was sent is not touched: a send that could not be noted stays in doubt.
            let due = app.clock.now() + STOPPED_AGAIN;
            tracing::error!(outbox.id = row.id, kind = row.kind, error = %why, "Putting a notice off");
            let wait = (Wait::Untried, &*why.to_string());
            notifications::put_off(&app.store, row, &app.instance, due, wait, app.clock.now()).await?;
            Ok(Left::Dealt)
        }
        Err(why) => {
            // A question failed, not the send: what is known of an earlier send stays.
            let wait = match &why {
                _ if row.state == SENDING => Wait::InDoubt,
                // It may be this row alone that never works: that was one of its tries.
                why if why.may_be_poison() => Wait::Asked,
                _ => Wait::Untried,
            };
            put_off_or_fail(app, row, &why.verdict(), wait, &why).await?;
            Ok(Left::Dealt)
        }
    }
}

async fn attempt(app: &App, row: &Row, found: Result<Recipient>, budget: &mut Budget) -> Result<Left> {
    let Some(notice) = Notice::from_json(&row.payload) else {
        if foreign::leave(app, row).await? {
            return Ok(Left::Dealt);
        }
        return give_up(app, row, foreign::WHY).await;
    };
    let found = match found? {
        Recipient::Channel(campaign_id) => Box::pin(channel::of(app, &campaign_id)).await?.or_else(|| {
            app.troubles.clear_channel(&campaign_id, None);
            None
        }),
        other => Some(other),
    };
    let (slack_id, channel) = match found {
        Some(Recipient::Account { slack_id, channel }) => (slack_id, channel),
        Some(Recipient::Nowhere(why)) => return give_up(app, row, why).await,
        _ if row.state == SENDING => return give_up(app, row, NO_CHANNEL).await,
        _ => return close(app, row, End::Dropped, NO_CHANNEL).await,
    };
    if row.state == SENDING
        && let Cleared::Settled = doubt::clear_up(app, row, &slack_id, channel.as_deref()).await?
    {
        app.stubborn.forget(row.id);
        return Ok(Left::Dealt);
    }
    if app.stubborn.tries_of(row.id) >= TRIES_ALONE {
        let why = "Slack failed at this message again and again while it took others";
        return close(app, row, End::Failed, why).await;
    }
    if let Some(due) = prepare::another_day(app, &notice, &row.person_id).await? {
        let wait = (Wait::Untried, "one a day for each person");
        notifications::put_off(&app.store, row, &app.instance, due, wait, app.clock.now()).await?;
        return Ok(Left::Dealt);
    }
    let Some(message) = prepare::message(app, &notice, &row.person_id).await? else {
        return close(app, row, End::Dropped, NOTHING_LEFT).await;
    };
    let now = app.clock.now();
    if let Some(until) = app.slack.pace.closed_until(POST, now) {
        return Ok(Left::TooEarly(until));
    }
    if let Err(wait) = app.slack.pace.admit() {
        return Ok(Left::TooEarly(now + Duration::from_std(wait).unwrap_or(Duration::seconds(1))));
    }
    if let Err(wait) = app.slack.pace.admit_person(&slack_id) {
        let due = now + Duration::from_std(wait).unwrap_or(Duration::seconds(1));
        let why = "one message a second for each person";
        notifications::put_off(&app.store, row, &app.instance, due, (Wait::Untried, why), now).await?;
        return Ok(Left::Dealt);
    }
    let Some(by) = budget.take(app) else { return Ok(Left::TooEarly(now)) };
    if !notifications::begin_send(&app.store, row, &app.instance, &message.text, now).await? {
        if let Some(until) = pace::closed_until(&app.store.db, now).await? {
            return Ok(Left::TooEarly(until));
        }
        tracing::warn!(
            outbox.id = row.id,
            "Lost the claim on a notice before sending it; leaving it to whoever has it"
        );
        return Ok(Left::Dealt);
    }
    let answer = app.slack.post(&slack_id, &row.key, &message, by).await;
    match answer {
        Ok(posted) => {
            let shown = matches!(notice, Notice::Board { .. }).then(|| board::posted(&message));
            note_sent(app, row, &posted, shown.as_deref()).await?;
            notice.of_channel().inspect(|campaign| app.troubles.clear_channel(campaign, Some(POST)));
            accounts::remember_channel(&app.store.db, &slack_id, &posted.channel).await?;
            app.troubles.clear(SLACK, POST);
            app.stubborn.took(row.id);
            count(row, "sent");
            tracing::info!(outbox.id = row.id, kind = row.kind, attempt = row.attempts + 1, "Sent a notice");
        }
        Err(why) => refused(app, row, notice.of_channel(), why).await?,
    }
    Ok(Left::Dealt)
}
