//! Lines for a person at a terminal.

use std::io::Write;

use chrono::{DateTime, Utc};
use comfy_table::{Table, presets};
use serde::Serialize;

/// What stands where there is nothing to say.
pub(super) const NOTHING: &str = "-";

/// A plain table, aligned, with a line of titles.
pub(super) fn table(titles: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(titles.to_vec());
    table.add_rows(rows.into_iter().map(|row| row.iter().map(|cell| one_line(cell)).collect::<Vec<_>>()));
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// An instant as a person compares it, in UTC.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A text from outside on one line: what would move the cursor or change the colours of a terminal is left out.
pub(super) fn one_line(text: &str) -> String {
    let shown = |c: char| if c.is_control() || is_direction(c) { ' ' } else { c };
    let words: Vec<String> =
        text.chars().map(shown).collect::<String>().split_whitespace().map(str::to_owned).collect();
    if words.is_empty() { NOTHING.to_owned() } else { words.join(" ") }
}

/// Marks that turn the direction of what follows.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Prints what was asked for. A reader who has seen enough closes the pipe: nobody is left to complain to.
pub(super) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints one JSON document.
pub(super) fn print_json(rows: &[impl Serialize]) -> anyhow::Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(rows)?));
    Ok(())
}
