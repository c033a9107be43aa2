//! Who gets a reminder of a campaign today, and who put it off.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::Result;
use super::super::pilot::Whom;
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::notice::Notice;
use crate::domain::rules::{RunOfDay, Turn};
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
    let rules = &app.config.rules();
    let span = campaign.span(rules.daily_run.zone);
    let run = RunOfDay { cadence: &rules.cadence, span, dealt_with, today };
    let snoozed = snoozes::in_force(tx, &campaign.id).await?;
    if run.is_idle(!snoozed.is_empty()) {
        return Ok(Due::default());
    }
    let loads = standing::loads(tx, &campaign.id).await?;
    let open: Vec<String> =
        loads.into_iter().filter(|load| load.open > 0).map(|load| load.person_id).collect();
    let whom = Whom::of(&rules.pilot, tx, &open).await?;
    let counts = |id: &str, state| whom.counts(id, state);
    let contacts = standing::last_contacts(tx, &campaign.id, now, counts).await?;
    let (mut due, mut put_off, mut by_the_calendar) = (Vec::new(), Vec::new(), false);
    for person_id in open {
        let contact = contacts.get(&person_id).map(|at| rules.day_of(*at));
        match run.turn(contact, snoozed.get(&person_id).copied()) {
            Turn::Remind { by_the_calendar: is_due } => {
                by_the_calendar |= is_due;
                due.push(person_id);
            }
            Turn::PutOff(until) => put_off.push((person_id, until)),
            Turn::Leave => {}
        }
    }
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
