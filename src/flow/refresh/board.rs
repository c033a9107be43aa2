//! The status of a campaign in its channel: pinned, and changed as the campaign advances; at the close it says its last
//! word.

use chrono::{DateTime, Utc};
use entity::card::Model as Card;
use serde::{Deserialize, Serialize};

use super::super::error::note_trouble;
use super::super::{FlowError, Result, status};
use super::{STOPPED_AGAIN, admit};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::evidence::{Detail, sha256};
use crate::domain::verdict::Verdict;
use crate::slack::view::Message;
use crate::slack::{PIN, UPDATE};
use crate::store::cards::{CHANNEL_EVERY, Outcome};
use crate::store::{campaigns, notifications};

/// What stands in the channel.
#[derive(Default, Serialize, Deserialize)]
struct Shown {
    /// Tells what the message says from what it should say.
    face: String,
    /// Whether it is pinned, or cannot be.
    is_pinned: bool,
}

/// What is kept of a message that was posted as such a status.
pub(in super::super) fn posted(message: &Message) -> String {
    to_json(&Shown { face: fingerprint(message), is_pinned: false })
}

/// When it may be changed again, if that is not yet.
pub(super) fn too_early(card: &Card, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    card.edited_at.map(|at| at + CHANNEL_EVERY).filter(|due| *due > now)
}

/// Compares it with how things stand, changes it where it is not true any more, and pins it where it is not pinned.
pub(super) async fn look(app: &App, card: &Card) -> Result<Outcome> {
    let gone = Outcome { is_closed: true, ..Outcome::default() };
    let (Some(campaign_id), Some(channel), Some(ts)) = (&card.campaign_id, &card.channel, &card.ts) else {
        return Ok(gone);
    };
    let Some(known) = campaigns::find(&app.store.db, campaign_id).await? else { return Ok(gone) };
    let progress = status::progress_of(app, known).await?;
    let is_over = progress.campaign.status.is_over();
    let message = app.frame().board(&progress);
    let before = card.shown.as_deref().and_then(|shown| serde_json::from_str(shown).ok());
    let mut shown: Shown = before.unwrap_or_default();
    let face = fingerprint(&message);
    let mut outcome = Outcome { is_closed: is_over, ..Outcome::default() };
    if shown.face != face {
        admit(app, app.clock.now());
        let answer = app.slack.update(channel, ts, &message).await;
        answer.map_err(|why| FlowError::channel(campaign_id, why))?;
        app.troubles.clear_channel(campaign_id, Some(UPDATE));
        shown.face = face;
        outcome.is_edited = true;
        if is_over && let Some(id) = card.notification_id {
            // What it says until then is on its way to this; the record has the end.
            let row = notifications::find(&app.store.db, id).await?;
            let why = Some("says its last word".to_owned());
            outcome.record = row.map(|row| (row, Detail { why, ..Detail::default() }));
        }
    }
    outcome.again = if shown.is_pinned || is_over {
        next_change(app, &progress.campaign)
    } else {
        shown.is_pinned = pin(app, campaign_id, channel, ts).await;
        if shown.is_pinned {
            next_change(app, &progress.campaign)
        } else {
            Some(app.clock.now() + STOPPED_AGAIN)
        }
    };
    if is_over {
        app.troubles.clear_channel(campaign_id, None);
    }
    outcome.shown = Some(to_json(&shown));
    Ok(outcome)
}

/// Pins it; whether nothing is left to try. That it is not pinned keeps it from being true as little as anything else.
async fn pin(app: &App, campaign_id: &str, channel: &str, ts: &str) -> bool {
    let Err(why) = app.slack.pin(channel, ts).await else {
        app.troubles.clear_channel(campaign_id, Some(PIN));
        return true;
    };
    let why = FlowError::channel(campaign_id, why);
    tracing::warn!(campaign.id = campaign_id, error = %why, "The status of a campaign could not be pinned");
    match why.verdict() {
        Verdict::Never => return true,
        Verdict::Stopped => drop(note_trouble(app, None, &why)),
        _ => {}
    }
    false
}

/// When it says something else although nothing happens: the days that are left, or that there are none.
fn next_change(app: &App, campaign: &Campaign) -> Option<DateTime<Utc>> {
    let (daily, now) = (app.config.daily_run, app.clock.now());
    let tomorrow = daily.today(now).succ_opt().map(|day| daily.beginning_of(day));
    let end = campaign.ends_at.filter(|end| *end > now);
    tomorrow.into_iter().chain(end).min()
}

fn fingerprint(message: &Message) -> String {
    sha256(&serde_json::to_vec(message).unwrap_or_default())
}

fn to_json(shown: &Shown) -> String {
    serde_json::to_string(shown).unwrap_or_default()
}
