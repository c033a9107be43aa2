//! An administrator has those reminded who still have something open: first they see whom it would reach, then they
//! confirm. Once in a while for each campaign, however often the button is pressed, by whomever, on whichever instance.

mod whom;

use super::click::Asked;
use super::identify::{Asker, identify};
use super::reply::{self, Place};
use super::{Result, plan};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::nudge::{Outlook, Owing, Reach};
use crate::domain::question::Question;
use crate::slack::view::{self, Message};
use crate::store::clicks::{self, Press};
use crate::store::notifications::Planned;
use crate::store::nudges::{self, Wish};
use crate::store::{self, Tx, campaigns, people};
use whom::Meant;

/// Whom a nudge would reach; asks for a press that confirms it.
pub(super) async fn preview(app: &App, campaign_id: &str, whom: Option<&str>) -> Result<Message> {
    let whom = whom::meant(app, whom).await?;
    let tx = app.store.begin_reading().await?;
    Ok(app.frame().nudge_preview(&outlook(app, &tx, campaign_id, whom).await?))
}

/// Does it after Slack has had its answer.
pub(super) fn begin(app: &App, asked: Asked) {
    let this = app.clone();
    let Asked { press, value, response_url } = asked;
    reply::later(app, response_url, "so nobody was reminded", async move {
        carry_out(&this, press, &value).await
    });
}

async fn carry_out(app: &App, press: Press, value: &str) -> Result<Option<(Message, Place)>> {
    let asker = identify(app, &press.slack_id).await?;
    let (campaign_id, whom) = match Question::from_value(value) {
        Some(Question::Remind { id, whom }) => (id, whom),
        _ => (String::new(), None),
    };
    let press = Press { campaign_id: Some(campaign_id.clone()), ..press };
    if !asker.is_admin {
        let is_news = clicks::record(&app.store.db, vec![press], app.clock.now()).await? > 0;
        let refusal = view::sentence("It takes an administrator to have people reminded.");
        return Ok(is_news.then_some((refusal, Place::Below)));
    }
    // Whom that is may have to be asked for, and no transaction waits for an answer.
    let whom = whom::meant(app, whom.as_deref()).await?;
    let name = name_of(app, &asker).await?;
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    // Who else confirms it at this moment waits until this one is through, and then sees it.
    campaigns::hold(&tx, &campaign_id).await?;
    let slack_id = press.slack_id.clone();
    if clicks::record(&tx, vec![press], now).await? == 0 {
        // Slack tells of it again: it has its answer.
        return Ok(None);
    }
    let outlook = outlook(app, &tx, &campaign_id, whom).await?;
    let reached = match &outlook {
        Outlook::Reaches { campaign, reach, whom } if !reach.people.is_empty() => {
            let wish = Wish {
                campaign_id: &campaign.id,
                person_id: whom.as_ref().map(|whom| whom.person_id.as_str()),
                slack_id: &slack_id,
                name: name.as_deref(),
                people: reach.people.len(),
            };
            let number = nudges::record(&tx, wish, now).await?;
            let notice = Notice::Nudge { campaign_id, asked_by: name, number };
            let planned = |one: &Owing| Planned { notice: notice.clone(), person_id: one.person_id.clone() };
            plan::tell(&tx, reach.people.iter().map(planned).collect(), now).await?
        }
        _ => 0,
    };
    store::commit(tx).await?;
    let message = app.frame().nudged(&outlook);
    if reached == 0 {
        return Ok(Some((message, Place::Below)));
    }
    tracing::info!(people = reached, "An administrator has people reminded");
    app.wake.ring();
    Ok(Some((message, Place::Instead)))
}

/// What a nudge comes to at this moment.
async fn outlook(app: &App, tx: &Tx, campaign_id: &str, whom: Option<Meant>) -> Result<Outlook> {
    let now = app.clock.now();
    let Some(known) = campaigns::find(tx, campaign_id).await? else { return Ok(Outlook::NoCampaign) };
    let campaign = known.campaign;
    if !campaign.is_open(now) {
        return Ok(Outlook::Closed(campaign));
    }
    let owing = nudges::owing(tx, campaign_id, now).await?;
    let Some(whom) = whom else {
        return Ok(match nudges::before(tx, campaign_id, now).await? {
            Some(before) => Outlook::Rests(campaign, before),
            None => Outlook::Reaches { campaign, reach: Reach::of(owing), whom: None },
        });
    };
    Ok(match whom.among(&owing).as_slice() {
        [] => Outlook::NoReviewer(campaign, whom.typed),
        [one] => Outlook::Reaches { campaign, reach: Reach::of(vec![one.clone()]), whom: Some(one.clone()) },
        _ => Outlook::SeveralReviewers(campaign, whom.typed),
    })
}

/// What to call the asker before others.
async fn name_of(app: &App, asker: &Asker) -> Result<Option<String>> {
    let known = people::by_id(&app.store.db, &asker.person_ids).await?;
    Ok(asker.person_ids.iter().find_map(|id| Some(known.get(id)?.name.clone())))
}
