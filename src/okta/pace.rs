//! Okta's rate limits, obeyed from its own headers: before a call when a bucket is known to be empty, and after
//! a 429.
//!
//! Source: <https://developer.okta.com/docs/reference/rl-best-practices/> (read 2026-11): `X-Rate-Limit-Remaining`,
//! `X-Rate-Limit-Reset` in epoch seconds of *Okta's* clock, so the wait is taken from the `Date` of the same answer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use reqwest::header::HeaderMap;

use crate::outside::date_of;

/// Calls that share a budget. Okta counts campaigns and reviews apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Bucket {
    Campaigns,
    Reviews,
    Groups,
    Users,
    Apps,
    Logs,
    EventHooks,
    Settings,
    /// The token endpoint, of service apps.
    Token,
}

/// No published window is longer than a minute; more than this is a broken clock or header.
const LONGEST_WAIT_SECONDS: i64 = 120;
/// The wait after a 429 that says nothing useful.
const DEFAULT_WAIT_SECONDS: i64 = 10;

/// Which buckets are empty until when.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<HashMap<Bucket, DateTime<Utc>>>);

impl Pace {
    /// When the bucket opens again, if it is closed at `now`.
    pub(super) fn closed_until(&self, bucket: Bucket, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let closed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        closed.get(&bucket).copied().filter(|until| *until > now)
    }

    /// Takes note of an answer; returns when the bucket is open (again).
    pub(super) fn note(
        &self,
        bucket: Bucket,
        status: u16,
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let number =
            |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<i64>().ok());
        let is_empty = number("x-rate-limit-remaining").is_some_and(|left| left <= 0);
        if status != 429 && !is_empty {
            return now;
        }
        let theirs = date_of(headers).unwrap_or(now).timestamp();
        let wait = match number("x-rate-limit-reset") {
            // A second more: `Date` has no fractions, and a call too early costs a whole window.
            Some(reset) => reset.saturating_sub(theirs).saturating_add(1).clamp(1, LONGEST_WAIT_SECONDS),
            None => DEFAULT_WAIT_SECONDS,
        };
        let until = now + Duration::seconds(wait);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(bucket, until);
        until
    }
}
