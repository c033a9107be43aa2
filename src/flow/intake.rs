//! Working the inbox off: every claim is the due events of one campaign, so that a burst of them is one look at Okta.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::inbox_event::Model as Row;
use futures_util::FutureExt;
use rand::Rng;

use super::accept::{CLOSE, HOME_OPENED, Hint, LAUNCH, SWEEP};
use super::lease::keeping;
use super::sync::{self, Givers, Look};
use super::{Progress, Result, home, sweep};
use crate::app::App;
use crate::domain::review::Review;
use crate::domain::verdict::{Verdict, back_off};
use crate::store::campaigns;
use crate::store::handovers::{self, Giver, OPEN};
use crate::store::inbox::{self, DONE, FAILED, IGNORED};

/// Up to so many items are read one by one; more are read as pages.
const FEW_ITEMS: usize = 20;
/// How soon a campaign that is still being launched is looked at again, and for how long.
const LAUNCHING_AGAIN: Duration = Duration::seconds(30);
const LAUNCHING_FOR: Duration = Duration::hours(1);
/// Okta's API may show a reassignment a little after its event: how soon it is looked at again, and how often.
const LAG_AGAIN: Duration = Duration::seconds(5);
const LAG_TRIES: i32 = 3;
/// Tries of an event that may be what breaks.
const POISON_TRIES: i32 = 10;
/// How soon it is tried again when an operator has to act first.
const STOPPED_AGAIN: Duration = Duration::seconds(20);

/// What became of a batch.
enum Outcome {
    /// Nothing is left to do.
    Done,
    /// The campaign is still being launched.
    Coming,
    /// These events speak of what Okta does not show yet.
    NotVisible(BTreeSet<i64>),
}

/// Works one batch off.
///
/// # Errors
/// When the database does not answer; what a vendor answers is settled with the batch.
pub async fn step(app: &App) -> Result<Progress> {
    let batch = inbox::claim(&app.store, &app.instance, app.clock.now()).await?;
    if batch.is_empty() {
        return Ok(Progress::until(
            inbox::next_due(&app.store.db).await?.filter(|due| *due > app.clock.now()),
        ));
    }
    let renew = || {
        // A renewal that fails is made up by the next one, or the claim is lost and its work is done twice: harmless.
        inbox::renew(&app.store.db, &batch, &app.instance, app.clock.now()).map(drop).boxed()
    };
    let outcome = keeping(work_on(app, &batch), renew).await;
    settle(app, &batch, outcome).await?;
    Ok(Progress::Busy)
}

async fn work_on(app: &App, batch: &[Row]) -> Result<Outcome> {
    let Some(first) = batch.first() else { return Ok(Outcome::Done) };
    if first.kind == HOME_OPENED {
        home::publish(app, &first.payload).await?;
        return Ok(Outcome::Done);
    }
    let items = Items::of(batch);
    let campaign_id = match (&first.campaign_id, items.ids.first()) {
        (Some(campaign_id), _) => campaign_id.clone(),
        (None, Some(review_id)) => match app.okta.review(review_id).await {
            Ok(one) => one.review.campaign_id,
            Err(why) if why.is_not_found() => return Ok(Outcome::Done),
            Err(why) => return Err(why.into()),
        },
        // An event that does not say what it is about: whatever it is, a sweep finds it.
        (None, None) => {
            sweep::hurry(app).await?;
            return Ok(Outcome::Done);
        }
    };
    let known = campaigns::find(&app.store.db, &campaign_id).await?;
    let is = |kind: &str| batch.iter().any(|event| event.kind == kind);
    if known.as_ref().is_some_and(|known| known.ended_at.is_some()) && !is(LAUNCH) && !is(SWEEP) {
        // At its close a campaign sends one event for every undecided item.
        return Ok(Outcome::Done);
    }
    let campaign = match sync::look(app, &campaign_id).await? {
        Look::Open(campaign) => campaign,
        Look::Coming => return Ok(Outcome::Coming),
        Look::Closed => return Ok(Outcome::Done),
    };
    let never_read = known.is_none_or(|known| known.synced_at.is_none());
    if is(LAUNCH) || is(SWEEP) || never_read {
        sync::whole(app, &campaign, &items.givers).await?;
    } else if items.ids.len() > FEW_ITEMS {
        sync::open_reviews(app, &campaign, &items.givers).await?;
    } else if !items.ids.is_empty() {
        sync::items(app, &campaign, &items.ids, &items.givers).await?;
    }
    let unseen = name_givers(app, batch, &items.givers).await?;
    Ok(if unseen.is_empty() { Outcome::Done } else { Outcome::NotVisible(unseen) })
}

/// The items that a batch speaks of.
struct Items {
    ids: Vec<String>,
    givers: Givers,
}

impl Items {
    fn of(batch: &[Row]) -> Self {
        let mut ids = BTreeSet::new();
        let mut givers = Givers::new();
        for event in batch {
            let hint = hint(event);
            let Some(review_id) = hint.review_id else { continue };
            // Undecided items at the close: the campaign itself tells.
            if hint.decision.as_deref() == Some("NORESPONSE") {
                continue;
            }
            ids.insert(review_id.clone());
            if let ("DELEGATE", Some(id)) = (hint.decision.as_deref().unwrap_or_default(), hint.actor_id) {
                givers.insert(review_id, Giver { id, name: hint.actor_name });
            }
        }
        Self { ids: ids.into_iter().collect(), givers }
    }
}

fn hint(event: &Row) -> Hint {
    serde_json::from_str(&event.payload).unwrap_or_default()
}

/// Adds the giver to handovers that were noticed before their event came. Returns the reassignments that Okta
/// does not show yet.
async fn name_givers(app: &App, batch: &[Row], givers: &Givers) -> Result<BTreeSet<i64>> {
    let mut unseen = BTreeSet::new();
    let ids: Vec<String> = givers.keys().cloned().collect();
    let items: Vec<Review> = crate::store::reviews::find(&app.store.db, &ids).await?;
    for item in items {
        let (Some(giver), Some(to_id)) = (givers.get(&item.id), &item.reviewer.id) else { continue };
        if giver.id == *to_id {
            continue;
        }
        let told = handovers::of_item(&app.store.db, &item.id, to_id).await?;
        match told.first() {
            Some(row) if row.state == OPEN && row.from_id.is_none() => {
                handovers::name_giver(&app.store.db, row.id, giver, item.note.as_deref()).await?;
            }
            Some(_) => {}
            None => unseen.extend(
                batch
                    .iter()
                    .filter(|event| event.attempts < LAG_TRIES)
                    .filter(|event| hint(event).review_id.as_ref() == Some(&item.id))
                    .map(|event| event.id),
            ),
        }
    }
    Ok(unseen)
}

async fn settle(app: &App, batch: &[Row], outcome: Result<Outcome>) -> Result<()> {
    let now = app.clock.now();
    let db = &app.store.db;
    let all: Vec<i64> = batch.iter().map(|event| event.id).collect();
    match outcome {
        Ok(Outcome::Done) => inbox::finish(db, &all, DONE, None, now).await?,
        Ok(Outcome::NotVisible(unseen)) => {
            let done: Vec<i64> = all.into_iter().filter(|id| !unseen.contains(id)).collect();
            inbox::finish(db, &done, DONE, None, now).await?;
            let again: Vec<i64> = unseen.into_iter().collect();
            inbox::put_off(db, &again, now + LAG_AGAIN, true, "Okta does not show the new reviewer yet")
                .await?;
        }
        Ok(Outcome::Coming) => {
            let (late, again): (Vec<&Row>, Vec<&Row>) = batch
                .iter()
                .partition(|event| now - event.received_at >= LAUNCHING_FOR || event.kind == CLOSE);
            let ids = |rows: Vec<&Row>| rows.iter().map(|event| event.id).collect::<Vec<i64>>();
            if !late.is_empty() {
                tracing::warn!(
                    campaign.id = late.first().and_then(|event| event.campaign_id.clone()),
                    "Okta is still launching the campaign after an hour; it is left to the sweep"
                );
            }
            inbox::finish(db, &ids(late), IGNORED, Some("not active within an hour; left to the sweep"), now)
                .await?;
            inbox::put_off(db, &ids(again), now + LAUNCHING_AGAIN, false, "Okta is still launching it")
                .await?;
        }
        Err(why) => settle_failure(app, batch, &all, &why).await?,
    }
    Ok(())
}

async fn settle_failure(app: &App, batch: &[Row], all: &[i64], why: &super::FlowError) -> Result<()> {
    let now = app.clock.now();
    let db = &app.store.db;
    let attempts = batch.iter().map(|event| event.attempts).max().unwrap_or(0) + 1;
    let campaign_id = batch.first().and_then(|event| event.campaign_id.as_deref());
    let remark = why.to_string();
    let given_up = why.may_be_poison() && attempts >= POISON_TRIES;
    match why.verdict() {
        Verdict::Stopped => {
            if let Some(api) = why.stopped_api() {
                app.troubles.note(api, remark.clone());
            }
            inbox::put_off(db, all, now + STOPPED_AGAIN, false, &remark).await?;
        }
        Verdict::Later(until) if !given_up => {
            let wait = back_off(u32::try_from(attempts).unwrap_or(1), rand::rng().random());
            let due = until.unwrap_or(now + wait);
            tracing::warn!(campaign.id = campaign_id, attempt = attempts, error = %why, "Putting events off");
            inbox::put_off(db, all, due, true, &remark).await?;
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
