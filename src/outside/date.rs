//! What a vendor's clock shows.

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap};

/// The time at which an answer was given, by the clock of whoever gave it. It has no fractions of a second. `None` where it
/// is not said, or not understood (RFC 9110, section 6.6.1).
pub fn date_of(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE)?.to_str().ok()?;
    Some(DateTime::parse_from_rfc2822(date).ok()?.to_utc())
}
