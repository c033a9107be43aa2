//! What an attempt came to, and how long to wait before the next one.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// What a call to a vendor came to. The client decides, because it knows the vendor's words; the row obeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Try again, at the earliest at this instant if the vendor named one.
    Later(Option<DateTime<Utc>>),
    /// It will never work: for this recipient, or because the request itself is wrong.
    Never,
    /// It may have taken effect.
    InDoubt,
    /// Nothing will work until an operator acts: a token, a scope, a setting.
    Stopped,
}

/// First wait of the back-off.
const BASE: Duration = Duration::from_secs(1);
/// Longest wait, jitter aside: whatever was down, its healing is noticed within half a minute.
const CAP: Duration = Duration::from_secs(24);

/// The wait after `attempts` failed tries: doubling, at most 24 s, ± 20 % by `random` (0 to 1) so that many
/// rows do not come back at the same instant.
pub fn back_off(attempts: u32, random: f64) -> Duration {
    let plain = BASE.saturating_mul(2_u32.saturating_pow(attempts.min(10))).min(CAP);
    plain.mul_f64(0.8 + 0.4 * random.clamp(0.0, 1.0))
}
