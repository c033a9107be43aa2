//! Working the inbox off: every claim is the due events of one campaign, so that a burst of them is one look at Okta.

mod givers;
mod items;
mod settle;

use std::collections::BTreeSet;

use entity::inbox_event::Model as Row;
use futures_util::FutureExt;

use super::accept::{CLOSE, HOME_OPENED, LAUNCH, SWEEP};
use super::lease::keeping;
use super::sync::{self, Look, Seen};
use super::{FlowError, Progress, Result, home, sweep};
use crate::app::App;
use crate::store::campaigns;
use crate::store::inbox::{self, Begin};
use items::Items;
use settle::settle;

/// Up to so many items are read one by one; more are read as pages.
const FEW_ITEMS: usize = 20;

/// So many tries an item that Okta fails at is read on its own; then the pages of its campaign show it.
const TRIES_OF_AN_ITEM: i32 = 3;

/// What became of a batch.
enum Outcome {
    /// Nothing is left to do.
    Done,
    /// The campaign is still being launched.
    Coming,
    /// These events speak of what Okta does not show yet.
    NotVisible(BTreeSet<i64>),
    /// Something could not be read, and all else is done.
    Partly(FlowError),
}

/// Works off one batch of what Okta or Slack sent.
///
/// # Errors
/// When the database does not answer; what a vendor answers is settled with the batch.
pub async fn step(app: &App) -> Result<Progress> {
    work_off(app, Begin::WithNews).await
}

/// Works off one batch of anything, also what a sweep found.
///
/// # Errors
/// As [`step`].
pub async fn step_with_sweeps(app: &App) -> Result<Progress> {
    work_off(app, Begin::WithAny).await
}

async fn work_off(app: &App, begin: Begin) -> Result<Progress> {
    let now = app.clock.now();
    // A look before a claim: a claim is a writer, and SQLite has room for one.
    match inbox::next_due(&app.store.db).await? {
        Some(due) if due <= now => {}
        next => return Ok(Progress::until(next)),
    }
    let batch = inbox::claim(&app.store, &app.instance, begin, now).await?;
    if batch.is_empty() {
        return Ok(Progress::Idle);
    }
    let renew = || {
        // A renewal that fails is made up by the next one, or the claim is lost and its work is done twice: harmless.
        inbox::renew(&app.store.db, &batch, &app.instance, app.clock.now()).map(drop).boxed()
    };
    let outcome = keeping(&app.clock, work_on(app, &batch), renew).await;
    settle(app, &batch, outcome).await?;
    Ok(Progress::Busy)
}

#[tracing::instrument(name = "intake", skip_all, fields(events = batch.len()))]
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
    if let Some(known) = known.as_ref().filter(|_| is(CLOSE) && items.ids.len() <= FEW_ITEMS) {
        sync::last_decisions(app, &known.campaign, &items.ids).await?;
    }
    let campaign = match sync::look(app, &campaign_id).await? {
        Look::Open(campaign) => campaign,
        Look::Coming => return Ok(Outcome::Coming),
        Look::Closed => return Ok(Outcome::Done),
    };
    let never_read = known.is_none_or(|known| known.synced_at.is_none());
    let seen = if is(LAUNCH) || is(SWEEP) || never_read {
        sync::whole(app, &campaign, &items.givers).await?
    } else if items.ids.len() > FEW_ITEMS {
        sync::open_reviews(app, &campaign, &items.givers).await?
    } else if items.ids.is_empty() {
        Seen::default()
    } else {
        let attempts = batch.iter().map(|event| event.attempts).max().unwrap_or_default();
        match sync::items(app, &campaign, &items.ids, &items.givers).await {
            Ok(Some(seen)) => seen,
            // An event that named an item in a way we do not know: the pages show what it meant.
            Ok(None) => sync::open_reviews(app, &campaign, &items.givers).await?,
            // An item that is not shown on its own holds up no other of its campaign.
            Err(FlowError::Okta(why))
                if why.is_refused_for_good()
                    || (why.is_about_one_thing() && attempts + 1 >= TRIES_OF_AN_ITEM) =>
            {
                tracing::warn!(campaign.id, error = %why, "An item could not be read on its own; reading its campaign");
                sync::open_reviews(app, &campaign, &items.givers).await?
            }
            Err(why) => return Err(why),
        }
    };
    if let Some(why) = seen.trouble {
        return Ok(Outcome::Partly(why));
    }
    if is(LAUNCH) && seen.items == 0 {
        // Active a moment before its items appear.
        return Ok(Outcome::Coming);
    }
    let unseen = givers::name(app, batch, &items.givers, &seen).await?;
    Ok(if unseen.is_empty() { Outcome::Done } else { Outcome::NotVisible(unseen) })
}
