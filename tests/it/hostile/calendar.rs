//! Campaigns from another age: reminders fall on the same days as if each day were looked at, at no such price.

use std::collections::BTreeSet;

use certs::domain::cadence::{Cadence, Span};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

/// Day by day, from the start on.
fn one_by_one(cadence: &Cadence, span: Span, after: NaiveDate, through: NaiveDate) -> BTreeSet<NaiveDate> {
    let listed: BTreeSet<NaiveDate> =
        cadence.days.iter().map(|day| span.start + Days::new(u64::from(*day))).collect();
    let last = listed.last().copied().unwrap_or(span.start);
    let is_step = |day: NaiveDate| {
        let since = (day - last).num_days();
        cadence.then_every.is_some_and(|step| since > 0 && since % i64::from(step) == 0)
    };
    let closing = span.end.zip(cadence.closing_days).map(|(end, before)| end - Days::new(u64::from(before)));
    let is_closing = |day: NaiveDate| closing == Some(day) && day > span.start;
    after
        .iter_days()
        .skip(1)
        .take_while(|day| *day <= through && span.end.is_none_or(|end| *day < end))
        .filter(|day| listed.contains(day) || is_step(*day) || is_closing(*day))
        .collect()
}

fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Duration::days(number)
}

proptest! {
    #[test]
    fn due_days_are_those_of_the_calendar(
        days in prop::collection::btree_set(1_u32..60, 0..5),
        then_every in prop::option::of(1_u32..40),
        closing_days in prop::option::of(1_u32..10),
        start in -1_000_i64..100,
        length in prop::option::of(0_i64..1_500),
        (after, ahead, contact) in (-60_i64..60, 0_i64..200, 0_i64..10),
    ) {
        let cadence = Cadence { days: days.into_iter().collect(), then_every, closing_days };
        let span = Span { start: day(start), end: length.map(|length| day(start + length)) };
        let (after, through) = (day(after), day(after + ahead));
        let expected = one_by_one(&cadence, span, after, through);
        prop_assert_eq!(&cadence.due_days(span, after, through), &expected);
        let contact = after - chrono::Duration::days(contact);
        let horizon = span.end.unwrap_or(after + Days::new(400));
        let next = one_by_one(&cadence, span, after, horizon).into_iter().find(|day| (*day - contact).num_days() >= 2);
        prop_assert_eq!(cadence.next_after(span, after, contact), next);
    }
}

#[test]
fn a_thousand_years_cost_no_more_than_a_month() {
    let cadence = Cadence { days: vec![1], then_every: Some(1), closing_days: Some(3) };
    let of = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let span = Span { start: of(1970), end: Some(of(2999)) };
    // Day by day it would be hours: a test that does not end has failed.
    for _ in 0..100_000 {
        assert!(cadence.is_due(span, day(0), day(7), day(0)));
        assert_eq!(cadence.next_after(span, day(7), day(7)), Some(day(9)));
        assert!(!cadence.is_last(span, day(7)));
    }
}
