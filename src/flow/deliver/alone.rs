//! A notice that needs a look of its own: one in doubt, one for a channel or a conversation that has to be found first, one
//! that no version here can read.

use entity::notification_log::Model as Row;

use super::super::doubt::{self, Cleared};
use super::super::leave::Budget;
use super::super::recipient::Recipient;
use super::super::{FlowError, Result, channel, foreign, pilot, prepare};
use super::outcome::{close, give_up, keep, put_off_or_fail};
use super::wave::{self, Ready};
use super::{Left, STOPPED_AGAIN};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::pilot::Hold;
use crate::store::notifications::{self, End, NOTHING_LEFT, SENDING, Wait};

/// Why a notice for the campaign channel is not sent.
const NO_CHANNEL: &str = "there is no campaign channel";

/// Deals with one row; whatever Slack answers is settled with it.
pub(super) async fn one(app: &App, row: &Row, found: Result<Recipient>, budget: &mut Budget) -> Result<Left> {
    match attempt(app, row, found, budget).await {
        Ok(left) => Ok(left),
        Err(why @ FlowError::Store(_)) => {
            hold_up(app, row, &why).await?;
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
        // Nobody looks for a channel, or makes one, in which nothing is said.
        Recipient::Channel(campaign_id)
            if row.state != SENDING
                && let Some(hold) = pilot::hold_of_channel(app, &campaign_id).await? =>
        {
            return keep_for_channel(app, row, &notice, hold).await;
        }
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
    let Some(ready) = ready(app, row, notice, slack_id, channel).await? else { return Ok(Left::Dealt) };
    match wave::send(app, vec![ready], budget).await? {
        None => Ok(Left::Dealt),
        Some(until) => Ok(Left::TooEarly(until)),
    }
}

async fn ready<'a>(
    app: &App,
    row: &'a Row,
    notice: Notice,
    slack_id: String,
    channel: Option<String>,
) -> Result<Option<Ready<'a>>> {
    let standings = prepare::standings(app, [(&notice, row.person_id.as_str())].into_iter()).await?;
    wave::ready(app, &standings, row, notice, slack_id, channel).await
}

/// Records what a campaign's channel would have been told.
async fn keep_for_channel(app: &App, row: &Row, notice: &Notice, hold: Hold) -> Result<Left> {
    let standings = prepare::Standings::new();
    match prepare::message(app, &standings, notice, &row.person_id).await? {
        Some(message) => keep(app, row, hold, &message).await.map(|()| Left::Dealt),
        None => close(app, row, End::Dropped, NOTHING_LEFT).await,
    }
}

/// What cannot be read or written for this row alone holds up no other. Where nothing can be written, this fails too.
/// Whether it was sent is not touched: a send that could not be noted stays in doubt.
pub(super) async fn hold_up(app: &App, row: &Row, why: &FlowError) -> Result<()> {
    let due = app.clock.now() + STOPPED_AGAIN;
    tracing::error!(outbox.id = row.id, kind = row.kind, error = %why, "Putting a notice off");
    let wait = (Wait::Untried, &*why.to_string());
    Ok(notifications::put_off(&app.store, row, &app.instance, due, wait, app.clock.now()).await?)
}
