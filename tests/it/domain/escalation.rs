//! Whom the run of a day warns, of whom somebody else hears, and who that is.

use certs::domain::cadence::Span;
use certs::domain::escalation::{Escalation, Step, Warning, Window, listener};
use chrono::NaiveDate;
use proptest::prelude::*;

use super::{after, day};

fn span(end: Option<&str>) -> Span {
    Span { start: day("2026-09-01"), end: end.map(day) }
}

fn window(begins: &str, close: &str) -> Window {
    Window { begins: day(begins), close: day(close) }
}

#[test]
fn it_begins_so_many_days_before_the_close_unless_that_day_was_past_when_the_campaign_was_first_seen() {
    let three = Escalation { days: 3 };
    for (end, first_seen, expected) in [
        (Some("2026-09-29"), "2026-09-01", Some("2026-09-26")),
        (Some("2026-09-29"), "2026-09-25", Some("2026-09-26")),
        (Some("2026-09-29"), "2026-09-26", Some("2026-09-26")),
        (Some("2026-09-29"), "2026-09-27", None),
        (Some("2026-09-29"), "2026-10-01", None),
        (Some("2026-09-02"), "2026-09-01", None),
        (None, "2026-09-01", None),
    ] {
        let begins = three.window(span(end), day(first_seen)).map(|window| window.begins);
        assert_eq!(begins, expected.map(day), "{end:?}, first seen {first_seen}");
    }
}

#[test]
fn a_reviewer_is_warned_a_day_ahead_and_then_escalated_daily_until_the_close() {
    let window = window("2026-09-26", "2026-09-29");
    let arrived = |on: &str, begins: &str| Some(Warning { begins: day(begins), arrived: Some(day(on)) });
    let waits = Some(Warning { begins: day("2026-09-26"), arrived: None });
    let warn = |begins: &str| Step::Warn(day(begins));
    for (today, warning, expected) in [
        ("2026-09-24", None, Step::Leave),
        ("2026-09-25", None, warn("2026-09-26")),
        ("2026-09-25", arrived("2026-09-25", "2026-09-26"), Step::Leave),
        ("2026-09-26", arrived("2026-09-25", "2026-09-26"), Step::Escalate),
        ("2026-09-28", arrived("2026-09-25", "2026-09-26"), Step::Escalate),
        ("2026-09-29", arrived("2026-09-25", "2026-09-26"), Step::Leave),
        // The warning came late: the day after it.
        ("2026-09-26", waits, Step::Leave),
        ("2026-09-26", arrived("2026-09-26", "2026-09-26"), Step::Leave),
        ("2026-09-27", arrived("2026-09-26", "2026-09-26"), Step::Escalate),
        // First seen on the day, or items that came later: the warning comes first.
        ("2026-09-26", None, warn("2026-09-27")),
        ("2026-09-27", arrived("2026-09-26", "2026-09-27"), Step::Escalate),
        // Too late for anything to come of it.
        ("2026-09-28", None, Step::Leave),
        ("2026-09-29", None, Step::Leave),
        // The end was moved: later, so that they are warned again; or earlier, so that they know already.
        ("2026-09-25", arrived("2026-09-19", "2026-09-20"), warn("2026-09-26")),
        ("2026-09-26", arrived("2026-09-19", "2026-09-20"), warn("2026-09-27")),
        ("2026-09-28", arrived("2026-09-27", "2026-09-28"), Step::Escalate),
    ] {
        assert_eq!(window.step(day(today), warning), expected, "{today}, {warning:?}");
    }
}

#[test]
fn the_manager_hears_of_it_or_the_owner_and_nobody_of_themselves() {
    for (manager, owner, expected) in [
        (Some("boss"), Some("owner"), Some("boss")),
        (None, Some("owner"), Some("owner")),
        (Some("me"), Some("owner"), Some("owner")),
        (Some("boss"), Some("me"), Some("boss")),
        (Some("me"), Some("me"), None),
        (None, Some("me"), None),
        (None, None, None),
    ] {
        assert_eq!(listener("me", manager, owner), expected, "{manager:?}, {owner:?}");
    }
}

proptest! {
    /// A reviewer's life: on each day the run is made or not, messages arrive at once or later, and the end moves.
    #[test]
    fn nobody_is_escalated_who_did_not_know_since_the_day_before(
        days in 1_u32..20,
        life in prop::collection::vec((any::<bool>(), 0_i64..3, prop::option::weighted(0.1, 0_i64..60)), 60),
    ) {
        let start = day("2026-09-01");
        let mut end = after(start, 28);
        let mut warning: Option<(Warning, NaiveDate)> = None;
        for (at, (is_up, delay, moved)) in life.into_iter().enumerate() {
            let today = after(start, i64::try_from(at).unwrap());
            end = moved.map_or(end, |days| after(start, days));
            let span = Span { start, end: Some(end) };
            let window = Escalation { days }.window(span, start);
            let (true, Some(window)) = (is_up, window) else { continue };
            let known = warning.map(|(warning, arrives)| Warning {
                arrived: (arrives <= today).then_some(arrives),
                ..warning
            });
            match window.step(today, known) {
                Step::Warn(begins) => {
                    prop_assert!(window.is_near(today) && begins > today && begins < end);
                    warning = Some((Warning { begins, arrived: None }, after(today, delay)));
                }
                Step::Escalate => {
                    prop_assert!(window.is_near(today) && window.holds(today) && today < end);
                    prop_assert!(warning.is_some_and(|(_, arrived)| arrived < today));
                }
                Step::Leave => {}
            }
        }
    }
}
