//! When a reminder is due: calendar arithmetic on a campaign's days, nothing else.
//!
//! The schedule is always computed from what the campaign says *now*, so a moved end date needs no repair; only
//! the day through which due days are dealt with is kept.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{Days, NaiveDate};

/// Days between two messages about one campaign to one person, launch DM included.
const MIN_GAP_DAYS: i64 = 2;

/// How far ahead a campaign without an end date is looked at, in days. Okta's longest campaign has 90.
const HORIZON_DAYS: u64 = 400;

/// Which days after the start, and before the end, bear a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// Days since the start, ascending.
    pub days: Vec<u32>,
    /// From the last of `days` on, one every so many days.
    pub then_every: Option<u32>,
    /// This many days before the end.
    pub closing_days: Option<u32>,
}

/// A campaign's first and last calendar day in the service's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The day it starts on.
    pub start: NaiveDate,
    /// The day it ends on, if Okta said so. No reminder falls on it or later.
    pub end: Option<NaiveDate>,
}

impl Cadence {
    /// Due days after `after`, up to and including `through`, all of them before the end.
    pub fn due_days(&self, span: Span, after: NaiveDate, through: NaiveDate) -> BTreeSet<NaiveDate> {
        let steps = self.steps(span, after).take_while(|day| *day <= through);
        self.fixed_days(span)
            .into_iter()
            .chain(steps)
            .filter(|day| *day > after && *day <= through && span.end.is_none_or(|end| *day < end))
            .collect()
    }

    /// The days that are listed, and the one before the end.
    fn fixed_days(&self, span: Span) -> BTreeSet<NaiveDate> {
        let mut days = self.listed_days(span);
        if let (Some(end), Some(before)) = (span.end, self.closing_days) {
            days.extend(end.checked_sub_days(Days::new(u64::from(before))).filter(|day| *day > span.start));
        }
        days
    }

    fn listed_days(&self, span: Span) -> BTreeSet<NaiveDate> {
        let day = |day: &u32| span.start.checked_add_days(Days::new(u64::from(*day)));
        self.days.iter().filter_map(day).collect()
    }

    /// The days that are stepped to, from the first after `after` on. A campaign that began in another century is not
    /// walked through day by day.
    fn steps(&self, span: Span, after: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let step = self.then_every.filter(|step| *step > 0).map(u64::from);
        let begin = self.listed_days(span).last().copied().unwrap_or(span.start);
        let first = step.and_then(|step| {
            let passed = u64::try_from((after - begin).num_days()).unwrap_or(0) / step;
            begin.checked_add_days(Days::new((passed + 1) * step))
        });
        std::iter::successors(first, move |day| day.checked_add_days(Days::new(step?)))
    }

    /// Whether someone last written to on `last_contact` is to be reminded on `today`.
    ///
    /// `dealt_with` is the day through which earlier runs saw to the due days: later ones up to today are made
    /// up by one message. A due day within two days of the last contact is dropped, not moved.
    pub fn is_due(
        &self,
        span: Span,
        dealt_with: NaiveDate,
        today: NaiveDate,
        last_contact: NaiveDate,
    ) -> bool {
        span.end.is_none_or(|end| today < end)
            && self.due_days(span, dealt_with, today).into_iter().any(|day| far_enough(last_contact, day))
    }

    /// The next reminder after `today` for someone last written to on `last_contact`.
    pub fn next_after(&self, span: Span, today: NaiveDate, last_contact: NaiveDate) -> Option<NaiveDate> {
        let horizon = span.end.or_else(|| today.checked_add_days(Days::new(HORIZON_DAYS)))?;
        let fits = |day: &NaiveDate| *day > today && far_enough(last_contact, *day);
        let fixed = self.fixed_days(span).into_iter().find(fits);
        let step = self.steps(span, today).take_while(|day| *day <= horizon).find(fits);
        let next = [fixed, step].into_iter().flatten().min();
        next.filter(|day| *day <= horizon && span.end.is_none_or(|end| *day < end))
    }

    /// Whether a reminder sent on `today` is the last before the close.
    pub fn is_last(&self, span: Span, today: NaiveDate) -> bool {
        span.end.is_some() && self.next_after(span, today, today).is_none()
    }
}

fn far_enough(last_contact: NaiveDate, day: NaiveDate) -> bool {
    (day - last_contact).num_days() >= MIN_GAP_DAYS
}

/// The days of `CERTS_REMINDER_DAYS`: `7,14,21,25,+7`. `closing_days` is set apart.
impl FromStr for Cadence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cadence = Self { days: Vec::new(), then_every: None, closing_days: None };
        for part in text.split(',').map(str::trim) {
            let digits = part.strip_prefix('+').unwrap_or(part);
            let number: u32 = digits
                .parse()
                .ok()
                .filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
                .filter(|day| (1..=366).contains(day))
                .ok_or_else(|| format!("{part:?} is not a number of days from 1 to 366"))?;
            match (part.starts_with('+'), cadence.then_every) {
                (_, Some(_)) => return Err("nothing may follow the part with `+`".into()),
                (true, None) => cadence.then_every = Some(number),
                (false, None) if cadence.days.last().is_some_and(|last| *last >= number) => {
                    return Err(format!("day {number} does not come after the day before it"));
                }
                (false, None) => cadence.days.push(number),
            }
        }
        Ok(cadence)
    }
}
