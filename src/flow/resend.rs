//! An administrator has a message sent again of which nobody knows whether it arrived: once, however often the button is
//! pressed or Slack tells of it.

use entity::notification_log::Model as Row;

use super::click::Asked;
use super::identify::identify;
use super::reply::{self, Place};
use super::{Result, status};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::standing::Resent;
use crate::slack::view::{self, Message};
use crate::store::clicks::{self, Press};
use crate::store::notifications::{FAILED, PLANNED, SENDING, SENT, UNKNOWN};
use crate::store::set_aside::{Kept, notices};
use crate::store::{self, people};

/// Does it after Slack has had its answer.
pub(super) fn begin(app: &App, asked: Asked) {
    let this = app.clone();
    let Asked { press, value, response_url } = asked;
    let number = value.parse().unwrap_or_default();
    reply::later(app, response_url, "so nothing was sent again", async move {
        Ok(Some((carry_out(&this, press, number).await?, Place::Below)))
    });
}

async fn carry_out(app: &App, press: Press, number: i64) -> Result<Message> {
    let asker = identify(app, &press.slack_id).await?;
    let now = app.clock.now();
    let known = notices::named(&app.store.db, &number.to_string()).await?;
    let campaign_id = known.as_ref().and_then(campaign_of);
    let tx = app.store.begin().await?;
    let by = format!("Slack user {}", press.slack_id);
    let is_news = clicks::record(&tx, vec![Press { campaign_id, ..press }], now).await? > 0;
    if !asker.is_admin {
        store::commit(tx).await?;
        return Ok(view::sentence("It takes an administrator to have a message sent again."));
    }
    let Some(row) = known else {
        store::commit(tx).await?;
        return Ok(view::sentence("That message is not on record any more; nothing was sent."));
    };
    let came_to = if is_news {
        match notices::retry(&tx, row.id, &[UNKNOWN], &by, now).await? {
            Ok(_) => Resent::Due,
            Err(Kept::Held(_)) => Resent::OnItsWay,
            Err(Kept::Because(state)) => stands(&state, row.problem.as_deref()),
            Err(Kept::Missing) => Resent::Dropped,
        }
    } else {
        // Told of before, and done then.
        stands(&row.state, row.problem.as_deref())
    };
    store::commit(tx).await?;
    if came_to == Resent::Due {
        tracing::info!(outbox.id = row.id, kind = row.kind, "An administrator has a notice sent again");
        app.wake.ring();
    }
    let whom = people::find(&app.store.db, &row.person_id).await?;
    Ok(view::resent(&whom.map_or_else(|| status::whom(&row.person_id), |person| person.name), &came_to))
}

/// Where a notice is that is not to be sent again now.
fn stands(state: &str, problem: Option<&str>) -> Resent {
    match state {
        PLANNED | SENDING => Resent::OnItsWay,
        UNKNOWN => Resent::InQuestion,
        SENT => Resent::Sent,
        FAILED => Resent::Failed(problem.unwrap_or("Slack refused it").to_owned()),
        _ => Resent::Dropped,
    }
}

/// The campaign whose record the press belongs to.
fn campaign_of(row: &Row) -> Option<String> {
    Notice::from_json(&row.payload)?.campaign_ids().first().cloned()
}
