//! How long to wait before another try.

use std::time::Duration;

use certs::domain::verdict::back_off;
use proptest::prelude::*;

#[test]
fn the_wait_doubles_up_to_24_seconds() {
    let waits: Vec<u64> = (0..8).map(|attempts| back_off(attempts, 0.5).as_secs()).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 24, 24, 24]);
    assert_eq!(back_off(u32::MAX, 0.5), Duration::from_secs(24));
}

#[test]
fn chance_moves_it_by_a_fifth_either_way() {
    assert_eq!(back_off(0, 0.0), Duration::from_millis(800));
    assert_eq!(back_off(0, 1.0), Duration::from_millis(1200));
    assert_eq!(back_off(9, 0.0), Duration::from_millis(19_200));
    assert_eq!(back_off(9, 1.0), Duration::from_millis(28_800));
}

proptest! {
    #[test]
    fn no_wait_is_too_short_or_keeps_a_healing_unnoticed(attempts: u32, random in -1.0..2.0) {
        let wait = back_off(attempts, random);
        prop_assert!(wait >= Duration::from_millis(800), "{wait:?}");
        prop_assert!(wait < Duration::from_secs(29), "{wait:?}");
    }

    #[test]
    fn with_the_same_chance_a_later_try_never_waits_less(attempts in 0_u32..40, more in 0_u32..40, random in 0.0..=1.0) {
        prop_assert!(back_off(attempts, random) <= back_off(attempts + more, random));
    }

    #[test]
    fn whatever_the_chance_each_wait_is_longer_until_the_longest(attempts in 0_u32..4, a in 0.0..=1.0, b in 0.0..=1.0) {
        prop_assert!(back_off(attempts, a) < back_off(attempts + 1, b), "the jitter is larger than the step");
    }
}
