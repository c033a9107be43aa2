//! Reading Okta and making the database say the same; what that makes true is planned in the same transaction.

mod handovers;
mod people;
mod read;
mod sighted;

pub(super) use handovers::Givers;
pub(super) use people::owner;
pub(super) use read::{Seen, items, last_decisions, open_reviews, whole};

use super::{Result, announce, refresh};
use crate::app::App;
use crate::app::troubles::{OKTA, TOKEN};
use crate::domain::campaign::{Campaign, Status};
use crate::store::campaigns::Known;
use crate::store::{self, campaigns};

/// What a look at a campaign shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// It asks something of reviewers.
    Open(Campaign),
    /// It will soon, so look again.
    Coming,
    /// It does not: over, past its end, or a plan for campaigns rather than one.
    Closed,
}

/// Reads a campaign and notes how it stands.
pub(super) async fn look(app: &App, id: &str) -> Result<Look> {
    let now = app.clock.now();
    let campaign = match app.okta.campaign(id).await {
        Ok(campaign) => campaign,
        Err(why) if why.is_not_found() => {
            note_shown(app, id);
            let tx = app.store.begin().await?;
            campaigns::end(&tx, id, &Status::Deleted, now).await?;
            refresh::stir_all(app, &tx, id, now).await?;
            announce::close(app, &tx, id, now).await?;
            store::commit(tx).await?;
            app.wake.ring();
            return Ok(Look::Closed);
        }
        Err(why) => return Err(why.into()),
    };
    note_shown(app, id);
    if campaign.is_recurring_plan {
        return Ok(Look::Closed);
    }
    if campaign.status.is_coming() {
        return Ok(Look::Coming);
    }
    let tx = app.store.begin().await?;
    let before = campaigns::find(&tx, id).await?;
    campaigns::upsert(&tx, &campaign, now, app.config.daily_run.today(now)).await?;
    // What was said of its end, that it is open, or that it could not be read, may not be true any more.
    let is_other = |known: Known| known.campaign.ends_at != campaign.ends_at || known.problem.is_some();
    if before.is_some_and(is_other) || !campaign.is_open(now) {
        refresh::stir_all(app, &tx, id, now).await?;
    }
    if campaign.status.is_over() {
        announce::close(app, &tx, id, now).await?;
    }
    store::commit(tx).await?;
    app.wake.ring();
    Ok(if campaign.is_open(now) { Look::Open(campaign) } else { Look::Closed })
}

/// Notes that Okta answers, and does not keep this campaign back.
fn note_shown(app: &App, id: &str) {
    app.troubles.clear(OKTA, TOKEN);
    app.troubles.clear_campaign(id);
}
