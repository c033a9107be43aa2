//! What holds for every cadence, every campaign and every absence of the service.

use certs::domain::cadence::{Cadence, Span};
use chrono::NaiveDate;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::{after, day, live};

/// For how long each life is looked at, in days.
const LONG: usize = 120;

fn start() -> NaiveDate {
    day("2026-09-01")
}

fn cadences() -> impl Strategy<Value = Cadence> {
    let days = btree_set(1_u32..60, 0..6).prop_map(|days| days.into_iter().collect());
    (days, proptest::option::of(1_u32..15), proptest::option::of(1_u32..15))
        .prop_map(|(days, then_every, closing_days)| Cadence { days, then_every, closing_days })
}

/// For each day, the length of the campaign as Okta gives it on that day, if it does: the end moves now and then.
fn lengths() -> impl Strategy<Value = Vec<Option<i64>>> {
    let stretch = (1_usize..40, proptest::option::weighted(0.9, 0_i64..100));
    vec(stretch, 1..6).prop_map(|stretches| {
        let mut days: Vec<_> =
            stretches.into_iter().flat_map(|(days, length)| std::iter::repeat_n(length, days)).collect();
        let last = days.last().copied().flatten();
        days.resize(LONG, last);
        days
    })
}

/// For each day, whether the service is up for its run.
fn presence() -> impl Strategy<Value = Vec<bool>> {
    vec(proptest::bool::weighted(0.8), LONG)
}

fn span(length: Option<i64>) -> Span {
    Span { start: start(), end: length.map(|days| after(start(), days)) }
}

/// What is known on a day when the end moves as in `lengths`.
fn moving(lengths: &[Option<i64>]) -> impl Fn(NaiveDate) -> Span {
    |today| span(usize::try_from((today - start()).num_days()).ok().and_then(|at| lengths[at]))
}

fn runs(first: usize, up: &[bool]) -> Vec<NaiveDate> {
    start().iter_days().zip(up).skip(first).filter(|(_, up)| **up).map(|(today, _)| today).collect()
}

proptest! {
    #[test]
    fn two_messages_are_two_days_apart_and_none_comes_on_the_end_or_later(
        cadence in cadences(),
        lengths in lengths(),
        up in presence(),
        first in 0_usize..60,
    ) {
        let first_day = after(start(), i64::try_from(first).unwrap());
        let span_on = moving(&lengths);
        let reminders = live(&cadence, &span_on, first_day, runs(first, &up));
        let contacts: Vec<_> = std::iter::once(first_day).chain(reminders.iter().copied()).collect();
        for pair in contacts.windows(2) {
            prop_assert!((pair[1] - pair[0]).num_days() >= 2, "messages on {} and {}", pair[0], pair[1]);
        }
        for today in reminders {
            prop_assert!(span_on(today).end.is_none_or(|end| today < end), "one on {today}");
        }
    }

    #[test]
    fn a_day_that_was_dealt_with_plans_nothing_new(
        cadence in cadences(),
        length in proptest::option::of(0_i64..100),
        at in 0_i64..100,
        contact in 0_i64..100,
    ) {
        let today = after(start(), at);
        // The message may still be waiting in the outbox, so that the last contact is any day.
        prop_assert!(!cadence.is_due(span(length), today, today, after(start(), contact)));
    }

    #[test]
    fn however_long_the_absence_it_is_made_up_by_one_message(
        cadence in cadences(),
        length in proptest::option::of(0_i64..100),
        gone in 0_i64..100,
        days in 1_i64..60,
    ) {
        let (last_run, today) = (after(start(), gone), after(start(), gone + days));
        let missed = cadence.due_days(span(length), last_run, today);
        let due = cadence.is_due(span(length), last_run, today, NaiveDate::MIN);
        prop_assert_eq!(due, !missed.is_empty() && span(length).end.is_none_or(|end| today < end));
        prop_assert!(!cadence.is_due(span(length), today, today, today));
        // The next day is too near to the one that made it up, whether it is due or not.
        let tomorrow = after(today, 1);
        prop_assert!(!(due && cadence.is_due(span(length), today, tomorrow, today)));
    }

    #[test]
    fn what_is_announced_as_next_is_what_comes(
        cadence in cadences(),
        length in proptest::option::of(0_i64..100),
        first in 0_usize..60,
    ) {
        let first_day = after(start(), i64::try_from(first).unwrap());
        let reminders = live(&cadence, |_| span(length), first_day, runs(first, &[true; LONG]));
        let last_day = after(start(), i64::try_from(LONG).unwrap());
        for today in first_day.iter_days().take_while(|today| *today < last_day) {
            let last_contact = reminders.iter().rfind(|sent| **sent <= today).copied().unwrap_or(first_day);
            let next = cadence.next_after(span(length), today, last_contact).filter(|next| *next < last_day);
            prop_assert_eq!(next, reminders.iter().find(|sent| **sent > today).copied(), "asked on {}", today);
        }
    }

    #[test]
    fn only_the_last_one_says_that_it_is_the_last(
        cadence in cadences(),
        length in 0_i64..100,
        first in 0_usize..60,
    ) {
        let first_day = after(start(), i64::try_from(first).unwrap());
        let reminders = live(&cadence, |_| span(Some(length)), first_day, runs(first, &[true; LONG]));
        let said: Vec<_> = reminders.iter().filter(|today| cadence.is_last(span(Some(length)), **today)).collect();
        prop_assert_eq!(said, reminders.last().into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_setting_reads_back_as_the_cadence_it_was_written_from(cadence in cadences()) {
        let every = cadence.then_every.map(|step| format!("+{step}"));
        let parts: Vec<_> = cadence.days.iter().map(u32::to_string).chain(every).collect();
        prop_assume!(!parts.is_empty());
        let read: Cadence = parts.join(",").parse().unwrap();
        prop_assert_eq!(read, Cadence { closing_days: None, ..cadence });
    }

    #[test]
    fn no_setting_makes_the_reader_stumble(text in "[-+0-9, .a]{0,20}") {
        if let Ok(cadence) = text.parse::<Cadence>() {
            prop_assert!(cadence.days.is_sorted_by(|a, b| a < b));
            prop_assert!(cadence.days.iter().chain(&cadence.then_every).all(|day| (1..=366).contains(day)));
        }
    }
}
