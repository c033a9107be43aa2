//! Rendering both messages from what is true when they are sent.

use chrono::NaiveDate;

use super::super::prepare::open;
use super::super::{Result, morning};
use super::managers::Hears;
use super::window;
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::escalation::{Listener, Window};
use crate::domain::standing::{Escalated, Outstanding};
use crate::slack::view::Message;
use crate::store::{campaigns, people, standing};

/// What a reviewer is told a day ahead; `None` when nothing is left to say, or nothing will come of it tomorrow.
pub(in super::super) async fn warning(
    app: &App,
    campaign_id: &str,
    reviewer: &str,
) -> Result<Option<Message>> {
    let now = app.clock.now();
    let Some(mine) = open(app, reviewer, campaign_id).await? else { return Ok(None) };
    let Some((campaign, window)) = near(app, campaign_id).await? else { return Ok(None) };
    let tomorrow = morning::of(app, reviewer).await?.today(now).succ_opt();
    if !tomorrow.is_some_and(|tomorrow| window.holds(tomorrow)) {
        return Ok(None);
    }
    let tx = app.store.begin_reading().await?;
    let hears = Hears::of(&tx, &campaign, &[reviewer.to_owned()], now).await?;
    let Some(id) = hears.about(reviewer) else { return Ok(None) };
    let name = people::find(&tx, &id).await?.map_or(id.clone(), |person| person.name);
    let listener = Listener { name, is_manager: hears.is_manager(&id) };
    Ok(Some(app.frame().escalation_warning(&mine, &listener)))
}

/// What a manager is told of these reviewers; `None` when nothing is left of it, or the day is over.
pub(in super::super) async fn escalation(
    app: &App,
    person_id: &str,
    date: NaiveDate,
    (campaign_ids, reviewers): (&[String], &[Vec<String>]),
) -> Result<Option<Message>> {
    // One that waited over midnight is followed by that of the new day.
    if morning::of(app, person_id).await?.today(app.clock.now()) != date {
        return Ok(None);
    }
    let mut told = Vec::new();
    for (campaign_id, reviewers) in campaign_ids.iter().zip(reviewers) {
        let Some((campaign, window)) = near(app, campaign_id).await? else { continue };
        if window.holds(date) {
            let outstanding = outstanding(app, campaign_id, reviewers).await?;
            told.extend((!outstanding.is_empty()).then_some(Escalated { campaign, outstanding }));
        }
    }
    Ok((!told.is_empty()).then(|| app.frame().escalation(&told)))
}

/// A campaign that is still open, and its days.
async fn near(app: &App, campaign_id: &str) -> Result<Option<(Campaign, Window)>> {
    let Some(known) = campaigns::find(&app.store.db, campaign_id).await? else { return Ok(None) };
    let window = window(app, &known.campaign, known.first_seen_at);
    let window = window.filter(|_| known.campaign.is_open(app.clock.now()));
    Ok(window.map(|window| (known.campaign, window)))
}

/// Those of these reviewers who still have something open, most first.
async fn outstanding(app: &App, campaign_id: &str, reviewers: &[String]) -> Result<Vec<Outstanding>> {
    let known = people::by_id(&app.store.db, reviewers).await?;
    let loads = standing::loads(&app.store.db, campaign_id).await?.into_iter();
    let theirs = loads.filter(|load| load.open > 0 && reviewers.contains(&load.person_id));
    let mut outstanding: Vec<Outstanding> = theirs
        .map(|load| Outstanding {
            open: load.open.unsigned_abs(),
            last_contact: None,
            name: known.get(&load.person_id).map_or(load.person_id, |person| person.name.clone()),
        })
        .collect();
    outstanding.sort_by(|a, b| b.open.cmp(&a.open).then_with(|| a.name.cmp(&b.name)));
    Ok(outstanding)
}
