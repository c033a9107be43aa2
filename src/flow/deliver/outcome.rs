//! What became of a delivery, settled with its row.

use chrono::{DateTime, Utc};
use entity::notification_log::Model as Row;
use rand::Rng;

use super::super::error::note_trouble;
use super::super::leave;
use super::super::observe::count;
use super::super::{FlowError, Result};
use super::{Left, STOPPED_AGAIN};
use crate::app::App;
use crate::domain::pilot::Hold;
use crate::domain::verdict::{Verdict, back_off};
use crate::slack::SlackError;
use crate::slack::view::Message;
use crate::store::notifications::{self, Arrival, End, SENDING, Wait};
use crate::store::pace;

/// Tries of a notice that Slack answers with a code that is not documented.
const TRIES: i32 = 20;
/// Tries of noting a success, each as long as the database lets a writer wait; together under a lease.
const NOTE_TRIES: u32 = 4;

/// Settles rows as sent. A database that is locked just then must not turn what is known into a doubt.
pub(super) async fn note_sent(app: &App, arrived: &[(&Row, Arrival<'_>)]) -> Result<()> {
    if arrived.is_empty() {
        return Ok(());
    }
    let mut tries = 1;
    loop {
        match notifications::sent(&app.store, arrived, app.clock.now()).await {
            Err(why) if tries < NOTE_TRIES => {
                tries += 1;
                let messages = arrived.len();
                tracing::warn!(messages, error = %why, "Could not note that messages were sent; trying again");
            }
            outcome => return Ok(outcome?),
        }
    }
}

/// Settles a row whose send Slack did not simply take; `of_channel` is the campaign whose channel it is for.
pub(super) async fn refused(app: &App, row: &Row, of_channel: Option<&str>, why: SlackError) -> Result<()> {
    if let SlackError::RateLimited { until, .. } = why {
        note_refusal(app, until).await?;
    }
    let verdict = why.verdict_of_send();
    if verdict == Verdict::InDoubt {
        app.stubborn.failed_at(row.id);
    }
    let wait = if verdict == Verdict::InDoubt { Wait::InDoubt } else { Wait::Refused };
    match of_channel {
        Some(campaign_id) if verdict != Verdict::InDoubt => {
            let why = FlowError::channel(campaign_id, why);
            put_off_or_fail(app, row, &why.verdict(), wait, &why).await
        }
        _ => put_off_or_fail(app, row, &verdict, wait, &why.into()).await,
    }
}

/// Keeps every instance from sending before `until`, and learns from it.
async fn note_refusal(app: &App, until: DateTime<Utc>) -> Result<()> {
    if let Some(learned) = pace::refused(&app.store, until, leave::ceiling(app), app.clock.now()).await? {
        let messages = learned.messages;
        metrics::gauge!("certs_slack_pace").set(messages);
        tracing::warn!(
            messages,
            "Slack takes no more just now; trying so many a minute, and a few more each minute"
        );
    }
    Ok(())
}

/// Puts a row off until it is worth another try, or ends it.
pub(super) async fn put_off_or_fail(
    app: &App,
    row: &Row,
    verdict: &Verdict,
    wait: Wait,
    why: &FlowError,
) -> Result<()> {
    let now = app.clock.now();
    let back = now + back_off(u32::try_from(row.attempts).unwrap_or(0), rand::rng().random());
    let explained = explained(why);
    let due = match verdict {
        Verdict::Never => {
            return end(app, row, wait, &explained).await.map(drop);
        }
        Verdict::Later(None) if why.may_be_poison() && row.attempts + 1 >= TRIES => {
            return end(app, row, wait, &explained).await.map(drop);
        }
        Verdict::Later(until) => until.unwrap_or(back),
        Verdict::InDoubt => back,
        Verdict::Stopped => {
            note_trouble(app, None, why);
            back.max(now + STOPPED_AGAIN)
        }
    };
    count(row, if wait == Wait::InDoubt { "in_doubt" } else { "later" });
    tracing::warn!(outbox.id = row.id, kind = row.kind, attempt = row.attempts + 1, error = %why, "Putting a notice off");
    notifications::put_off(&app.store, row, &app.instance, due, (wait, &explained), now).await?;
    Ok(())
}

fn explained(why: &FlowError) -> String {
    match why {
        FlowError::Slack(why) => why.explanation(),
        other => other.to_string(),
    }
}

/// Gives a row up that cannot be sent.
pub(super) async fn give_up(app: &App, row: &Row, why: &str) -> Result<Left> {
    let wait = if row.state == SENDING { Wait::InDoubt } else { Wait::Untried };
    end(app, row, wait, why).await
}

/// Ends a row that will never be sent (again). Of one in doubt, nobody may say that it was not sent.
async fn end(app: &App, row: &Row, wait: Wait, why: &str) -> Result<Left> {
    let end = if wait == Wait::InDoubt { End::Unknown } else { End::Failed };
    close(app, row, end, why).await
}

/// Settles a row whose message is recorded instead of being sent.
pub(super) async fn keep(app: &App, row: &Row, hold: Hold, message: &Message) -> Result<()> {
    let says = (hold, message.text.as_str());
    notifications::hold(&app.store, row, &app.instance, says, app.clock.now()).await?;
    let state = hold.state().as_str();
    count(row, state);
    tracing::info!(outbox.id = row.id, kind = row.kind, state, "Recorded a notice instead of sending it");
    Ok(())
}

/// Settles a row for good.
pub(super) async fn close(app: &App, row: &Row, end: End, why: &str) -> Result<Left> {
    notifications::close(&app.store, row, &app.instance, end, why, app.clock.now()).await?;
    app.stubborn.forget(row.id);
    let state = end.state().as_str();
    count(row, state);
    tracing::info!(outbox.id = row.id, kind = row.kind, state, why, "Closed a notice without sending it");
    Ok(Left::Dealt)
}
