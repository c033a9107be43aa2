//! Whether people are looked up one by one, or in the list of the workspace.

use certs::domain::directory::pages_worth_reading;

#[test]
fn a_minutes_look_ups_are_no_reason_to_read_a_list() {
    assert_eq!(pages_worth_reading(0), 0);
    assert_eq!(pages_worth_reading(50), 0);
}

#[test]
fn the_list_is_worth_as_many_pages_as_the_look_ups_would_take_time() {
    assert_eq!(pages_worth_reading(51), 20);
    assert_eq!(pages_worth_reading(2_000), 800);
    assert!(pages_worth_reading(usize::MAX) > 0);
}
