//! Slack's date tokens, as a reader in some time zone sees them.
//!
//! Source: <https://docs.slack.dev/messaging/formatting-message-text/#date-formatting>.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};

/// `{seconds}^{format}[^{link}]`, the part of the token after `!date^`. With a today, "pretty" dates say yesterday,
/// today and tomorrow.
pub fn shown(token: &str, zone: &impl TimeZone, today: Option<NaiveDate>) -> Option<String> {
    let mut parts = token.split('^');
    let at = DateTime::<Utc>::from_timestamp(parts.next()?.parse().ok()?, 0)?;
    let mut text = parts.next()?.to_owned();
    let at = at.with_timezone(zone).naive_local();
    let suffix = match at.day() {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    let day = format!("{} {}{suffix}, {}", at.format("%B"), at.day(), at.year());
    let long = format!("{}, {day}", at.format("%A"));
    let short = at.format("%b %-d, %Y").to_string();
    let near = match today.map(|today| (at.date() - today).num_days()) {
        Some(-1) => Some("yesterday"),
        Some(0) => Some("today"),
        Some(1) => Some("tomorrow"),
        _ => None,
    };
    let pretty = |date: &str| near.unwrap_or(date).to_owned();
    let names = [
        ("{date_num}", at.format("%Y-%m-%d").to_string()),
        ("{date_pretty}", pretty(&day)),
        ("{date_short_pretty}", pretty(&short)),
        ("{date_long_pretty}", pretty(&long)),
        ("{day_divider_pretty}", pretty(&long)),
        ("{date}", day),
        ("{date_short}", short.clone()),
        ("{date_long}", long),
        ("{time_secs}", at.format("%-I:%M:%S %p").to_string()),
        ("{time}", at.format("%-I:%M %p").to_string()),
        ("{ago}", short),
    ];
    for (name, value) in names {
        text = text.replace(name, &value);
    }
    Some(text)
}
