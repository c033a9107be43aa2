//! A calendar at a terminal: a grid for each month, with how many messages each day bears, and where campaigns close.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};

/// Width of a day.
const CELL: usize = 9;
/// Most months that are drawn: a campaign that closes in years is not worth a page of empty grids.
const MONTHS: usize = 12;
/// Marks a day on which a campaign closes.
const CLOSES: char = '■';

/// What the days bear.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// The present day.
    pub(super) today: NaiveDate,
    /// Messages, by day.
    pub(super) messages: BTreeMap<NaiveDate, usize>,
    /// Names of the campaigns that close on a day.
    pub(super) closes: BTreeMap<NaiveDate, Vec<String>>,
}

impl Calendar {
    /// The grids, and what the marks mean.
    pub(super) fn draw(&self) -> String {
        let mut text = String::new();
        let days: BTreeSet<NaiveDate> = self.messages.keys().chain(self.closes.keys()).copied().collect();
        let months: BTreeSet<NaiveDate> = days.iter().filter_map(|day| day.with_day(1)).collect();
        for month in months.iter().take(MONTHS) {
            self.draw_month(*month, &mut text);
        }
        if months.len() > MONTHS {
            let _ = writeln!(text, "… and {} later months", months.len() - MONTHS);
        }
        for (day, names) in &self.closes {
            let _ = writeln!(text, "{CLOSES} {} closes {}", day.format("%a %-d %b"), names.join(", "));
        }
        text
    }

    fn draw_month(&self, first: NaiveDate, text: &mut String) {
        let _ = writeln!(text, "{}", first.format("%B %Y"));
        let titles: String = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(title).concat();
        let _ = writeln!(text, "{}", titles.trim_end());
        let before = first.weekday().num_days_from_monday() as usize;
        let mut line = " ".repeat(before * CELL);
        let mut day = first;
        while day.month() == first.month() {
            line.push_str(&self.cell(day));
            let next = day.checked_add_days(Days::new(1));
            let is_last = next.is_none_or(|next| next.month() != first.month());
            if is_last || day.weekday() == chrono::Weekday::Sun {
                let _ = writeln!(text, "{}", line.trim_end());
                line.clear();
            }
            let Some(next) = next else { break };
            day = next;
        }
        text.push('\n');
    }

    /// A day: its number, in brackets today, how many messages it bears, and whether a campaign closes.
    fn cell(&self, day: NaiveDate) -> String {
        let number = day.day();
        let number = if day == self.today { format!("[{number}]") } else { format!("{number:>3} ") };
        let many = self.messages.get(&day).map_or_else(String::new, ToString::to_string);
        let mark = if self.closes.contains_key(&day) { CLOSES } else { ' ' };
        format!("{:<CELL$}", format!("{number:>4}{mark}{many:<3}"))
    }
}

fn title(weekday: &str) -> String {
    format!("{:<CELL$}", format!(" {weekday}"))
}
