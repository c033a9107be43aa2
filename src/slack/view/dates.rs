//! Dates, and the days until them.

use chrono::{DateTime, NaiveDate, Utc};

use super::Frame;
use super::text::count;
use crate::domain::campaign::Campaign;

impl Frame {
    /// An instant in the reader's own zone, with the weekday.
    ///
    /// Source: <https://docs.slack.dev/messaging/formatting-message-text/#date-formatting>. What follows `|` is
    /// shown by clients that do not know the token.
    pub(super) fn date(&self, at: DateTime<Utc>) -> String {
        let fallback = at.with_timezone(&self.zone).format("%a %-d %b %Y %H:%M %Z");
        format!("<!date^{}^{{date_long}} at {{time}}|{fallback}>", at.timestamp())
    }

    /// The day of an instant in the reader's own zone.
    pub(super) fn short_date(&self, at: DateTime<Utc>) -> String {
        let fallback = at.with_timezone(&self.zone).format("%a %-d %b");
        format!("<!date^{}^{{date_short}}|{fallback}>", at.timestamp())
    }

    /// Calendar days until `end`; 0 on its day, and after it.
    pub(super) fn days_left(&self, end: DateTime<Utc>) -> u64 {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.zone).date_naive();
        u64::try_from((day(end) - day(self.now)).num_days()).unwrap_or_default()
    }

    /// The same in words: "28 days", "1 day", "today"; "over" after it.
    pub(super) fn left(&self, end: DateTime<Utc>) -> String {
        match self.days_left(end) {
            _ if end <= self.now => "over".to_owned(),
            0 => "today".to_owned(),
            days => count(days, "day"),
        }
    }

    /// "Due Tuesday … (28 days)."; nothing without an end.
    pub(super) fn due(&self, campaign: &Campaign) -> Option<String> {
        campaign.ends_at.map(|end| format!("Due {} ({}).", self.date(end), self.left(end)))
    }

    /// `words` and the end, for the tail of a sentence; nothing without an end.
    pub(super) fn tail(&self, words: &str, campaign: &Campaign) -> String {
        campaign.ends_at.map(|end| format!("{words}{}", self.date(end))).unwrap_or_default()
    }
}

/// A day of the service's calendar, which is nobody's instant: "Tue 29 Sep".
pub(super) fn calendar_day(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

/// The nearest close first, what has no end last.
pub(super) fn by_close(campaign: &Campaign) -> (bool, Option<DateTime<Utc>>) {
    (campaign.ends_at.is_none(), campaign.ends_at)
}
