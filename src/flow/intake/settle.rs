//! Settling a batch: done, put off, or given up, each with its reason.

use chrono::{DateTime, Duration, Utc};
use entity::inbox_event::Model as Row;
use rand::Rng;

use super::super::accept::{CLOSE, HOME_OPENED, SWEEP};
use super::super::error::note_trouble;
use super::super::{FlowError, Result, sweep};
use super::Outcome;
use crate::app::App;
use crate::app::troubles::{DATABASE, OKTA, Trouble};
use crate::domain::verdict::{Verdict, back_off};
use crate::store::campaigns;
use crate::store::inbox::{self, DONE, FAILED, IGNORED};

/// The part of the database's troubles that storing what was read meets.
const READING: &str = "reading";
/// How soon a campaign that is still being launched is looked at again, and for how long.
const LAUNCHING_AGAIN: Duration = Duration::seconds(10);
const LAUNCHING_FOR: Duration = Duration::hours(1);
/// How soon a reassignment that Okta does not show yet is looked for again.
const LAG_AGAIN: Duration = Duration::seconds(5);
/// How long an event is tried that may itself be what breaks.
const POISON_FOR: Duration = Duration::minutes(10);
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
        Ok(Outcome::Done) => inbox::finish(db, &all, DONE, None, now).await?,
        Ok(Outcome::NotVisible(unseen)) => {
            let done: Vec<i64> = all.into_iter().filter(|id| !unseen.contains(id)).collect();
            inbox::finish(db, &done, DONE, None, now).await?;
            let again: Vec<i64> = unseen.into_iter().collect();
            inbox::put_off(db, &again, now + LAG_AGAIN, false, "Okta does not show the new reviewer yet")
                .await?;
        }
        Ok(Outcome::Coming) => wait_for_launch(app, batch, now).await?,
        Err(why) => settle_failure(app, batch, &all, &why, now).await?,
    }
    Ok(())
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
    all: &[i64],
    why: &FlowError,
    now: DateTime<Utc>,
) -> Result<()> {
    let db = &app.store.db;
    let attempts = batch.iter().map(|event| event.attempts).max().unwrap_or(0) + 1;
    let oldest = batch.iter().map(|event| event.received_at).min().unwrap_or(now);
    let campaign_id = batch.first().and_then(|event| event.campaign_id.as_deref());
    let remark = why.to_string();
    let given_up = why.may_be_poison() && now - oldest >= POISON_FOR;
    // Whoever looked at their Home then does not wait for it any more.
    let is_stale = batch.iter().all(|event| event.kind == HOME_OPENED) && now - oldest >= HOME_FOR;
    match why.verdict() {
        _ if is_stale => inbox::finish(db, all, IGNORED, Some(&remark), now).await?,
        Verdict::Stopped => {
            if note_trouble(app, campaign_id, why) {
                sweep::hurry(app).await?;
            }
            // One campaign that Okta keeps back must not use up what the others are read with.
            let wait = if why.trouble().is_some() || app.troubles.has(OKTA) {
                STOPPED_AGAIN
            } else {
                ((now - oldest) / 8).clamp(STOPPED_AGAIN, KEPT_BACK_AGAIN)
            };
            inbox::put_off(db, all, now + wait, false, &remark).await?;
        }
        Verdict::Later(until) if !given_up => {
            let wait = back_off(u32::try_from(attempts).unwrap_or(1), rand::rng().random());
            if matches!(why, FlowError::Store(_)) {
                // A full database may well take this note, and not the campaign.
                app.troubles.note(Trouble { api: DATABASE, part: READING, sentence: remark.clone() });
            }
            tracing::warn!(campaign.id = campaign_id, attempt = attempts, error = %why, "Putting events off");
            inbox::put_off(db, all, until.unwrap_or(now + wait), true, &remark).await?;
        }
        _ => {
            tracing::error!(campaign.id = campaign_id, attempt = attempts, error = %why, "Giving events up");
            inbox::finish(db, all, FAILED, Some(&remark), now).await?;
        }
    }
    if let Some(id) = campaign_id {
        campaigns::note_problem(db, id, &remark).await?;
    }
    Ok(())
}
