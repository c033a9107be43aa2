//! For how long a reminder may be put off.

use certs::domain::cadence::{Cadence, Span};
use certs::domain::snooze::Choice::{self, BeforeClose, ThreeDays, Tomorrow};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + Days::new(number)
}

fn usual() -> Cadence {
    Cadence { closing_days: Some(3), ..("7,14,21,25,+7".parse().unwrap()) }
}

fn days(length: u64) -> Span {
    Span { start: day(0), end: Some(day(length)) }
}

#[test]
fn each_choice_on_each_day_of_a_reminder() {
    let until = |choice: Choice, today| choice.until(&usual(), days(28), day(today));
    for (today, tomorrow, three_days, before_close) in [
        (7, Some(8), Some(10), Some(25)),
        (14, Some(15), Some(17), Some(25)),
        // No later than the last reminder, which is on day 25.
        (21, Some(22), Some(24), Some(25)),
        (23, Some(24), Some(25), Some(25)),
        // The last one cannot be put off.
        (24, None, None, None),
        (25, None, None, None),
        (27, None, None, None),
    ] {
        assert_eq!(until(Tomorrow, today), tomorrow.map(day), "tomorrow, on day {today}");
        assert_eq!(until(ThreeDays, today), three_days.map(day), "in three days, on day {today}");
        assert_eq!(until(BeforeClose, today), before_close.map(day), "before the close, on day {today}");
    }
}

#[test]
fn a_campaign_without_an_end_knows_no_days_before_it() {
    let endless = Span { start: day(0), end: None };
    assert_eq!(Tomorrow.until(&usual(), endless, day(7)), Some(day(8)));
    assert_eq!(ThreeDays.until(&usual(), endless, day(7)), Some(day(10)));
    assert_eq!(BeforeClose.until(&usual(), endless, day(7)), None);
}

proptest! {
    #[test]
    fn it_is_later_than_today_and_never_past_the_last_reminder(
        length in 1_u64..90, today in 0_u64..95, closing in proptest::option::of(1_u32..20), choice in 0_usize..3
    ) {
        let cadence = Cadence { closing_days: closing, ..usual() };
        if let Some(until) = Choice::ALL[choice].until(&cadence, days(length), day(today)) {
            prop_assert!(until > day(today) && until < day(length));
            if let Some(last) = cadence.due_days(days(length), day(today), day(length)).last() {
                prop_assert!(until <= *last);
            }
        }
    }
}
