//! Sending what is planned: lease, render, pace, send, settle.

use chrono::{DateTime, Duration, Utc};
use entity::notification_log::Model as Row;
use rand::Rng;

use super::doubt::{self, Cleared};
use super::leave::{self, Budget};
use super::observe::count;
use super::recipient::{self, Recipient};
use super::{FlowError, Progress, Result, prepare};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::verdict::{Verdict, back_off};
use crate::slack::{Posted, SlackError};
use crate::store::accounts;
use crate::store::notifications::{self, Claim, DROPPED, FAILED, SENDING, Wait};
use crate::store::pace::{self, POST};
use crate::store::people;

/// Rows in one claim: few enough that each is reached before its lease ends.
const BATCH: u64 = 10;
/// How soon it is tried again when an operator has to act first.
const STOPPED_AGAIN: Duration = Duration::seconds(20);
/// Tries of a notice that Slack answers with a code that is not documented.
const TRIES: i32 = 20;
/// Tries of noting a success, each as long as the database lets a writer wait; together under a lease.
const NOTE_TRIES: u32 = 4;

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
        Some(due) => return Ok(Progress::Until(due)),
        None => {
            app.slack.pace.tidy();
            return Ok(if app.troubles.has("slack") { look_again(app, now).await } else { Progress::Idle });
        }
    }
    match notifications::claim(&app.store, &app.instance, now, BATCH, leave::ceiling(app)).await? {
        Claim::Nothing => Ok(Progress::Idle),
        Claim::TooEarly(until) => Ok(Progress::Until(until)),
        Claim::Rows(batch, leave) => {
            let mut budget = Budget::new(leave, asked);
            let progress = all(app, &batch, &mut budget).await?;
            budget.give_back(app).await?;
            Ok(progress)
        }
    }
}

async fn all(app: &App, batch: &[Row], budget: &mut Budget) -> Result<Progress> {
    look_up_together(app, batch).await;
    for (at, row) in batch.iter().enumerate() {
        if app.stop.is_cancelled() {
            return give_back(app, batch, at, Progress::Idle).await;
        }
        match one(app, row, budget).await? {
            Left::Dealt => {}
            Left::TooEarly(until) => return give_back(app, batch, at, Progress::Until(until)).await,
        }
    }
    Ok(Progress::Busy)
}

/// Asks whether Slack works again, when no message is left that would show it.
async fn look_again(app: &App, now: DateTime<Utc>) -> Progress {
    if let Ok(true) = app.slack.may_post().await {
        app.troubles.clear("slack");
        return Progress::Idle;
    }
    Progress::Until(now + STOPPED_AGAIN)
}

/// Fills the directory for a batch at once: Slack answers many look-ups in the time of one. What does not work is
/// met again, and settled, by the row that needs it; by then the method rests, so what has to be mended is noted here.
async fn look_up_together(app: &App, batch: &[Row]) {
    let look_ups = batch.iter().map(async |row| {
        if let Ok(Some(person)) = people::find(&app.store.db, &row.person_id).await
            && let Err(why) = recipient::find(app, &person).await
        {
            note_trouble(app, &why);
        }
    });
    futures_util::future::join_all(look_ups).await;
}

async fn give_back(app: &App, batch: &[Row], from: usize, progress: Progress) -> Result<Progress> {
    let ids: Vec<i64> = batch.iter().skip(from).map(|row| row.id).collect();
    notifications::release(&app.store.db, &ids, &app.instance).await?;
    Ok(progress)
}

/// Deals with one row; whatever Slack answers is settled with it.
async fn one(app: &App, row: &Row, budget: &mut Budget) -> Result<Left> {
    match attempt(app, row, budget).await {
        Ok(left) => Ok(left),
        Err(FlowError::Store(why)) => Err(why.into()),
        Err(why) => {
            // A question failed, not the send: what is known of an earlier send stays.
            let wait = if row.state == SENDING { Wait::InDoubt } else { Wait::Untried };
            put_off_or_fail(app, row, &why.verdict(), wait, &why).await?;
            Ok(Left::Dealt)
        }
    }
}

async fn attempt(app: &App, row: &Row, budget: &mut Budget) -> Result<Left> {
    let Some(notice) = Notice::from_json(&row.payload) else {
        return close(app, row, FAILED, "this version does not know that kind of notice").await;
    };
    let person = people::find(&app.store.db, &row.person_id).await?;
    let found = match &person {
        Some(person) => recipient::find(app, person).await?,
        None => Recipient::Nowhere("is not known to Okta any more"),
    };
    let (slack_id, channel) = match found {
        Recipient::Account { slack_id, channel } => (slack_id, channel),
        Recipient::Nowhere(why) => return close(app, row, FAILED, why).await,
    };
    if row.state == SENDING
        && let Cleared::Settled = doubt::clear_up(app, row, &slack_id, channel.as_deref()).await?
    {
        return Ok(Left::Dealt);
    }
    let Some(message) = prepare::message(app, &notice, &row.person_id).await? else {
        return close(app, row, DROPPED, "there was nothing left to say").await;
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
        notifications::put_off(&app.store.db, row.id, &app.instance, due, Wait::Untried, why).await?;
        return Ok(Left::Dealt);
    }
    let Some(by) = budget.take(app) else { return Ok(Left::TooEarly(now)) };
    if !notifications::begin_send(&app.store.db, row, &app.instance, now).await? {
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
            note_sent(app, row, &posted).await?;
            accounts::remember_channel(&app.store.db, &slack_id, &posted.channel).await?;
            app.troubles.clear("slack");
            count(row, "sent");
            tracing::info!(outbox.id = row.id, kind = row.kind, attempt = row.attempts + 1, "Sent a notice");
        }
        Err(why) => refused(app, row, why).await?,
    }
    Ok(Left::Dealt)
}

/// Settles a row as sent. A database that is locked just then must not turn what is known into a doubt.
async fn note_sent(app: &App, row: &Row, posted: &Posted) -> Result<()> {
    let mut tries = 1;
    loop {
        let now = app.clock.now();
        match notifications::sent(&app.store.db, row.id, &posted.channel, &posted.ts, now).await {
            Err(why) if tries < NOTE_TRIES => {
                tries += 1;
                tracing::warn!(outbox.id = row.id, error = %why, "Could not note that a notice was sent; trying again");
            }
            outcome => return Ok(outcome?),
        }
    }
}

/// Settles a row whose send Slack did not simply take.
async fn refused(app: &App, row: &Row, why: SlackError) -> Result<()> {
    if let SlackError::RateLimited { until, .. } = why {
        pace::close(&app.store.db, until, app.clock.now()).await?;
    }
    let verdict = why.verdict_of_send();
    let wait = if verdict == Verdict::InDoubt { Wait::InDoubt } else { Wait::Refused };
    put_off_or_fail(app, row, &verdict, wait, &why.into()).await
}

async fn put_off_or_fail(app: &App, row: &Row, verdict: &Verdict, wait: Wait, why: &FlowError) -> Result<()> {
    let now = app.clock.now();
    let back = now + back_off(u32::try_from(row.attempts).unwrap_or(0), rand::rng().random());
    let explained = explained(why);
    let due = match verdict {
        Verdict::Never => {
            return close(app, row, FAILED, &explained).await.map(drop);
        }
        Verdict::Later(None) if why.may_be_poison() && row.attempts + 1 >= TRIES => {
            return close(app, row, FAILED, &explained).await.map(drop);
        }
        Verdict::Later(until) => until.unwrap_or(back),
        Verdict::InDoubt => back,
        Verdict::Stopped => {
            note_trouble(app, why);
            back.max(now + STOPPED_AGAIN)
        }
    };
    count(row, if wait == Wait::InDoubt { "in_doubt" } else { "later" });
    tracing::warn!(outbox.id = row.id, kind = row.kind, attempt = row.attempts + 1, error = %why, "Putting a notice off");
    notifications::put_off(&app.store.db, row.id, &app.instance, due, wait, &explained).await?;
    Ok(())
}

fn note_trouble(app: &App, why: &FlowError) {
    if let Some(api) = why.stopped_api() {
        app.troubles.note(api, explained(why));
    }
}

fn explained(why: &FlowError) -> String {
    match why {
        FlowError::Slack(why) => why.explanation(),
        other => other.to_string(),
    }
}

async fn close(app: &App, row: &Row, state: &str, why: &str) -> Result<Left> {
    notifications::close(&app.store.db, row.id, &app.instance, state, why, app.clock.now()).await?;
    count(row, state);
    tracing::info!(outbox.id = row.id, kind = row.kind, state, why, "Closed a notice without sending it");
    Ok(Left::Dealt)
}
