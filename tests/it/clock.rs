//! Clocks: one that runs faster than the system's makes an hour of the vendors' limits a minute.

use std::time::Duration;

use certs::clock::{Clock, FastClock};

use crate::support::at;

const MINUTE: Duration = Duration::from_mins(1);

#[test]
fn a_fast_clock_shows_sixty_times_what_passed() {
    let fast = FastClock::starting_at(at("2026-09-01 08:00"), 60);
    assert_eq!(fast.after(Duration::ZERO), at("2026-09-01 08:00"));
    assert_eq!(fast.after(Duration::from_secs(1)), at("2026-09-01 08:01"));
    assert_eq!(fast.after(MINUTE), at("2026-09-01 09:00"));
    assert!(fast.now() >= at("2026-09-01 08:00"));
}

#[test]
fn a_wait_by_a_fast_clock_takes_a_sixtieth() {
    let fast = Clock::Fast(FastClock::starting_at(at("2026-09-01 08:00"), 60));
    assert_eq!(fast.by_the_system(MINUTE), Duration::from_secs(1));
    assert_eq!(Clock::System.by_the_system(MINUTE), MINUTE);
}

#[tokio::test]
async fn what_is_done_at_once_is_done_in_time_and_what_never_ends_is_not() {
    let fast = Clock::Fast(FastClock::starting_at(at("2026-09-01 08:00"), 1_000_000));
    assert_eq!(fast.within(MINUTE, async { 7 }).await, Some(7));
    assert_eq!(fast.within(MINUTE, std::future::pending::<()>()).await, None);
    fast.sleep_until(at("2026-09-01 08:01")).await;
    assert!(fast.now() >= at("2026-09-01 08:01") && fast.elapsed() >= MINUTE);
}

#[test]
fn a_clock_that_runs_no_times_as_fast_runs_all_the_same() {
    let clock = FastClock::starting_at(at("2026-09-01 08:00"), 0);
    assert_eq!(clock.after(MINUTE), at("2026-09-01 08:01"));
}
