//! Which way to find many people in Slack: each by their address, or all in the list of the whole workspace.
//!
//! Source: <https://docs.slack.dev/apis/web-api/rate-limits> (read 2026-11): `users.lookupByEmail` is of Tier 3, 50 calls a
//! minute and more; `users.list` of Tier 2, 20 and more.

/// Look-ups in a minute. So many people at once wait for nothing.
const LOOK_UPS: usize = 50;
/// Pages of the list in a minute.
const PAGES: usize = 20;

/// So many pages of the list take no longer than looking so many people up one by one; none where these are few.
pub fn pages_worth_reading(unknown: usize) -> usize {
    if unknown <= LOOK_UPS { 0 } else { unknown.saturating_mul(PAGES) / LOOK_UPS }
}
