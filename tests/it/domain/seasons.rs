//! A campaign lived through by the clock, over the days on which clocks are changed.

use certs::domain::campaign::{Campaign, Status};
use certs::domain::daily_run::DailyRun;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{ZONES, after, day, usual};

/// The first instant that is shown as this time, or after it where clocks skip it.
fn shown(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    let earliest = |later: i64| zone.from_local_datetime(&(local + Duration::minutes(later))).earliest();
    (0..240).find_map(earliest).unwrap().to_utc()
}

fn campaign(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Campaign {
    Campaign {
        id: "ici1".to_owned(),
        name: "Q4 Production Access".to_owned(),
        description: None,
        status: Status::Active,
        starts_at,
        ends_at: Some(ends_at),
        owner_id: None,
        silence_revokes: false,
        recurring_parent: None,
        is_recurring_plan: false,
    }
}

/// The days since the start on which somebody is reminded who hears of the campaign at its start, by the instants of
/// the runs.
fn live_by_the_clock(run: DailyRun, campaign: &Campaign) -> Vec<i64> {
    let span = campaign.span(run.zone);
    let (mut dealt_with, mut last_contact) = (span.start, span.start);
    let mut reminders = Vec::new();
    let mut now = campaign.starts_at;
    while let Some(next) = run.next(now).filter(|next| campaign.is_open(*next)) {
        let today = run.today(next);
        assert_eq!(run.due(next, Some(dealt_with.min(today.pred_opt().unwrap()))), Some(today));
        if usual().is_due(span, dealt_with, today, last_contact) {
            reminders.push((today - span.start).num_days());
            last_contact = today;
        }
        (dealt_with, now) = (today, next);
    }
    reminders
}

#[test]
fn four_weeks_over_any_change_of_clocks_are_reminded_of_on_the_same_days() {
    for zone in ZONES {
        for starts_on in ["2026-02-20", "2026-03-10", "2026-04-05", "2026-08-20", "2026-10-05", "2026-10-28"]
        {
            let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
            let at = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
            let (first, last) = (day(starts_on), after(day(starts_on), 28));
            let campaign = campaign(shown(*zone, first, noon), shown(*zone, last, noon));
            let run = DailyRun { at, zone: *zone, for_readers: false };
            assert_eq!(live_by_the_clock(run, &campaign), [7, 14, 21, 25], "{zone} from {starts_on}");
        }
    }
}

#[test]
fn the_same_instants_are_other_days_elsewhere() {
    let campaign = campaign("2026-09-01T03:00:00Z".parse().unwrap(), "2026-09-29T03:00:00Z".parse().unwrap());
    let span = |zone| campaign.span(zone);
    assert_eq!(span(Tz::UTC).start, day("2026-09-01"));
    assert_eq!(span(Tz::America__New_York).start, day("2026-08-31"));
    assert_eq!(span(Tz::America__New_York).end, Some(day("2026-09-28")));
    assert_eq!(span(Tz::Asia__Kolkata).end, Some(day("2026-09-29")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reminders_stay_two_days_apart_and_before_the_end_wherever_and_whenever(
        zone in proptest::sample::select(ZONES),
        starts_after in 0_i64..1000,
        starts_at in 0_u32..1440,
        runs_at in 0_u32..1440,
        hours in 1_i64..2200,
    ) {
        let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        let begin = shown(zone, after(day("2026-01-01"), starts_after), time(starts_at));
        let campaign = campaign(begin, begin + Duration::hours(hours));
        let span = campaign.span(zone);
        let reminders = live_by_the_clock(DailyRun { at: time(runs_at), zone, for_readers: false }, &campaign);
        let length = (span.end.unwrap() - span.start).num_days();
        let contacts: Vec<i64> = std::iter::once(0).chain(reminders).collect();
        prop_assert!(contacts.windows(2).all(|pair| pair[1] - pair[0] >= 2), "{contacts:?}");
        prop_assert!(contacts.len() == 1 || contacts.iter().all(|at| *at < length), "{contacts:?} of {length}");
    }
}
