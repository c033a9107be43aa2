//! A reviewer wants to ask somebody about a campaign: a conversation of the two and the app is opened, with what it is
//! about in it.

use super::click::Asked;
use super::identify::identify;
use super::recipient::{self, Recipient};
use super::reply::{self, Place};
use super::{Result, pilot, plan};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::pilot::Hold;
use crate::domain::standing::MyCampaign;
use crate::slack::view::{self, ASK_GIVER, Message};
use crate::store::clicks::{self, Press};
use crate::store::notifications::Planned;
use crate::store::{self, handovers, people, standing};

/// Does it after Slack has had its answer. The button says whether the owner is to be asked or who handed items over; its
/// value is the campaign.
pub(super) fn begin(app: &App, asked: Asked) {
    let Asked { press, value, response_url } = asked;
    let owned = app.clone();
    let work = async move { Ok(Some((carry_out(&owned, press, &value).await?, Place::Below))) };
    reply::later(app, response_url, "so no conversation was opened", work);
}

async fn carry_out(app: &App, press: Press, campaign_id: &str) -> Result<Message> {
    let asker = identify(app, &press.slack_id).await?;
    let wants_giver = press.action_id == ASK_GIVER;
    let campaign = Some(campaign_id.to_owned());
    clicks::record(&app.store.db, vec![Press { campaign_id: campaign, ..press }], app.clock.now()).await?;
    let Some((person_id, mine)) = theirs(app, &asker.person_ids, campaign_id).await? else {
        return Ok(view::sentence(
            "Nothing of this campaign is with you any more, so no conversation was opened.",
        ));
    };
    let to_id = if wants_giver {
        handovers::newest_giver(&app.store.db, campaign_id, &person_id).await?
    } else {
        mine.campaign.owner_id.clone()
    };
    let to = match &to_id {
        Some(id) => people::find(&app.store.db, id).await?,
        None => None,
    };
    let Some(to) = to.filter(|to| to.id != person_id) else {
        return Ok(view::sentence("Okta does not say whom to ask about this; no conversation was opened."));
    };
    // Asked now, so that whoever presses learns at once that it cannot be.
    if let Recipient::Nowhere(why) = recipient::find(app, &to).await? {
        return Ok(view::not_to_be_asked(&to.name, why));
    }
    if let Some(hold) = pilot::hold_of_two(app, [&person_id, &to.id]).await? {
        return Ok(view::not_to_be_asked(&to.name, hold_of_question(hold)));
    }
    let now = app.clock.now();
    let notice = Notice::Question {
        campaign_id: campaign_id.to_owned(),
        to_id: to.id.clone(),
        date: app.config.daily_run.today(now),
    };
    let tx = app.store.begin().await?;
    plan::tell(&tx, vec![Planned { notice, person_id }], now).await?;
    store::commit(tx).await?;
    app.wake.ring();
    Ok(view::asked(&to.name))
}

/// Why a conversation is not opened while the service is tried out.
fn hold_of_question(hold: Hold) -> &'static str {
    match hold {
        Hold::DryRun => "is not written to while Certs is tried out and sends nothing",
        Hold::NotInGroup => "is not written to while Certs is tried out with a pilot group",
    }
}

/// The campaign as it stands for whichever of these, who are one person, has or had items of it.
async fn theirs(app: &App, person_ids: &[String], campaign_id: &str) -> Result<Option<(String, MyCampaign)>> {
    for person_id in person_ids {
        let mine = standing::of_person(&app.store.db, person_id, campaign_id).await?;
        if let Some(mine) = mine.filter(|mine| mine.open > 0 && mine.campaign.is_open(app.clock.now())) {
            return Ok(Some((person_id.clone(), mine)));
        }
    }
    Ok(None)
}
