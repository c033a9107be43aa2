//! What no client can be faster than, by the limits that both vendors publish.
//!
//! Okta counts in minutes that begin with their first request, and so does the local Slack: what fills so many minutes may
//! be asked for as soon as the last of them opens. Slack itself calls the burst it takes short and tells no figure; who
//! keeps an even pace is as fast as [`evenly`] says.

use chrono::Duration;
use sandbox::limits::{GOVERNANCE_PER_MINUTE, POSTS_PER_MINUTE};

/// Until the last of so many pages of one of Okta's governance buckets can be asked for.
pub fn reading(pages: usize) -> Duration {
    minutes(pages, GOVERNANCE_PER_MINUTE)
}

/// Until the last of so many messages can be sent, by a service whose own ceiling this is.
pub fn sending(messages: usize, ceiling: u32) -> Duration {
    minutes(messages, ceiling.min(POSTS_PER_MINUTE))
}

/// The same at an even pace.
pub fn evenly(messages: usize, ceiling: u32) -> Duration {
    let limit = ceiling.min(POSTS_PER_MINUTE);
    Duration::seconds(60) * i32::try_from(messages).unwrap_or(i32::MAX) / i32::try_from(limit).unwrap_or(1)
}

/// A time, for people.
pub fn said(time: Duration) -> String {
    format!("{} min {:02} s", time.num_minutes(), time.num_seconds() % 60)
}

/// How many times one is the other.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub fn ratio(one: Duration, other: Duration) -> f64 {
    one.num_milliseconds() as f64 / other.num_milliseconds() as f64
}

/// Until the last of so many calls may be made.
fn minutes(calls: usize, per_minute: u32) -> Duration {
    let full = calls.div_ceil(per_minute as usize).saturating_sub(1);
    Duration::minutes(i64::try_from(full).unwrap_or(i64::MAX))
}
