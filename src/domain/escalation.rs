//! When somebody else hears of what a reviewer has not decided: calendar arithmetic, and who that is.
//!
//! As with the cadence, all of it is computed from what the campaign says *now*: a moved end date needs no repair.

use chrono::{Days, NaiveDate};

use super::cadence::Span;

/// `CERTS_ESCALATE_DAYS`: so many days before the close it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escalation {
    /// From 1 on.
    pub days: u32,
}

/// The days of one campaign on which somebody else hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub begins: NaiveDate,
    /// The day of the close, on which nobody hears of it any more.
    pub close: NaiveDate,
}

/// That a reviewer was told beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    /// The day from which somebody else was to hear of it.
    pub begins: NaiveDate,
    /// The day on which it arrived; none while it waits, or when it could not be sent.
    pub arrived: Option<NaiveDate>,
}

/// What the run of a day does about one reviewer in one campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Leave,
    /// They are told that somebody else hears of it from this day on.
    Warn(NaiveDate),
    /// Somebody else hears of it.
    Escalate,
}

impl Escalation {
    /// The days of a campaign. None without an end, and none when it was first seen after they had begun: what
    /// nobody could be told of in time is not made up for.
    pub fn window(self, span: Span, first_seen: NaiveDate) -> Option<Window> {
        let close = span.end?;
        let begins = close.checked_sub_days(Days::new(u64::from(self.days)))?;
        (begins >= first_seen).then_some(Window { begins, close })
    }
}

impl Window {
    /// Whether the run of `today` may have anything to do: from the day before on.
    pub fn is_near(self, today: NaiveDate) -> bool {
        today.succ_opt().is_some_and(|tomorrow| tomorrow >= self.begins) && today < self.close
    }

    /// Whether somebody else may hear of it on `today`.
    pub fn holds(self, today: NaiveDate) -> bool {
        (self.begins..self.close).contains(&today)
    }

    /// What the run of `today` does about a reviewer who still has open items.
    ///
    /// A warning of an earlier day than this begins was about another end date, which has moved since: they are told
    /// again. Nobody is escalated whom the warning did not reach on a day before.
    pub fn step(self, today: NaiveDate, warning: Option<Warning>) -> Step {
        match warning.filter(|warning| warning.begins >= self.begins) {
            Some(warning) => {
                let is_told = warning.begins <= today && warning.arrived.is_some_and(|day| day < today);
                if is_told && self.holds(today) { Step::Escalate } else { Step::Leave }
            }
            None => match today.succ_opt() {
                // Not on the last day: there is none left on which somebody else would hear of it.
                Some(tomorrow) if self.holds(tomorrow) => Step::Warn(tomorrow),
                _ => Step::Leave,
            },
        }
    }
}

/// Who hears of a reviewer's open items: their manager, else whoever runs the campaign; never they themselves.
pub fn listener<'a>(reviewer: &str, manager: Option<&'a str>, owner: Option<&'a str>) -> Option<&'a str> {
    let other = |id: &&str| *id != reviewer;
    manager.filter(other).or(owner.filter(other))
}

/// The one who hears of it, for the reviewer who is told beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Their name.
    pub name: String,
    /// The reviewer's manager; else whoever runs the campaign.
    pub is_manager: bool,
}
