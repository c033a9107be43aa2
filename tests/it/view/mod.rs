//! What Slack shows: wording by snapshot, limits and safety by hostile input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod escalation;
mod hostile;
mod limits;
mod nudges;
mod owner;
mod page;
mod paging;
mod sizes;
mod story;
mod templates;
mod wording;

pub use certs::slack::view::samples::data::{
    campaign, choice, details, frame, handed, in_question, mine, now, overview, progress, reminded,
    unreachable,
};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
