//! Which days bear a reminder, by table.

use certs::domain::cadence::{Cadence, Span};
use chrono::NaiveDate;

use super::{after, cadence, day, live, usual};

const START: &str = "2026-09-01";

fn span(length: Option<i64>) -> Span {
    Span { start: day(START), end: length.map(|days| after(day(START), days)) }
}

/// The days since the start that bear a reminder when nothing is missed and nothing moves.
fn days(cadence: &Cadence, length: Option<i64>) -> Vec<i64> {
    let start = day(START);
    let reminders = live(cadence, |_| span(length), start, start.iter_days().take(100));
    reminders.into_iter().map(|today| (today - start).num_days()).collect()
}

#[test]
fn a_campaign_of_28_days_is_reminded_of_on_days_7_14_21_and_25() {
    assert_eq!(days(&usual(), Some(28)), [7, 14, 21, 25]);
}

#[test]
fn each_length_has_its_days() {
    let table: &[(Option<u32>, i64, &[i64])] = &[
        (None, 28, &[7, 14, 21, 25]),
        (Some(3), 14, &[7, 11]),
        (None, 14, &[7]),
        (Some(3), 90, &[7, 14, 21, 25, 32, 39, 46, 53, 60, 67, 74, 81, 87]),
        (None, 90, &[7, 14, 21, 25, 32, 39, 46, 53, 60, 67, 74, 81, 88]),
        (Some(3), 30, &[7, 14, 21, 25, 27]),
        // The closing reminder is one with that of day 7, or too near to it, or to the launch.
        (Some(3), 10, &[7]),
        (Some(3), 9, &[6]),
        (Some(3), 5, &[2]),
        (Some(3), 4, &[]),
        (Some(3), 3, &[]),
        (Some(3), 0, &[]),
        // None on the end itself.
        (None, 7, &[]),
        (None, 8, &[7]),
    ];
    for (closing, length, expected) in table {
        let cadence = cadence("7,14,21,25,+7", *closing);
        assert_eq!(days(&cadence, Some(*length)), *expected, "{length} days, closing {closing:?}");
    }
}

#[test]
fn a_campaign_without_an_end_goes_on_by_its_steps() {
    let expected = [7, 14, 21, 25, 32, 39, 46, 53, 60, 67, 74, 81, 88, 95];
    assert_eq!(days(&usual(), None), expected);
    assert!(!usual().is_last(span(None), after(day(START), 25)));
    assert_eq!(
        usual().next_after(span(None), after(day(START), 95), day(START)),
        Some(after(day(START), 102))
    );
}

#[test]
fn due_days_nearer_than_two_days_are_dropped_not_moved() {
    let table: &[(&str, &[i64])] = &[
        ("1,2,3", &[2, 25]),
        ("7,8,9", &[7, 9, 25]),
        ("7,24", &[7, 24]),
        ("7,24,26", &[7, 24, 26]),
        ("+1", &[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26]),
        ("26,27", &[25, 27]),
        ("28,29", &[25]),
    ];
    for (text, expected) in table {
        assert_eq!(days(&cadence(text, Some(3)), Some(28)), *expected, "{text}");
    }
}

#[test]
fn the_last_one_before_the_close_knows_that_it_is() {
    let start = day(START);
    let is_last = |length, at| usual().is_last(span(Some(length)), after(start, at));
    assert_eq!([7, 14, 21, 25].map(|at| is_last(28, at)), [false, false, false, true]);
    assert_eq!([7, 11].map(|at| is_last(14, at)), [false, true]);
    // Day 88 would be due, but is too near to day 87.
    assert_eq!([74, 81, 87].map(|at| is_last(90, at)), [false, false, true]);
}

#[test]
fn a_campaign_first_seen_late_starts_with_its_launch_alone() {
    let start = day(START);
    let first_seen = |at| {
        let first = after(start, at);
        let reminders = live(&usual(), |_| span(Some(28)), first, first.iter_days().take(40));
        reminders.into_iter().map(|today| (today - start).num_days()).collect::<Vec<_>>()
    };
    assert_eq!(first_seen(10), [14, 21, 25]);
    assert_eq!(first_seen(13), [21, 25], "day 14 is too near to the launch on day 13");
    assert_eq!(first_seen(14), [21, 25]);
    assert_eq!(first_seen(24), [] as [i64; 0]);
    assert_eq!(first_seen(27), [] as [i64; 0]);
}

#[test]
fn missed_days_are_made_up_by_one_message_at_the_next_run() {
    let start = day(START);
    let away = |from: i64, through: i64| {
        let is_up = |today: &NaiveDate| !(from..=through).contains(&(*today - start).num_days());
        let reminders = live(&usual(), |_| span(Some(28)), start, start.iter_days().take(40).filter(is_up));
        reminders.into_iter().map(|today| (today - start).num_days()).collect::<Vec<_>>()
    };
    assert_eq!(away(7, 7), [8, 14, 21, 25]);
    assert_eq!(away(6, 15), [16, 21, 25], "days 7 and 14 are one message");
    assert_eq!(away(7, 19), [20, 25], "day 21 is too near to day 20");
    assert_eq!(away(25, 26), [7, 14, 21, 27]);
    assert_eq!(away(25, 27), [7, 14, 21], "the end is no day for a reminder");
    assert_eq!(away(1, 39), [] as [i64; 0]);
}

#[test]
fn an_end_that_moves_takes_the_closing_reminder_with_it() {
    let start = day(START);
    let moved = |on: i64, to: i64| {
        let span_on = |today: NaiveDate| span(Some(if (today - start).num_days() < on { 28 } else { to }));
        let reminders = live(&usual(), span_on, start, start.iter_days().take(100));
        reminders.into_iter().map(|today| (today - start).num_days()).collect::<Vec<_>>()
    };
    assert_eq!(moved(10, 42), [7, 14, 21, 25, 32, 39]);
    assert_eq!(moved(26, 35), [7, 14, 21, 25, 32]);
    assert_eq!(moved(10, 20), [7, 14, 17]);
    assert_eq!(moved(20, 22), [7, 14, 21], "the closing day is over, day 21 is not");
    assert_eq!(moved(10, 10), [7], "it ends today");
    assert_eq!(moved(10, 5), [7], "it ended before");
}

#[test]
fn the_setting_is_read_as_it_is_documented() {
    let read = |text: &str| text.parse::<Cadence>();
    let expected = Cadence { days: vec![7, 14, 21, 25], then_every: Some(7), closing_days: None };
    assert_eq!(read("7,14,21,25,+7"), Ok(expected.clone()));
    assert_eq!(read(" 7, 14 ,21,25 , +7 "), Ok(expected));
    assert_eq!(read("3").unwrap().days, [3]);
    assert_eq!(read("+5").unwrap(), Cadence { days: Vec::new(), then_every: Some(5), closing_days: None });
    assert_eq!(read("1,366").unwrap().days, [1, 366]);
}

#[test]
fn a_setting_that_means_nothing_is_refused_with_what_is_wrong() {
    let table = [
        ("", "\"\" is not a number"),
        (",", "\"\" is not a number"),
        ("7,", "\"\" is not a number"),
        ("7,,14", "\"\" is not a number"),
        ("seven", "\"seven\" is not a number"),
        ("7;14", "\"7;14\" is not a number"),
        ("7.5", "\"7.5\" is not a number"),
        ("0", "\"0\" is not a number of days from 1 to 366"),
        ("367", "\"367\" is not a number of days from 1 to 366"),
        ("-7", "\"-7\" is not a number"),
        ("99999999999", "\"99999999999\" is not a number"),
        ("+", "\"+\" is not a number"),
        ("+0", "\"+0\" is not a number"),
        ("++7", "\"++7\" is not a number"),
        ("+ 7", "\"+ 7\" is not a number"),
        ("14,7", "day 7 does not come after the day before it"),
        ("7,7", "day 7 does not come after the day before it"),
        ("7,+7,14", "nothing may follow the part with `+`"),
        ("7,+7,+7", "nothing may follow the part with `+`"),
    ];
    for (text, expected) in table {
        let why = text.parse::<Cadence>().expect_err(text);
        assert!(why.starts_with(expected), "{text:?} was refused with {why:?}");
    }
}
