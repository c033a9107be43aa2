//! Settling a batch: done, put off, or given up, each with its reason.

use chrono::{DateTime, Duration, Utc};
use entity::inbox_event::Model as Row;
use rand::Rng;

use super::super::accept::{CLOSE, HOME_OPENED, LAUNCH, SWEEP};
use super::super::error::note_trouble;
use super::super::{FlowError, Result, sweep};
use super::Outcome;
use crate::app::App;
use crate::app::troubles::{DATABASE, OKTA, Trouble};
use crate::domain::verdict::{Verdict, back_off};
use crate::store::campaigns;
use crate::store::inbox::{self, DONE, FAILED, IGNORED};
use crate::store::set_aside::events;

/// The part of the database's troubles that storing what was read meets.
const READING: &str = "reading";
/// How soon a campaign that is still being launched is looked at again, and for how long.
const LAUNCHING_AGAIN: Duration = Duration::seconds(10);
const LAUNCHING_FOR: Duration = Duration::hours(1);
/// How soon a reassignment that Okta does not show yet is looked for again.
const LAG_AGAIN: Duration = Duration::seconds(5);
/// Tries of an event that may itself be what breaks, about ten minutes of them. Counted in tries, not in time, so that
/// one which an operator has tried again is tried as often.
const TRIES: i32 = 28;
/// Okta answered the same question about something else within this: then it is not Okta that is down. Short, so that
/// what it answered before an outage counts for nothing.
const LATELY: Duration = Duration::minutes(1);
/// The call that lists what the token may see: who may list campaigns may look at them, but for some.
const LIST: &str = "campaigns";
/// How soon it is tried again when an operator has to act first.
const STOPPED_AGAIN: Duration = Duration::seconds(20);
/// The same, for one campaign alone.
const KEPT_BACK_AGAIN: Duration = Duration::minutes(1);

/// How long a Home that was looked at is worth publishing.
const HOME_FOR: Duration = Duration::minutes(10);

pub(super) async fn settle(app: &App, batch: &[Row], outcome: Result<Outcome>) -> Result<()> {
    let now = app.clock.now();
    let db = &app.store.db;
    let all: Vec<i64> = batch.iter().map(|event| event.id).collect();
    if outcome.is_ok() && batch.iter().any(|event| event.attempts > 0) {
        // What could not be stored before is stored now.
        app.troubles.clear(DATABASE, READING);
    }
    match outcome {
        Ok(Outcome::Done) => {
            inbox::finish(db, &all, DONE, None, now).await?;
            make_up(app, batch).await?;
        }
        Ok(Outcome::NotVisible(unseen)) => {
            let done: Vec<i64> = all.into_iter().filter(|id| !unseen.contains(id)).collect();
            inbox::finish(db, &done, DONE, None, now).await?;
            let again: Vec<i64> = unseen.into_iter().collect();
            inbox::put_off(db, &again, now + LAG_AGAIN, false, "Okta does not show the new reviewer yet")
                .await?;
        }
        Ok(Outcome::Coming) => wait_for_launch(app, batch, now).await?,
        // All else was read: it is not Okta that is down.
        Ok(Outcome::Partly(why)) => settle_failure(app, batch, &why, true, now).await?,
        Err(why) => settle_failure(app, batch, &why, is_poison(app, &why, now), now).await?,
    }
    Ok(())
}

/// A campaign that was looked at as a whole: what events told of it that were given up is found.
async fn make_up(app: &App, batch: &[Row]) -> Result<()> {
    let is_whole = batch.iter().any(|event| [LAUNCH, SWEEP].contains(&event.kind.as_str()));
    if let Some(id) = batch.first().and_then(|event| event.campaign_id.as_deref()).filter(|_| is_whole) {
        let found = "was given up; a later look at the campaign found what it told of";
        events::make_up(&app.store.db, id, found).await?;
    }
    Ok(())
}

/// Whether it is something about these events that never works. Okta may be down for as long as it likes, but when it
/// answers others it is not.
fn is_poison(app: &App, why: &FlowError, now: DateTime<Utc>) -> bool {
    let FlowError::Okta(okta) = why else { return why.may_be_poison() };
    let answers = |call| app.okta.has_answered_since(call, now - LATELY);
    why.may_be_poison() || okta.failed_call().is_some_and(answers) || (okta.is_forbidden() && answers(LIST))
}

async fn wait_for_launch(app: &App, batch: &[Row], now: DateTime<Utc>) -> Result<()> {
    let db = &app.store.db;
    // The next sweep looks again by itself.
    let is_over = |event: &&Row| {
        now - event.received_at >= LAUNCHING_FOR || [CLOSE, SWEEP].contains(&event.kind.as_str())
    };
    let (over, again): (Vec<&Row>, Vec<&Row>) = batch.iter().partition(is_over);
    let ids = |rows: &[&Row]| rows.iter().map(|event| event.id).collect::<Vec<i64>>();
    if let Some(late) = over.iter().find(|event| now - event.received_at >= LAUNCHING_FOR) {
        let campaign_id = late.campaign_id.as_deref();
        tracing::warn!(
            campaign.id = campaign_id,
            "Okta is still launching it after an hour; it is left to the sweep"
        );
    }
    inbox::finish(db, &ids(&over), IGNORED, Some("not active yet; left to the sweep"), now).await?;
    inbox::put_off(db, &ids(&again), now + LAUNCHING_AGAIN, false, "Okta is still launching it").await?;
    Ok(())
}

async fn settle_failure(
    app: &App,
    batch: &[Row],
    why: &FlowError,
    is_poison: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let db = &app.store.db;
    let all: Vec<i64> = batch.iter().map(|event| event.id).collect();
    let attempts = batch.iter().map(|event| event.attempts).max().unwrap_or(0) + 1;
    let oldest = batch.iter().map(|event| event.received_at).min().unwrap_or(now);
    let campaign_id = batch.first().and_then(|event| event.campaign_id.as_deref());
    let remark = why.to_string();
    let is_sweep = batch.iter().all(|event| event.kind == SWEEP);
    // What the sweep before could not do either is tried once, and again by the next one.
    let tries = match campaign_id {
        Some(id) if is_sweep && events::any_given_up(db, id).await? => 1,
        _ => TRIES,
    };
    let given_up = attempts >= tries && is_poison;
    // Whoever looked at their Home then does not wait for it any more.
    let is_stale = batch.iter().all(|event| event.kind == HOME_OPENED) && now - oldest >= HOME_FOR;
    match why.verdict() {
        _ if is_stale => inbox::finish(db, &all, IGNORED, Some(&remark), now).await?,
        Verdict::Stopped if !given_up => {
            if note_trouble(app, campaign_id, why) {
                sweep::hurry(app).await?;
            }
            let is_for_all = why.trouble().is_some() || app.troubles.has(OKTA);
            // One campaign that Okta keeps back must not use up what the others are read with.
            let wait = if is_for_all {
                STOPPED_AGAIN
            } else {
                ((now - oldest) / 8).clamp(STOPPED_AGAIN, KEPT_BACK_AGAIN)
            };
            // What is refused to us may be this campaign alone; then its tries come to an end.
            inbox::put_off(db, &all, now + wait, !is_for_all, &remark).await?;
        }
        Verdict::Later(until) if !given_up => {
            let wait = back_off(u32::try_from(attempts).unwrap_or(1), rand::rng().random());
            if matches!(why, FlowError::Store(_)) {
                // A full database may well take this note, and not the campaign.
                app.troubles.note(Trouble { api: DATABASE, part: READING, sentence: remark.clone() });
            }
            tracing::warn!(campaign.id = campaign_id, attempt = attempts, error = %why, "Putting events off");
            inbox::put_off(db, &all, until.unwrap_or(now + wait), true, &remark).await?;
        }
        _ => {
            give_up(app, batch, &remark, now).await?;
            tracing::error!(campaign.id = campaign_id, events = all.len(), attempt = attempts, error = %why, "Giving events up");
        }
    }
    if let Some(id) = campaign_id {
        campaigns::note_problem(db, id, &remark).await?;
    }
    Ok(())
}

/// Sets events aside, with the reason. One of a campaign is enough to name it: a sweep that comes to the same, every few
/// minutes, says no more.
async fn give_up(app: &App, batch: &[Row], remark: &str, now: DateTime<Utc>) -> Result<()> {
    let db = &app.store.db;
    let campaign_id = batch.first().and_then(|event| event.campaign_id.as_deref());
    let mut is_named = match campaign_id {
        Some(id) => events::any_given_up(db, id).await?,
        None => false,
    };
    let (sweeps, told): (Vec<&Row>, Vec<&Row>) = batch.iter().partition(|event| event.kind == SWEEP);
    let ids = |rows: &[&Row]| rows.iter().map(|event| event.id).collect::<Vec<i64>>();
    inbox::finish(db, &ids(&told), FAILED, Some(remark), now).await?;
    is_named |= !told.is_empty();
    let (kept, same) = sweeps.split_at(usize::from(!is_named).min(sweeps.len()));
    inbox::finish(db, &ids(kept), FAILED, Some(remark), now).await?;
    inbox::finish(db, &ids(same), IGNORED, Some("it came to the same as an event that was given up"), now)
        .await?;
    Ok(())
}
