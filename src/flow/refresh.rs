//! Keeping true what stands in Slack: a card that something happened to is compared with how things stand, and changed
//! where it is not true any more.

pub(super) mod board;
mod dm;
mod home;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use entity::card::Model as Card;
use rand::Rng;

use super::error::note_trouble;
use super::{FlowError, Progress, Result};
use crate::app::App;
use crate::app::troubles::SLACK;
use crate::domain::verdict::{Verdict, back_off};
use crate::slack::{PUBLISH, SlackError, UPDATE};
use crate::store::Tx;
use crate::store::cards::{self, CHANNEL, DM, HOME, Outcome};

/// Cards in one claim. One that is changed twice, because a lease ended, says the same twice.
const BATCH: u64 = 50;
/// Tries of a change that Slack answers with a code that is not documented.
const TRIES: i32 = 20;
/// How soon it is tried again when an operator has to act first.
const STOPPED_AGAIN: Duration = Duration::seconds(20);

/// Items of these reviewers, who may be groups, changed: what was said to them may not be true any more.
pub(super) async fn stir(
    app: &App,
    tx: &Tx,
    campaign_id: &str,
    touched: &BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<()> {
    if touched.is_empty() {
        return Ok(());
    }
    cards::stir(tx, campaign_id, touched, now).await?;
    Ok(cards::stir_homes_of(tx, &app.config.admins, now).await?)
}

/// Something changed about a campaign as such.
pub(super) async fn stir_all(app: &App, tx: &Tx, campaign_id: &str, now: DateTime<Utc>) -> Result<()> {
    cards::stir_all(tx, campaign_id, now).await?;
    Ok(cards::stir_homes_of(tx, &app.config.admins, now).await?)
}

/// The next reminder of these campaigns is another one now.
pub(super) async fn stir_boards(tx: &Tx, campaign_ids: &[String], now: DateTime<Utc>) -> Result<()> {
    for id in campaign_ids {
        cards::stir_board(tx, id, now).await?;
    }
    Ok(())
}

/// Looks at some of the cards that are due.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let now = app.clock.now();
    match cards::next_due(&app.store.db).await? {
        Some(due) if due <= now => {}
        next => return Ok(Progress::until(next)),
    }
    let rests = |method| app.slack.pace.closed_until(method, now);
    let methods = [(DM, UPDATE), (CHANNEL, UPDATE), (HOME, PUBLISH)];
    let open: Vec<&str> =
        // Nothing that stands in Slack is changed while nothing is said; an App Home is an answer to whoever opens it.
        methods
            .iter()
            .filter(|(kind, method)| rests(method).is_none() && (*kind == HOME || !app.config.pilot.is_dry()))
            .map(|(kind, _)| *kind)
            .collect();
    let batch = cards::claim(&app.store, &app.instance, &open, now, BATCH).await?;
    if batch.is_empty() {
        let opens = methods.iter().filter_map(|(_, method)| rests(method)).min();
        return Ok(Progress::until(opens));
    }
    let known = dm::Known::of(app, &batch).await?;
    let mut still_true = Vec::new();
    for card in &batch {
        if app.stop.is_cancelled() {
            cards::put_off(&app.store.db, card, &app.instance, now, None).await?;
            continue;
        }
        still_true.extend(one(app, &known, card).await?.map(|outcome| (card, outcome)));
    }
    cards::settle(&app.store, still_true, &app.instance, app.clock.now()).await?;
    Ok(Progress::Busy)
}

/// Looks at one card; whatever Slack answers is settled with it. One that says what is true still is left to be settled with
/// the others of its kind.
async fn one(app: &App, known: &dm::Known, card: &Card) -> Result<Option<Outcome>> {
    if card.kind == CHANNEL
        && let Some(due) = board::too_early(card, app.clock.now())
    {
        cards::put_off(&app.store.db, card, &app.instance, due, None).await?;
        return Ok(None);
    }
    let outcome = match card.kind.as_str() {
        DM => Box::pin(dm::look(app, known, card)).await,
        CHANNEL => Box::pin(board::look(app, card)).await,
        HOME => Box::pin(home::look(app, card)).await,
        // Posted by a newer version that runs beside this one.
        _ => Ok(Outcome::default()),
    };
    let now = app.clock.now();
    match outcome {
        Ok(outcome) if !outcome.is_edited => return Ok(Some(outcome)),
        Ok(outcome) => {
            metrics::counter!("certs_edits_total", "kind" => card.kind.clone()).increment(1);
            tracing::info!(card.id, kind = card.kind, "Changed what stands in Slack");
            cards::settle(&app.store, vec![(card, outcome)], &app.instance, now).await?;
        }
        Err(why @ FlowError::Store(_)) => return Err(why),
        // Slack was not asked: that was no try.
        Err(
            FlowError::Slack(SlackError::Resting { until, .. })
            | FlowError::Channel { why: SlackError::Resting { until, .. }, .. },
        ) => {
            cards::put_off(&app.store.db, card, &app.instance, until, None).await?;
        }
        Err(why) => put_off_or_give_up(app, card, &why, now).await?,
    }
    Ok(None)
}

async fn put_off_or_give_up(app: &App, card: &Card, why: &FlowError, now: DateTime<Utc>) -> Result<()> {
    let tries = card.attempts + 1;
    let wait = back_off(u32::try_from(tries).unwrap_or(1), rand::rng().random());
    let due = match why.verdict() {
        Verdict::Never => None,
        Verdict::Later(None) if why.may_be_poison() && tries >= TRIES => None,
        Verdict::Later(until) => Some(until.unwrap_or(now + wait)),
        // What Slack made of it does not matter: the same is said again.
        Verdict::InDoubt => Some(now + wait),
        Verdict::Stopped => {
            note_trouble(app, None, why);
            Some((now + wait).max(now + STOPPED_AGAIN))
        }
    };
    if let Some(due) = due {
        tracing::warn!(card.id, kind = card.kind, attempt = tries, error = %why, "Putting a change off");
        cards::put_off(&app.store.db, card, &app.instance, due, Some(&why.to_string())).await?;
        return Ok(());
    }
    // Somebody deleted the message, or left: there is nothing that could be untrue.
    tracing::warn!(card.id, kind = card.kind, attempt = tries, error = %why, "Leaving as it is what cannot be changed");
    let problem = Some(why.to_string());
    let outcome = Outcome { is_closed: card.kind != HOME, problem, ..Outcome::default() };
    Ok(cards::settle(&app.store, vec![(card, outcome)], &app.instance, now).await?)
}

/// Takes leave to change a message, or closes the gate until there is some.
fn admit(app: &App, now: DateTime<Utc>) {
    if let Err(wait) = app.slack.pace.admit_edit() {
        let wait = Duration::from_std(wait).unwrap_or(Duration::seconds(1));
        app.slack.pace.close(UPDATE, now + wait);
    }
}

/// Notes that Slack takes changes.
fn note_taken(app: &App, method: &'static str) {
    app.troubles.clear(SLACK, method);
}
