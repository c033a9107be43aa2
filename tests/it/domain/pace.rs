//! No minute holds more messages than the ceiling, whoever sends them, and nearly as many as it allows.

use certs::domain::pace::{Ceiling, GOOD_FOR, Learned};
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_788_000_000_000 + millis).unwrap()
}

/// Most messages in any minute.
fn most(sent: &[i64]) -> usize {
    let within = |from: &i64| sent.iter().filter(|at| (*from..*from + 60_000).contains(*at)).count();
    sent.iter().map(within).max().unwrap_or(0)
}

/// A look at the pace by one of two instances.
#[derive(Debug, Clone)]
struct Look {
    after: i64,
    /// By how much its clock is ahead of the other's.
    ahead: i64,
    wanted: u32,
    /// How long after that each message goes.
    delays: Vec<i64>,
    /// Messages that were not sent after all.
    unused: u32,
}

fn looks() -> impl Strategy<Value = Vec<Look>> {
    let delay = 0..=GOOD_FOR.num_milliseconds();
    let look = (0_i64..9000, prop_oneof![Just(0_i64), Just(1000)], 1_u32..12, 0_u32..4).prop_flat_map(
        move |(after, ahead, wanted, unused)| {
            let delays = prop::collection::vec(delay.clone(), 12);
            delays.prop_map(move |delays| Look { after, ahead, wanted, delays, unused })
        },
    );
    prop::collection::vec(look, 1..120)
}

proptest! {
    #[test]
    fn no_minute_holds_more_than_the_ceiling(ceiling in 1_u32..=700, looks in looks()) {
        let pace = Ceiling::per_minute(ceiling);
        let (mut real, mut given, mut sent) = (0, None, Vec::new());
        for look in looks {
            real += look.after;
            let now = instant(real + look.ahead);
            let messages = look.wanted.min(pace.room(given, now));
            if messages > 0 {
                let until = pace.give(given, now, messages);
                let used = messages - look.unused.min(messages);
                given = Some(until - pace.worth(messages - used));
                sent.extend(look.delays.iter().take(used as usize).map(|delay| real + delay));
            }
        }
        prop_assert!(most(&sent) <= ceiling as usize, "{} in a minute at {ceiling}", most(&sent));
    }

    #[test]
    fn the_next_one_may_go_when_it_was_said_and_not_before(ceiling in 1_u32..=6000) {
        let pace = Ceiling::per_minute(ceiling);
        let now = instant(0);
        let all = pace.room(None, now);
        prop_assert!(all >= 1);
        let given = Some(pace.give(None, now, all));
        prop_assert_eq!(pace.room(given, now), 0);
        let next = pace.next(given, now);
        prop_assert!(pace.room(given, next - Duration::milliseconds(1)) == 0 && pace.room(given, next) == 1);
        // What a crash leaves behind is over within a burst's time, and the millisecond that no database divides.
        prop_assert_eq!(pace.room(given, now + pace.worth(all) + Duration::milliseconds(1)), all);
    }
}

#[test]
fn one_who_is_always_there_sends_nearly_as_many_as_may_go() {
    for (ceiling, least) in [(1, 1), (20, 19), (60, 56), (300, 280), (6000, 5500)] {
        let pace = Ceiling::per_minute(ceiling);
        let (mut now, mut given, mut sent) = (0, None, Vec::new());
        while now < 180_000 {
            let room = pace.room(given, instant(now));
            if room > 0 {
                given = Some(pace.give(given, instant(now), room));
                sent.extend(std::iter::repeat_n(now, room as usize));
            }
            now = (pace.next(given, instant(now)) - instant(0)).num_milliseconds().max(now + 1);
        }
        let most = most(&sent);
        assert!((least..=ceiling as usize).contains(&most), "{most} in a minute at {ceiling}");
    }
}

#[test]
fn a_clock_that_was_set_back_makes_nobody_wait_for_that_hour_again() {
    let pace = Ceiling::per_minute(300);
    let before = pace.give(None, instant(3_600_000), 10);
    assert_eq!(pace.room(Some(before), instant(0)), 10);
    assert!(pace.give(Some(before), instant(0), 1) < instant(1000));
}

#[test]
fn a_refusal_shows_what_the_workspace_takes_and_a_little_more_is_tried_every_minute() {
    let under = Ceiling::per_minute(1000);
    // How many were taken, what is believed, what is tried one, two and ten minutes later.
    for (taken, believed, later) in [
        (400, 500, [525, 550, 750]),
        (700, 700, [735, 770, 1050]),
        (0, 500, [525, 550, 750]),
        (1000, 900, [945, 990, 1350]),
    ] {
        let learned = Learned::from_refusal(taken, under, instant(0));
        assert_eq!(learned.messages, believed, "{taken} were taken");
        for (minutes, tried) in [1, 2, 10].into_iter().zip(later) {
            let now = instant(minutes * 60_000);
            assert_eq!(learned.allows(now), tried, "{taken} were taken, {minutes} minutes later");
            // Never past the ceiling of the settings.
            let expected = if tried < 1000 { Ceiling::per_minute(tried) } else { under };
            assert_eq!(under.or_learned(Some(learned), now), expected);
        }
    }
    // One refusal after the other leads down to one message a minute, and not to none.
    let mut ceiling = under;
    for _ in 0..20 {
        let learned = Learned::from_refusal(0, ceiling, instant(0));
        ceiling = ceiling.or_learned(Some(learned), instant(0));
    }
    assert_eq!(ceiling, Ceiling::per_minute(1));
}
