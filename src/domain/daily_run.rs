//! When the daily run happens: a wall-clock time in a time zone, also on the days when clocks are changed.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use croner::Cron;

/// A wall-clock time in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyRun {
    /// Hour and minute.
    pub at: NaiveTime,
    /// The zone they are meant in, and the one that calendar days are counted in.
    pub zone: Tz,
}

impl DailyRun {
    /// The calendar day at `now`.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// The first instant of `day`; a zone may skip midnight itself.
    pub fn beginning_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let first = self.zone.from_local_datetime(&midnight).earliest();
        first.map_or_else(|| midnight.and_utc(), |first| first.with_timezone(&Utc))
    }

    /// The instant of the run of `day`: in a gap the next instant that exists, in an overlap the first of the two.
    pub fn instant_on(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let pattern = format!("{} {} * * *", self.at.minute(), self.at.hour());
        let cron: Cron = pattern.parse().ok()?;
        let midnight = day.and_time(NaiveTime::MIN);
        // A zone may skip midnight itself; the evening before always exists and is never after it.
        let from = self.zone.from_local_datetime(&midnight).earliest().or_else(|| {
            self.zone.from_local_datetime(&(midnight - chrono::Duration::seconds(1))).earliest()
        })?;
        Some(cron.find_next_occurrence(&from, true).ok()?.with_timezone(&Utc))
    }

    /// The day whose run is due at `now`, given the newest day that was done: today or none, so that however
    /// long the service was away, one run makes it up.
    pub fn due(&self, now: DateTime<Utc>, done_for: Option<NaiveDate>) -> Option<NaiveDate> {
        let today = self.today(now);
        (done_for.is_none_or(|done| done < today) && self.instant_on(today).is_some_and(|at| at <= now))
            .then_some(today)
    }

    /// The next run after `now`.
    pub fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = self.today(now);
        [Some(today), today.checked_add_days(Days::new(1))]
            .into_iter()
            .flatten()
            .filter_map(|day| self.instant_on(day))
            .find(|at| *at > now)
    }
}
