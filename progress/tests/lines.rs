//! What is said where there is no terminal.
#![allow(clippy::unwrap_used, reason = "a test that cannot look at what it tests has failed")]

use std::time::Duration;

use progress::Lines;

fn seconds(many: u64) -> Duration {
    Duration::from_secs(many)
}

#[test]
fn a_line_every_five_seconds_and_none_of_what_is_over_before() {
    let mut lines = Lines::about("reading the record");
    assert_eq!(lines.at(seconds(0), 0, Some(900)), None);
    assert_eq!(lines.at(Duration::from_millis(4999), 400, Some(900)), None);
    assert_eq!(lines.at(seconds(5), 500, Some(900)).unwrap(), "… reading the record: 500 of 900, 5 s");
    assert_eq!(lines.at(seconds(9), 700, Some(900)), None);
    assert_eq!(lines.at(seconds(11), 900, Some(900)).unwrap(), "… reading the record: 900 of 900, 11 s");
}

#[test]
fn an_end_that_is_not_known_is_left_out() {
    assert_eq!(Lines::about("waiting").at(seconds(6), 3, None).unwrap(), "… waiting: 3, 6 s");
}
