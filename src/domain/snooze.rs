//! Putting a reminder off: for how long, and never past the last one before the close.

use chrono::{Days, NaiveDate};

use super::cadence::{Cadence, Span};

/// How long somebody wants not to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// To the next day.
    Tomorrow,
    /// For three days.
    ThreeDays,
    /// To three days before the close.
    BeforeClose,
}

/// Days before the close of [`Choice::BeforeClose`].
const BEFORE: u64 = 3;

impl Choice {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Tomorrow, Self::ThreeDays, Self::BeforeClose];

    /// The word in a menu's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tomorrow => "tomorrow",
            Self::ThreeDays => "three_days",
            Self::BeforeClose => "before_close",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word)
    }

    /// The day that is meant, whatever the campaign makes of it; none where there is no close.
    fn day(self, today: NaiveDate, span: Span) -> Option<NaiveDate> {
        match self {
            Self::Tomorrow => today.checked_add_days(Days::new(1)),
            Self::ThreeDays => today.checked_add_days(Days::new(3)),
            Self::BeforeClose => span.end?.checked_sub_days(Days::new(BEFORE)),
        }
    }

    /// The day on which somebody is reminded again who chose this on `today`; `None` when there is none before the
    /// close, because the last reminder has gone out or the day has passed.
    pub fn until(self, cadence: &Cadence, span: Span, today: NaiveDate) -> Option<NaiveDate> {
        if cadence.is_last(span, today) {
            return None;
        }
        let wanted = self.day(today, span)?;
        let last = span.end.and_then(|end| cadence.due_days(span, today, end).pop_last());
        let until = last.map_or(wanted, |last| wanted.min(last));
        (until > today && span.end.is_none_or(|end| until < end)).then_some(until)
    }
}
