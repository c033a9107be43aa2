//! The rules, by table and by property: no service, no database, no clock of their own.
#![allow(clippy::unwrap_used, reason = "a test that cannot look at what it tests has failed")]

mod cadence;
mod channel_names;
mod daily_run;
mod directory;
mod escalation;
mod evidence;
mod notice;
mod pace;
mod pilot;
mod reminded;
mod review;
mod seasons;
mod snooze;
mod trace;
mod typed;
mod verdict;

use certs::domain::cadence::{Cadence, Span};
use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;

/// Zones whose clocks change in different ways: at two in the morning, at midnight, by half an hour, for a month of
/// fasting, in the south, and never.
const ZONES: &[Tz] = &[
    Tz::UTC,
    Tz::Europe__Berlin,
    Tz::America__New_York,
    Tz::America__Havana,
    Tz::Africa__Cairo,
    Tz::Asia__Beirut,
    Tz::America__Santiago,
    Tz::Atlantic__Azores,
    Tz::Australia__Lord_Howe,
    Tz::Africa__Casablanca,
    Tz::Asia__Kolkata,
    Tz::Pacific__Chatham,
];

/// A calendar day: `day("2026-09-01")`.
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn cadence(days: &str, closing_days: Option<u32>) -> Cadence {
    Cadence { closing_days, ..days.parse().unwrap() }
}

/// What the service does unless it is set otherwise.
fn usual() -> Cadence {
    cadence("7,14,21,25,+7", Some(3))
}

/// The day that is so many days after another.
fn after(start: NaiveDate, days: i64) -> NaiveDate {
    start + Duration::days(days)
}

/// Lives as somebody who is first written to on `first` and never finishes: at each of the `runs` the cadence is
/// asked about the campaign as it is that day. Answers the days that bore a reminder.
fn live(
    cadence: &Cadence,
    span_on: impl Fn(NaiveDate) -> Span,
    first: NaiveDate,
    runs: impl IntoIterator<Item = NaiveDate>,
) -> Vec<NaiveDate> {
    let (mut dealt_with, mut last_contact) = (first, first);
    let mut reminders = Vec::new();
    for today in runs {
        if cadence.is_due(span_on(today), dealt_with, today, last_contact) {
            reminders.push(today);
            last_contact = today;
        }
        dealt_with = today;
    }
    reminders
}
