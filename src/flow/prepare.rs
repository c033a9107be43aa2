//! Rendering a notice from what is true at the moment it is sent, so that one which waited tells no old news.

use chrono::{DateTime, Duration, Utc};

use super::{Result, escalate};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::review::SECOND;
use crate::domain::standing::{HandedOver, MyCampaign, Reminded};
use crate::slack::view::Message;
use crate::store::{reviews, standing};

/// How long the run of a day may take to read Okta, patience with it included.
const AFTER_THE_RUN: Duration = Duration::minutes(15);

/// The message of a notice for a person; `None` when there is nothing left to say.
pub(super) async fn message(app: &App, notice: &Notice, person_id: &str) -> Result<Option<Message>> {
    match notice {
        Notice::Launch { campaign_id, level } => {
            let mine = open(app, person_id, campaign_id).await?;
            Ok(mine.map(|mine| app.frame().launch(&mine, level == SECOND)))
        }
        Notice::Reminder { date, campaign_ids, .. } => {
            let daily = app.config.daily_run;
            let cadence = &app.config.cadence;
            let today = daily.today(app.clock.now());
            let mut due = Vec::new();
            for campaign_id in campaign_ids {
                let Some(mine) = open(app, person_id, campaign_id).await? else { continue };
                let span = mine.campaign.span(daily.zone);
                // The day of the close is no day for a reminder, however late this one is.
                if span.end.is_some_and(|end| today >= end) {
                    continue;
                }
                let is_last = cadence.is_last(span, *date);
                due.push(Reminded { mine, is_last, next: cadence.next_after(span, *date, *date) });
            }
            Ok((!due.is_empty()).then(|| app.frame().reminder(&due)))
        }
        Notice::Reassignment { campaign_id, from_name, note, review_ids, .. } => {
            let Some(mine) = open(app, person_id, campaign_id).await? else { return Ok(None) };
            let items = reviews::find(&app.store.db, review_ids).await?;
            let theirs =
                items.iter().filter(|item| item.is_open() && item.reviewer.id.as_deref() == Some(person_id));
            let handed = HandedOver {
                mine,
                from_name: from_name.clone(),
                items: theirs.count() as u64,
                note: note.clone(),
            };
            Ok((handed.items > 0).then(|| app.frame().reassignment(&handed)))
        }
        Notice::EscalationWarning { campaign_id, .. } => {
            Box::pin(escalate::warning(app, campaign_id, person_id)).await
        }
        Notice::Escalation { date, campaign_ids, reviewers } => {
            Box::pin(escalate::escalation(app, *date, campaign_ids, reviewers)).await
        }
        Notice::Nudge { campaign_id, asked_by, .. } => {
            let mine = open(app, person_id, campaign_id).await?;
            Ok(mine.map(|mine| app.frame().nudge(&mine, asked_by.as_deref())))
        }
    }
}

/// When a reminder may go to somebody who got one today already, as after an outage over midnight: with the next run,
/// which takes it into its own if it has one for them.
pub(super) async fn another_day(
    app: &App,
    notice: &Notice,
    person_id: &str,
) -> Result<Option<DateTime<Utc>>> {
    let (daily, now) = (app.config.daily_run, app.clock.now());
    let is_reminder = matches!(notice, Notice::Reminder { .. });
    let since = daily.beginning_of(daily.today(now));
    if !is_reminder || !standing::was_reminded_since(&app.store.db, person_id, since).await? {
        return Ok(None);
    }
    Ok(daily.next(now).map(|next| next + AFTER_THE_RUN))
}

/// A campaign that still asks something of this person.
pub(super) async fn open(app: &App, person_id: &str, campaign_id: &str) -> Result<Option<MyCampaign>> {
    let now = app.clock.now();
    let mine = standing::of_person(&app.store.db, person_id, campaign_id).await?;
    Ok(mine.filter(|mine| mine.open > 0 && mine.campaign.is_open(now)))
}
