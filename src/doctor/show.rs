//! What was found, for a person at a terminal and for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Paint};
use serde::Serialize;

use super::checks::Group;
use super::finding::Level;
use super::{CHECKS, Report};

/// Characters of a line.
const WIDTH: usize = 110;
/// Characters before what was found: the mark, the word, what was looked at.
const MARGIN: usize = 2 + 2 + WORD + 2;
const WORD: usize = 8;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With the colours of a terminal.
    Coloured,
    /// Without.
    Plain,
}

/// As lines for a person.
pub fn as_text(report: &Report, style: Style) -> String {
    let titles = CHECKS.iter().map(|check| check.looks_at.chars().count()).max().unwrap_or_default() + 2;
    let mut text = String::new();
    let mut group: Option<Group> = None;
    for (check, finding) in &report.0 {
        if group != Some(check.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}{}", painted(check.group.title(), Paint::new().bold(), style));
            group = Some(check.group);
        }
        let (mark, word, paint) = mark(finding.level);
        let head = painted(&format!("{mark} {word:WORD$}"), paint, style);
        let indent = " ".repeat(MARGIN + titles);
        let found = wrapped(&finding.found, &indent);
        let _ = writeln!(text, "  {head}  {:titles$}{}", check.looks_at, found.trim_start());
        if let Some(remedy) = &finding.remedy {
            let remedy = wrapped(remedy, &format!("{indent}  "));
            let _ = writeln!(text, "{indent}→ {}", remedy.trim_start());
        }
    }
    let _ = writeln!(text, "\n{}", summary(report));
    text
}

fn mark(level: Level) -> (&'static str, &'static str, Paint) {
    let colour = |colour: AnsiColor| Paint::new().fg_color(Some(colour.into()));
    match level {
        Level::Ok => ("✓", "ok", colour(AnsiColor::Green)),
        Level::Warning => ("!", "warning", colour(AnsiColor::Yellow)),
        Level::Failed => ("✗", "to fix", colour(AnsiColor::Red)),
        Level::Unseen => ("?", "not seen", Paint::new().dimmed()),
    }
}

fn painted(text: &str, paint: Paint, style: Style) -> String {
    match style {
        Style::Coloured => format!("{paint}{text}{paint:#}"),
        Style::Plain => text.to_owned(),
    }
}

fn summary(report: &Report) -> String {
    let [ok, warnings, failed, unseen] =
        [Level::Ok, Level::Warning, Level::Failed, Level::Unseen].map(|level| report.count(level));
    let plural = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    let end = if failed > 0 {
        "What is to fix keeps Certs from doing its work."
    } else {
        "Nothing has to be fixed."
    };
    format!(
        "{} looked at: {ok} ok, {}, {failed} to fix, {unseen} not seen. {end}",
        plural(report.0.len(), "thing"),
        plural(warnings, "warning")
    )
}

/// The text in lines of [`WIDTH`], each behind this indent; its own ends of lines stay. Controls that would move the
/// cursor of a terminal are left out.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = indent.to_owned();
        for word in paragraph.split_whitespace() {
            let word: String = word.chars().filter(|c| !c.is_control()).collect();
            let is_empty = line.len() == indent.len();
            if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::replace(&mut line, format!("{indent}{word}")));
            } else {
                line.push_str(if is_empty { "" } else { " " });
                line.push_str(&word);
            }
        }
        lines.push(line);
    }
    lines.join("\n")
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    result: Level,
    checks: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'static str,
    group: Group,
    looked_at: &'static str,
    level: Level,
    found: &'a str,
    remedy: Option<&'a str>,
}

/// As one JSON document.
///
/// # Errors
/// Never, as far as anybody knows.
pub fn as_json(report: &Report) -> serde_json::Result<String> {
    let checks = report.0.iter().map(|(check, finding)| Line {
        name: check.name,
        group: check.group,
        looked_at: check.looks_at,
        level: finding.level,
        found: &finding.found,
        remedy: finding.remedy.as_deref(),
    });
    let checks = checks.collect();
    let result = match report {
        _ if report.is_bad() => Level::Failed,
        _ if report.count(Level::Warning) > 0 => Level::Warning,
        _ => Level::Ok,
    };
    serde_json::to_string_pretty(&Document { version: env!("CARGO_PKG_VERSION"), result, checks })
}
