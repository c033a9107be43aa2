//! Rendering a notice from what is true at the moment it is sent, so that one which waited tells no old news.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Result, announce, escalate, morning, status};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::card::Stage;
use crate::domain::daily_run::MAY_TAKE;
use crate::domain::notice::Notice;
use crate::domain::review::SECOND;
use crate::domain::standing::{HandedOver, MyCampaign, Owned, Reminded, Settled};
use crate::slack::view::{Again, Message};
use crate::store::{campaigns, people, progress, reviews, standing};

/// How campaigns stand for people, by person and campaign, read for many messages at once.
pub(super) type Standings = HashMap<(String, String), MyCampaign>;

/// Reads what messages need to know of their campaigns.
pub(super) async fn standings<'a>(
    app: &App,
    wanted: impl Iterator<Item = (&'a Notice, &'a str)>,
) -> Result<Standings> {
    let mut pairs = Vec::new();
    for (notice, person_id) in wanted {
        pairs.extend(notice.campaign_ids().iter().map(|id| (person_id.to_owned(), id.clone())));
    }
    Ok(standing::of_pairs(&app.store.db, &pairs).await?)
}

/// The message of a notice for a person; `None` when there is nothing left to say.
pub(super) async fn message(
    app: &App,
    standings: &Standings,
    notice: &Notice,
    person_id: &str,
) -> Result<Option<Message>> {
    let now = app.clock.now();
    let open = |campaign_id: &String| {
        let mine = standings.get(&(person_id.to_owned(), campaign_id.clone()));
        mine.filter(|mine| asks_something(mine, now)).cloned()
    };
    match notice {
        Notice::Launch { campaign_id, level } => {
            let mine = open(campaign_id);
            Ok(mine.map(|mine| app.frame().launch(&mine, level == SECOND)))
        }
        Notice::Reminder { date, campaign_ids, .. } => {
            let daily = morning::of(app, person_id).await?;
            let today = daily.today(app.clock.now());
            let mut due = Vec::new();
            for campaign_id in campaign_ids {
                let Some(mine) = open(campaign_id) else { continue };
                // The day of the close is no day for a reminder, however late this one is.
                if mine.campaign.span(app.config.daily_run.zone).end.is_some_and(|end| today >= end) {
                    continue;
                }
                due.push(reminded(app, mine, *date, None));
            }
            Ok((!due.is_empty()).then(|| app.frame().reminder(&due)))
        }
        Notice::Reassignment { campaign_id, from_id, from_name, note, review_ids, .. } => {
            let Some(mine) = open(campaign_id) else { return Ok(None) };
            let items = reviews::find(&app.store.db, review_ids).await?;
            let theirs =
                items.iter().filter(|item| item.is_open() && item.reviewer.id.as_deref() == Some(person_id));
            let items = theirs.count() as u64;
            let may_ask_giver = may_ask(from_id.as_deref(), person_id);
            let (from_name, note) = (from_name.clone(), note.clone());
            let handed = HandedOver { mine, from_name, items, may_ask_giver, note };
            Ok((items > 0).then(|| app.frame().reassignment(&handed)))
        }
        Notice::OwnerDigest { campaign_ids, .. } => {
            let mut theirs = Vec::new();
            for campaign_id in campaign_ids {
                theirs.extend(owned(app, person_id, campaign_id).await?);
            }
            Ok((!theirs.is_empty()).then(|| app.frame().owner_digest(&theirs)))
        }
        Notice::Question { campaign_id, .. } => {
            let Some(mine) = open(campaign_id) else { return Ok(None) };
            let asker = people::find(&app.store.db, person_id).await?;
            Ok(asker.map(|asker| app.frame().question(&asker.name, &mine)))
        }
        Notice::Board { .. } | Notice::CampaignBegan { .. } | Notice::CampaignClosed { .. } => {
            announce::message(app, notice).await
        }
        Notice::EscalationWarning { campaign_id, .. } => {
            Box::pin(escalate::warning(app, campaign_id, person_id)).await
        }
        Notice::Escalation { date, campaign_ids, reviewers } => {
            Box::pin(escalate::escalation(app, person_id, *date, (campaign_ids, reviewers))).await
        }
        Notice::Nudge { campaign_id, asked_by, .. } => {
            let mine = open(campaign_id);
            Ok(mine.map(|mine| app.frame().nudge(&mine, asked_by.as_deref())))
        }
    }
}

/// What a message that was sent says now, given how its campaigns stand; `None` when nothing is known of them any more.
pub(super) fn again(app: &App, notice: &Notice, person_id: &str, campaigns: Vec<Settled>) -> Option<Message> {
    let frame = app.frame();
    match (notice, campaigns.as_slice()) {
        (_, []) => None,
        (Notice::Reminder { date, campaign_ids, .. }, _) if campaign_ids.len() > 1 => {
            let again = |one: Settled| match one.stage {
                Stage::Live => Again::Live(reminded(app, one.mine, *date, one.snoozed_until)),
                _ => Again::Settled(one),
            };
            Some(frame.digest_again(&campaigns.into_iter().map(again).collect::<Vec<_>>()))
        }
        (_, [one, ..]) if one.stage != Stage::Live => Some(frame.settled(one)),
        (Notice::Launch { level, .. }, [one, ..]) => Some(frame.launch(&one.mine, level == SECOND)),
        (Notice::Reminder { date, .. }, [one, ..]) => {
            Some(frame.reminder(&[reminded(app, one.mine.clone(), *date, one.snoozed_until)]))
        }
        (Notice::Reassignment { from_id, from_name, note, review_ids, .. }, [one, ..]) => {
            // As many as were handed over: what is left of them is counted with the others.
            let items = review_ids.len() as u64;
            let may_ask_giver = may_ask(from_id.as_deref(), person_id);
            let (mine, from_name, note) = (one.mine.clone(), from_name.clone(), note.clone());
            Some(frame.reassignment(&HandedOver { mine, from_name, items, may_ask_giver, note }))
        }
        (Notice::Nudge { asked_by, .. }, [one, ..]) => Some(frame.nudge(&one.mine, asked_by.as_deref())),
        // These ask nothing of their reader, or speak of a day that does not come again.
        (
            Notice::OwnerDigest { .. }
            | Notice::EscalationWarning { .. }
            | Notice::Escalation { .. }
            | Notice::Question { .. }
            | Notice::Board { .. }
            | Notice::CampaignBegan { .. }
            | Notice::CampaignClosed { .. },
            _,
        ) => None,
    }
}

/// Whether a reader can be brought together with whoever handed them items.
fn may_ask(giver: Option<&str>, reader: &str) -> bool {
    giver.is_some_and(|giver| giver != reader)
}

/// A campaign in a reminder of this day.
fn reminded(app: &App, mine: MyCampaign, date: NaiveDate, snoozed_until: Option<NaiveDate>) -> Reminded {
    let (cadence, daily) = (&app.config.cadence, app.config.daily_run);
    let span = mine.campaign.span(daily.zone);
    let next = cadence.next_after(span, date, date).map(|day| daily.heard_on(day, span.end));
    let is_last = cadence.is_last(span, date);
    Reminded { mine, is_last, next, snoozed_until }
}

/// When a reminder or a digest may go to somebody who got one today already, as after an outage over midnight: with the
/// next run, which takes it into its own if it has one for them.
pub(super) async fn another_day(
    app: &App,
    notice: &Notice,
    person_id: &str,
) -> Result<Option<DateTime<Utc>>> {
    if !matches!(notice, Notice::Reminder { .. } | Notice::OwnerDigest { .. }) {
        return Ok(None);
    }
    let (daily, now) = (morning::of(app, person_id).await?, app.clock.now());
    let since = daily.beginning_of(daily.today(now));
    if !standing::was_told_since(&app.store.db, notice.kind(), person_id, since).await? {
        return Ok(None);
    }
    Ok(daily.next(now).map(|next| next + MAY_TAKE))
}

/// A campaign that this person runs, if somebody still has to decide something in it.
async fn owned(app: &App, person_id: &str, campaign_id: &str) -> Result<Option<Owned>> {
    let known = campaigns::find(&app.store.db, campaign_id).await?;
    let is_theirs = |campaign: &Campaign| campaign.owner_id.as_deref() == Some(person_id);
    let now = app.clock.now();
    let Some(known) = known.filter(|known| known.campaign.is_open(now) && is_theirs(&known.campaign)) else {
        return Ok(None);
    };
    let progress = status::progress_of(app, known).await?;
    if progress.reviewed >= progress.items {
        return Ok(None);
    }
    let behind = progress::outstanding(&app.store.db, campaign_id).await?;
    Ok(Some(Owned { progress, behind }))
}

/// A campaign that still asks something of this person.
pub(super) async fn open(app: &App, person_id: &str, campaign_id: &str) -> Result<Option<MyCampaign>> {
    let mine = standing::of_person(&app.store.db, person_id, campaign_id).await?;
    Ok(mine.filter(|mine| asks_something(mine, app.clock.now())))
}

fn asks_something(mine: &MyCampaign, now: DateTime<Utc>) -> bool {
    mine.open > 0 && mine.campaign.is_open(now)
}
