//! The daily run: once on every calendar day, also on those with an hour too few or too many.

use certs::domain::daily_run::DailyRun;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{ZONES, day};

/// Times of day around the hours that clocks skip or repeat somewhere.
const TIMES: &[&str] =
    &["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00", "22:30", "23:30", "23:59"];

fn run(zone: Tz, at: &str) -> DailyRun {
    DailyRun { at: NaiveTime::parse_from_str(at, "%H:%M").unwrap(), zone, for_readers: false }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The run of this day, as clocks in the zone show it.
fn shown(zone: Tz, at: &str, date: &str) -> String {
    run(zone, at).instant_on(day(date)).unwrap().with_timezone(&zone).to_rfc3339()
}

#[test]
fn a_time_that_is_skipped_is_made_up_when_the_gap_ends() {
    assert_eq!(shown(Tz::Europe__Berlin, "02:30", "2026-03-29"), "2026-03-29T03:00:00+02:00");
    assert_eq!(shown(Tz::America__New_York, "02:30", "2026-03-08"), "2026-03-08T03:00:00-04:00");
    assert_eq!(shown(Tz::Australia__Lord_Howe, "02:15", "2026-10-04"), "2026-10-04T02:30:00+11:00");
}

#[test]
fn a_time_that_comes_twice_is_the_first_of_the_two() {
    assert_eq!(shown(Tz::Europe__Berlin, "02:30", "2026-10-25"), "2026-10-25T02:30:00+02:00");
    assert_eq!(shown(Tz::America__New_York, "01:30", "2026-11-01"), "2026-11-01T01:30:00-04:00");
    let berlin = run(Tz::Europe__Berlin, "02:30");
    let first = instant("2026-10-25T00:30:00Z");
    assert_eq!(berlin.due(first, Some(day("2026-10-24"))), Some(day("2026-10-25")));
    assert_eq!(berlin.due(first + Duration::hours(1), Some(day("2026-10-25"))), None);
    assert_eq!(berlin.next(first), Some(instant("2026-10-26T01:30:00Z")));
}

#[test]
fn a_day_that_begins_at_one_in_the_morning_has_its_run_on_that_day() {
    let table = [
        (Tz::America__Havana, "2026-03-08", "-04:00"),
        (Tz::Africa__Cairo, "2026-04-24", "+03:00"),
        (Tz::Asia__Beirut, "2026-03-29", "+03:00"),
        (Tz::America__Santiago, "2026-09-06", "-03:00"),
        (Tz::Atlantic__Azores, "2026-03-29", "+00:00"),
    ];
    for (zone, date, offset) in table {
        for (at, expected) in [("00:00", "01:00"), ("00:30", "01:00"), ("09:00", "09:00"), ("22:30", "22:30")]
        {
            assert_eq!(shown(zone, at, date), format!("{date}T{expected}:00{offset}"), "{zone} at {at}");
        }
    }
}

#[test]
fn a_run_is_due_from_its_instant_on_until_it_is_done() {
    let berlin = run(Tz::Europe__Berlin, "09:00");
    let (yesterday, today) = (day("2026-08-31"), day("2026-09-01"));
    let table = [
        ("2026-09-01T06:59:59Z", Some(yesterday), None),
        ("2026-09-01T07:00:00Z", Some(yesterday), Some(today)),
        ("2026-09-01T21:59:59Z", Some(yesterday), Some(today)),
        ("2026-09-01T07:00:00Z", Some(today), None),
        ("2026-09-01T07:00:00Z", None, Some(today)),
        ("2026-09-01T06:59:59Z", None, None),
        // However long the service was away, one run makes it up; before its hour, that of today does.
        ("2026-09-01T12:00:00Z", Some(day("2026-07-01")), Some(today)),
        ("2026-09-01T06:00:00Z", Some(day("2026-07-01")), None),
        // A clock that was ahead when the run was done, and was put right.
        ("2026-09-01T12:00:00Z", Some(day("2026-09-02")), None),
    ];
    for (now, done_for, expected) in table {
        assert_eq!(berlin.due(instant(now), done_for), expected, "{now}, done for {done_for:?}");
    }
}

/// Midnight, or where clocks skip it what comes after it.
fn begin(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    let earliest = |later: i64| zone.from_local_datetime(&(midnight + Duration::minutes(later))).earliest();
    (0..240).find_map(earliest).unwrap().to_utc()
}

/// The days of two years on which clocks are changed, or that are next to one.
fn uneasy_days(zone: Tz) -> impl Iterator<Item = NaiveDate> {
    let is_even = move |date: NaiveDate| {
        let (before, after) = (date.pred_opt().unwrap(), date.succ_opt().unwrap().succ_opt().unwrap());
        begin(zone, after) - begin(zone, before) == Duration::days(3)
    };
    day("2026-01-01").iter_days().take_while(|date| date.year() < 2028).filter(move |date| !is_even(*date))
}

#[test]
fn each_day_around_a_change_of_clocks_has_one_run() {
    assert_eq!(uneasy_days(Tz::Europe__Berlin).count(), 12, "three days for each of four changes");
    for zone in ZONES {
        for (today, at) in uneasy_days(*zone).flat_map(|today| TIMES.iter().map(move |at| (today, at))) {
            let run = run(*zone, at);
            let yesterday = today.pred_opt().unwrap();
            let next = run.next(run.instant_on(yesterday).unwrap());
            assert_eq!(next, run.instant_on(today), "{zone} at {at}: the run after that of {yesterday}");
            let next = next.unwrap();
            assert!(is_right(run, today, next), "{zone} at {at}: the run of {today} is at {next}");
            assert_eq!(run.due(next, Some(yesterday)), Some(today));
            assert_eq!(run.due(next - Duration::seconds(1), Some(yesterday)), None);
        }
    }
}

#[test]
fn a_year_looked_at_every_half_hour_has_one_run_a_day() {
    for (zone, at) in
        [(Tz::Europe__Berlin, "02:30"), (Tz::Asia__Beirut, "00:30"), (Tz::Africa__Cairo, "09:00")]
    {
        let run = run(zone, at);
        let mut done_for: Vec<NaiveDate> = Vec::new();
        for now in (0..365 * 48).map(|half| begin(zone, day("2026-01-01")) + Duration::minutes(30 * half)) {
            if let Some(today) = run.due(now, done_for.last().copied()) {
                assert_eq!(run.today(now), today);
                done_for.push(today);
            }
        }
        let expected: Vec<NaiveDate> = day("2026-01-01").iter_days().take(365).collect();
        assert_eq!(done_for, expected, "{zone} at {at}");
    }
}

/// Whether an instant shows the time of the run for the first time that day, or ends the gap that it falls into.
fn is_right(run: DailyRun, today: NaiveDate, instant: DateTime<Utc>) -> bool {
    let wanted = today.and_time(run.at);
    let local = |at: DateTime<Utc>| at.with_timezone(&run.zone).naive_local();
    match run.zone.from_local_datetime(&wanted).earliest() {
        Some(first) => first.to_utc() == instant,
        None => local(instant) > wanted && local(instant - Duration::seconds(1)) < wanted,
    }
}

proptest! {
    #[test]
    fn between_now_and_the_next_run_none_becomes_due(
        zone in proptest::sample::select(ZONES),
        minutes in 0_u32..1440,
        seconds in 0_i64..63_072_000,
    ) {
        let at = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        let run = DailyRun { at, zone, for_readers: false };
        let now = instant("2026-01-01T00:00:00Z") + Duration::seconds(seconds);
        let today = run.today(now);
        let done_for = run.due(now, None).or(today.pred_opt());
        let next = run.next(now).unwrap();
        prop_assert!(next > now && next - now <= Duration::hours(26), "{}", next);
        prop_assert_eq!(run.due(next - Duration::milliseconds(1), done_for), None);
        prop_assert_eq!(run.due(next, done_for), Some(run.today(next)));
    }
}
