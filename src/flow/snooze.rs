//! Somebody puts a reminder off: until a day before the close, or until more comes to them.

use chrono::{Days, NaiveDate};

use super::click::Asked;
use super::identify::identify;
use super::reply::{self, Place};
use super::{Result, morning};
use crate::app::App;
use crate::domain::daily_run::DailyRun;
use crate::domain::snooze::Choice;
use crate::domain::standing::MyCampaign;
use crate::slack::view::{self, ALL, Message, Snoozed};
use crate::store::clicks::{self, Press};
use crate::store::snoozes::{self, Snooze};
use crate::store::{self, cards, standing};

/// Does it after Slack has had its answer. The menu's value is a choice, and the campaign it is for.
pub(super) fn begin(app: &App, asked: Asked) {
    let Asked { press, value, response_url } = asked;
    let owned = app.clone();
    let work = async move { Ok(Some((carry_out(&owned, press, &value).await?, Place::Below))) };
    reply::later(app, response_url, "so nothing was put off", work);
}

async fn carry_out(app: &App, press: Press, wanted: &str) -> Result<Message> {
    let asker = identify(app, &press.slack_id).await?;
    let (word, which) = wanted.split_once(':').unwrap_or((wanted, ""));
    let Some(choice) = Choice::parse(word) else {
        return Ok(view::sentence(
            "That is none of the days that a reminder can be put off to; nothing was changed.",
        ));
    };
    let mut people = Vec::new();
    for person_id in &asker.person_ids {
        people.push((person_id, morning::of(app, person_id).await?));
    }
    let now = app.clock.now();
    let tx = app.store.begin().await?;
    let campaign_id = (which != ALL).then(|| which.to_owned());
    let by = press.slack_id.clone();
    let is_news = clicks::record(&tx, vec![Press { campaign_id, ..press }], now).await? > 0;
    let mut answers = Vec::new();
    for (person_id, theirs) in &people {
        for mine in standing::of_people(&tx, std::slice::from_ref(*person_id)).await? {
            if (which != ALL && which != mine.campaign.id) || !mine.campaign.is_open(now) {
                continue;
            }
            let until = if is_news {
                chosen(app, *theirs, choice, &mine)
            } else {
                // Told of before, and done then.
                snoozes::until(&tx, person_id, &mine.campaign.id).await?
            };
            if let (true, Some(until)) = (is_news, until) {
                let campaign_id = mine.campaign.id.clone();
                let snooze = Snooze { person_id: (*person_id).clone(), campaign_id, until, by: by.clone() };
                snoozes::begin(&tx, snooze, now).await?;
                let touched = [(*person_id).clone()].into();
                cards::stir(&tx, &mine.campaign.id, &touched, now).await?;
            }
            answers.push(Snoozed { campaign: mine.campaign, until });
        }
    }
    store::commit(tx).await?;
    app.wake.ring();
    Ok(app.frame().snoozed(&answers))
}

/// The day on which they hear of it again, if there is one before the close: chosen by their own calendar, `theirs`.
fn chosen(app: &App, theirs: DailyRun, choice: Choice, mine: &MyCampaign) -> Option<NaiveDate> {
    let now = app.clock.now();
    let daily = app.config.daily_run;
    let span = mine.campaign.span(daily.zone);
    let mut until = choice.until(&app.config.cadence, span, theirs.today(now))?;
    // The run of a day that has begun elsewhere is over: theirs is the next one.
    while daily.instant_on(until).is_some_and(|run| run <= now) {
        until = until.checked_add_days(Days::new(1))?;
    }
    let until = daily.heard_on(until, span.end);
    span.end.is_none_or(|end| until < end).then_some(until)
}
