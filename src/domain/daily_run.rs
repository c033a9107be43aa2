//! When the daily run happens: a wall-clock time in a time zone, also on the days when clocks are changed.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use croner::Cron;

/// A wall-clock time in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyRun {
    /// Hour and minute.
    pub at: NaiveTime,
    /// The zone they are meant in, and the one that calendar days are counted in.
    pub zone: Tz,
    /// The time is each reader's own. The run of a day is done when that day's time comes first anywhere, and what it
    /// plans waits for the morning of whom it is for; days are still counted in `zone`.
    pub for_readers: bool,
}

/// How long the run of a day may take to read Okta, patience with it included. What waits for a run waits so much longer.
pub const MAY_TAKE: TimeDelta = TimeDelta::minutes(15);
/// Where a day's time comes first: fourteen hours ahead of UTC, and never changing its clocks.
const FIRST_ANYWHERE: Tz = Tz::Pacific__Kiritimati;

impl DailyRun {
    /// Where the clock hangs that the run goes by.
    fn clock(&self) -> Tz {
        if self.for_readers { FIRST_ANYWHERE } else { self.zone }
    }

    /// The calendar day at `now`, as the run has it.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.clock()).date_naive()
    }

    /// The same run by the clock of somebody in `zone`.
    #[must_use]
    pub fn of_reader(&self, zone: Tz) -> Self {
        if self.for_readers { Self { at: self.at, zone, for_readers: false } } else { *self }
    }

    /// The day on which somebody hears what the run of `day` has for them: that day, or with the time each reader's own
    /// the Monday after a weekend, unless the campaign ends by then.
    pub fn heard_on(&self, day: NaiveDate, end: Option<NaiveDate>) -> NaiveDate {
        let wait = match day.weekday() {
            Weekday::Sat => 2,
            Weekday::Sun => 1,
            _ => 0,
        };
        let monday = day.checked_add_days(Days::new(wait)).unwrap_or(day);
        if !self.for_readers || end.is_some_and(|end| monday >= end) { day } else { monday }
    }

    /// When somebody in `zone` hears what the run of `day` has for them about campaigns of which the first ends on `end`.
    pub fn morning_of(&self, day: NaiveDate, zone: Tz, end: Option<NaiveDate>) -> Option<DateTime<Utc>> {
        self.of_reader(zone).instant_on(self.heard_on(day, end))
    }

    /// The first instant of `day`; a zone may skip midnight itself.
    pub fn beginning_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let first = self.clock().from_local_datetime(&midnight).earliest();
        first.map_or_else(|| midnight.and_utc(), |first| first.with_timezone(&Utc))
    }

    /// The instant of the run of `day`: in a gap the next instant that exists, in an overlap the first of the two.
    pub fn instant_on(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let pattern = format!("{} {} * * *", self.at.minute(), self.at.hour());
        let cron: Cron = pattern.parse().ok()?;
        let midnight = day.and_time(NaiveTime::MIN);
        // A zone may skip midnight itself; the evening before always exists and is never after it.
        let from = self.clock().from_local_datetime(&midnight).earliest().or_else(|| {
            self.clock().from_local_datetime(&(midnight - chrono::Duration::seconds(1))).earliest()
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
