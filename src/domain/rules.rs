//! The rules that decide who is told what on which day: as they are set, for the daily run and for whoever foresees it.

use chrono::{DateTime, NaiveDate, Utc};

use super::cadence::{Cadence, Span};
use super::campaign::Campaign;
use super::daily_run::DailyRun;
use super::escalation::{Escalation, Window};
use super::notice::Notice;
use super::pilot::Pilot;

/// All of them.
#[derive(Debug, Clone)]
pub struct Rules {
    /// When the daily run happens, and in which zone days are counted.
    pub daily_run: DailyRun,
    /// Which days bear a reminder.
    pub cadence: Cadence,
    /// From when on somebody else hears of it.
    pub escalation: Option<Escalation>,
    /// Who is told nothing.
    pub pilot: Pilot,
}

/// The run of a day, as it looks at one campaign.
#[derive(Debug, Clone, Copy)]
pub struct RunOfDay<'a> {
    /// Which days bear a reminder.
    pub cadence: &'a Cadence,
    /// The campaign's first and last day.
    pub span: Span,
    /// The day through which earlier runs saw to it.
    pub dealt_with: NaiveDate,
    /// The day of this one.
    pub today: NaiveDate,
}

/// What the run does about a reviewer who has something open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// They are reminded: because the calendar says so, or because they put a reminder off to this day.
    Remind {
        /// The calendar says so.
        by_the_calendar: bool,
    },
    /// The calendar says so, and they put it off until then.
    PutOff(NaiveDate),
    /// Nothing.
    Leave,
}

impl RunOfDay<'_> {
    /// Whether nobody can be reminded, so that nobody has to be looked at.
    pub fn is_idle(&self, anybody_snoozed: bool) -> bool {
        let bears_none = self.cadence.due_days(self.span, self.dealt_with, self.today).is_empty();
        (bears_none && !anybody_snoozed) || self.span.end.is_some_and(|end| self.today >= end)
    }

    /// What is done about somebody who was last told of the campaign on that day, and put it off until this one.
    pub fn turn(&self, last_contact: Option<NaiveDate>, snoozed: Option<NaiveDate>) -> Turn {
        // Somebody who never heard of the campaign as such, because every item was handed to them.
        let last_contact = last_contact.unwrap_or(NaiveDate::MIN);
        let is_due = self.cadence.is_due(self.span, self.dealt_with, self.today, last_contact);
        match snoozed {
            Some(until) if until <= self.today => Turn::Remind { by_the_calendar: is_due },
            // The end may have moved since: the last reminder is nobody's to put off.
            Some(_) if is_due && self.cadence.is_last(self.span, self.today) => {
                Turn::Remind { by_the_calendar: true }
            }
            Some(until) if is_due => Turn::PutOff(until),
            None if is_due => Turn::Remind { by_the_calendar: true },
            _ => Turn::Leave,
        }
    }
}

impl Rules {
    /// The days on which somebody else hears of a campaign.
    pub fn window(&self, campaign: &Campaign, first_seen: DateTime<Utc>) -> Option<Window> {
        let daily = self.daily_run;
        self.escalation?.window(campaign.span(daily.zone), daily.today(first_seen))
    }

    /// The calendar day of an instant, as the cadence counts days.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.daily_run.zone).date_naive()
    }
}

/// One reminder for all campaigns that are due, nearest close first; those of an older reminder that are not among `open`
/// come last.
pub fn reminder(ids: &[&str], open: &[&Campaign], today: NaiveDate, before: u32) -> Notice {
    let mut campaigns: Vec<&&Campaign> =
        open.iter().filter(|campaign| ids.contains(&campaign.id.as_str())).collect();
    campaigns.sort_by_key(|campaign| (campaign.ends_at.is_none(), campaign.ends_at, campaign.id.clone()));
    let mut campaign_ids: Vec<String> = campaigns.into_iter().map(|campaign| campaign.id.clone()).collect();
    let unread: Vec<String> =
        ids.iter().map(|id| (*id).to_owned()).filter(|id| !campaign_ids.contains(id)).collect();
    campaign_ids.extend(unread);
    Notice::Reminder { date: today, campaign_ids, before }
}
