//! Messages that are ready go in waves: their sends begin in one transaction, they are on their way together, and what Slack
//! took is settled in one transaction. A crash in between leaves one wave in doubt, so a wave is no larger than the pace needs,
//! small again after any trouble, and a single message where nobody could look for one in doubt.

use chrono::{DateTime, Duration, Utc};
use entity::notification_log::Model as Row;
use futures_util::future::join_all;

use super::super::leave::Budget;
use super::super::observe::count;
use super::super::pilot;
use super::super::prepare::{self, Standings};
use super::super::refresh::board;
use super::super::{FlowError, Result};
use super::TRIES_ALONE;
use super::alone::hold_up;
use super::outcome::{close, keep, note_sent, refused};
use crate::app::App;
use crate::app::troubles::SLACK;
use crate::domain::notice::Notice;
use crate::slack::view::Message;
use crate::slack::{Posted, SlackError};
use crate::store::notifications::{self, Arrival, End, NOTHING_LEFT, Wait};
use crate::store::pace::{self, POST};

/// A notice that can be sent as it is.
pub(super) struct Ready<'a> {
    row: &'a Row,
    notice: Notice,
    slack_id: String,
    /// Their DM, once it is known.
    channel: Option<String>,
    message: Message,
}

/// Renders a notice; nothing when that settles it, or puts it off.
pub(super) async fn ready<'a>(
    app: &App,
    standings: &Standings,
    row: &'a Row,
    notice: Notice,
    slack_id: String,
    channel: Option<String>,
) -> Result<Option<Ready<'a>>> {
    if app.stubborn.tries_of(row.id) >= TRIES_ALONE {
        let why = "Slack failed at this message again and again while it took others";
        close(app, row, End::Failed, why).await?;
        return Ok(None);
    }
    if let Some(due) = prepare::another_day(app, &notice, &row.person_id).await? {
        let wait = (Wait::Untried, "one a day for each person");
        notifications::put_off(&app.store, row, &app.instance, due, wait, app.clock.now()).await?;
        return Ok(None);
    }
    let Some(message) = prepare::message(app, standings, &notice, &row.person_id).await? else {
        close(app, row, End::Dropped, NOTHING_LEFT).await?;
        return Ok(None);
    };
    if let Some(hold) = pilot::hold(app, row, &notice, &slack_id).await? {
        keep(app, row, hold, &message).await?;
        return Ok(None);
    }
    Ok(Some(Ready { row, notice, slack_id, channel, message }))
}

/// Sends what is ready, as far as the pace allows. Says when the rest may go, if some may not go now: nothing was done
/// about those.
pub(super) async fn send(
    app: &App,
    ready: Vec<Ready<'_>>,
    budget: &mut Budget,
) -> Result<Option<DateTime<Utc>>> {
    budget.renew(app, ready.len()).await?;
    let mut waiting = ready.into_iter().peekable();
    while waiting.peek().is_some() {
        if app.stop.is_cancelled() {
            return Ok(Some(app.clock.now()));
        }
        let many = if app.slack.can_look() { app.slack.pace.at_once() } else { 1 };
        let (mut wave, mut too_early) = (Vec::new(), None);
        while wave.len() < many
            && let Some(next) = waiting.next()
        {
            match admit(app, &next, budget).await? {
                Admitted::By(by) => wave.push((next, by)),
                Admitted::PutOff => {}
                Admitted::TooEarly(until) => {
                    too_early = Some(until);
                    break;
                }
            }
        }
        let held_back = go(app, wave).await?;
        if let Some(until) = held_back.or(too_early) {
            return Ok(Some(until));
        }
    }
    Ok(None)
}

enum Admitted {
    /// It has to be on its way by then.
    By(std::time::Duration),
    /// It waits for its own turn.
    PutOff,
    /// Nothing may go before then.
    TooEarly(DateTime<Utc>),
}

async fn admit(app: &App, next: &Ready<'_>, budget: &mut Budget) -> Result<Admitted> {
    let now = app.clock.now();
    let after = |wait| now + Duration::from_std(wait).unwrap_or(Duration::seconds(1));
    if let Some(until) = app.slack.pace.closed_until(POST, now) {
        return Ok(Admitted::TooEarly(until));
    }
    if let Err(wait) = app.slack.pace.admit() {
        return Ok(Admitted::TooEarly(after(wait)));
    }
    if let Err(wait) = app.slack.pace.admit_person(&next.slack_id) {
        let why = (Wait::Untried, "one message a second for each person");
        notifications::put_off(&app.store, next.row, &app.instance, after(wait), why, now).await?;
        return Ok(Admitted::PutOff);
    }
    Ok(budget.take(app).map_or(Admitted::TooEarly(now), Admitted::By))
}

/// Sends a wave. Says when it may go, if it may not go now.
#[tracing::instrument(name = "send", skip_all, fields(messages = wave.len()))]
async fn go(app: &App, wave: Vec<(Ready<'_>, std::time::Duration)>) -> Result<Option<DateTime<Utc>>> {
    if wave.is_empty() {
        return Ok(None);
    }
    let now = app.clock.now();
    let texts: Vec<_> = wave.iter().map(|(one, _)| (one.row, one.message.text.as_str())).collect();
    let begun = match notifications::begin_sends(&app.store, &texts, &app.instance, now).await {
        Ok(begun) => begun,
        Err(why) => return hold_up_all(app, &wave, &why.into()).await,
    };
    if begun.len() < wave.len()
        && let Some(until) = pace::closed_until(&app.store.db, now).await?
    {
        return Ok(Some(until));
    }
    let posts = wave.iter().map(async |(one, by)| {
        if !begun.contains(&one.row.id) {
            return None;
        }
        Some(app.slack.post(&one.slack_id, &one.row.key, &one.message, *by).await)
    });
    let answers = join_all(posts).await;
    app.slack.pace.note_wave(answers.iter().all(|answer| matches!(answer, Some(Ok(_)))));
    let (mut taken, mut others) = (Vec::new(), Vec::new());
    for ((one, _), answer) in wave.iter().zip(answers) {
        match answer {
            Some(Ok(posted)) => taken.push((one, posted)),
            Some(Err(why)) => others.push((one, why)),
            None => tracing::warn!(
                outbox.id = one.row.id,
                "Lost the claim on a notice before sending it; leaving it to whoever has it"
            ),
        }
    }
    if let Err(why) = settle(app, &taken).await {
        return hold_up_all(app, &wave, &why).await;
    }
    for (one, why) in others {
        refuse(app, one, why).await?;
    }
    Ok(None)
}

/// Notes those that Slack took.
async fn settle(app: &App, taken: &[(&Ready<'_>, Posted)]) -> Result<()> {
    let shown: Vec<Option<String>> = taken
        .iter()
        .map(|(one, _)| matches!(one.notice, Notice::Board { .. }).then(|| board::posted(&one.message)))
        .collect();
    let arrivals: Vec<_> = taken
        .iter()
        .zip(&shown)
        .map(|((one, posted), shown)| {
            let is_known = one.channel.as_ref() == Some(&posted.channel);
            let arrival = Arrival {
                channel: &posted.channel,
                ts: &posted.ts,
                newly_of: (!is_known).then_some(one.slack_id.as_str()),
                was_found: false,
                shown: shown.as_deref(),
            };
            (one.row, arrival)
        })
        .collect();
    note_sent(app, &arrivals).await?;
    if !taken.is_empty() {
        app.troubles.clear(SLACK, POST);
    }
    for (one, _) in taken {
        one.notice.of_channel().inspect(|campaign| app.troubles.clear_channel(campaign, Some(POST)));
        app.stubborn.took(one.row.id);
        count(one.row, "sent");
        let attempt = one.row.attempts + 1;
        tracing::info!(outbox.id = one.row.id, kind = one.row.kind, attempt, "Sent a notice");
    }
    Ok(())
}

async fn refuse(app: &App, one: &Ready<'_>, why: SlackError) -> Result<()> {
    match refused(app, one.row, one.notice.of_channel(), why).await {
        Err(why @ FlowError::Store(_)) => hold_up(app, one.row, &why).await,
        outcome => outcome,
    }
}

async fn hold_up_all(
    app: &App,
    wave: &[(Ready<'_>, std::time::Duration)],
    why: &FlowError,
) -> Result<Option<DateTime<Utc>>> {
    for (one, _) in wave {
        hold_up(app, one.row, why).await?;
    }
    Ok(None)
}
