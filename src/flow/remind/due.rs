//! Who gets a reminder of a campaign today, and who put it off.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::Result;
use super::super::pilot::Whom;
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::notice::Notice;
use crate::store::record::{self, Withheld};
use crate::store::snoozes::{self, REMINDED};
use crate::store::{Tx, standing};

/// Whom a campaign reminds today.
#[derive(Default)]
pub(super) struct Due {
    /// By the calendar, or because they put a reminder off to today.
    pub(super) people: Vec<String>,
    /// Whether the calendar has one for any of them, be it that they cannot be told: it is a day of reminders.
    pub(super) by_the_calendar: bool,
}

/// The reviewers of a campaign who get a reminder of it today.
pub(super) async fn people(
    app: &App,
    tx: &Tx,
    campaign: &Campaign,
    dealt_with: NaiveDate,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Due> {
    let zone = app.config.daily_run.zone;
    let span = campaign.span(zone);
    let snoozed = snoozes::in_force(tx, &campaign.id).await?;
    let bears_none = app.config.cadence.due_days(span, dealt_with, today).is_empty();
    if (bears_none && snoozed.is_empty()) || span.end.is_some_and(|end| today >= end) {
        return Ok(Due::default());
    }
    let loads = standing::loads(tx, &campaign.id).await?;
    let open: Vec<String> =
        loads.into_iter().filter(|load| load.open > 0).map(|load| load.person_id).collect();
    let whom = Whom::of(&app.config.pilot, tx, &open).await?;
    let counts = |id: &str, state| whom.counts(id, state);
    let contacts = standing::last_contacts(tx, &campaign.id, now, counts).await?;
    let is_due = |person_id: &String| {
        let contact = contacts.get(person_id).map(|at| day_in(*at, zone));
        // Somebody who never heard of the campaign as such, because every item was handed to them.
        let contact = contact.unwrap_or(NaiveDate::MIN);
        app.config.cadence.is_due(span, dealt_with, today, contact)
    };
    // The end may have moved since: the last reminder is nobody's to put off.
    let is_last = app.config.cadence.is_last(span, today);
    let (mut due, mut put_off) = (Vec::new(), Vec::new());
    for person_id in open {
        match snoozed.get(&person_id) {
            Some(until) if *until <= today || (is_last && is_due(&person_id)) => due.push(person_id),
            Some(until) if is_due(&person_id) => put_off.push((person_id, *until)),
            None if is_due(&person_id) => due.push(person_id),
            _ => {}
        }
    }
    let by_the_calendar = due.iter().any(&is_due);
    record_put_off(tx, campaign, today, put_off, now).await?;
    snoozes::end(tx, &campaign.id, &due, REMINDED, now).await?;
    Ok(Due { people: due, by_the_calendar })
}

/// Records of whom there is no reminder although the calendar bears one, and why.
async fn record_put_off(
    tx: &Tx,
    campaign: &Campaign,
    today: NaiveDate,
    put_off: Vec<(String, NaiveDate)>,
    now: DateTime<Utc>,
) -> Result<()> {
    let withheld = put_off.into_iter().map(|(person_id, until)| {
        let notice = Notice::Reminder { date: today, campaign_ids: vec![campaign.id.clone()], before: 0 };
        Withheld {
            campaign_id: campaign.id.clone(),
            key: notice.key(&person_id),
            kind: notice.kind(),
            person_id,
            why: format!("put it off until {until}"),
        }
    });
    Ok(record::withhold(tx, withheld.collect(), now).await?)
}

fn day_in(at: DateTime<Utc>, zone: chrono_tz::Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}
