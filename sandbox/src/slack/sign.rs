//! The v0 signature of what Slack sends (docs.slack.dev/authentication/verifying-requests-from-slack).

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The value of `X-Slack-Signature` for a body sent at this `X-Slack-Request-Timestamp`.
pub fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    // HMAC takes a key of any length, so this cannot fail; an empty signature would be refused by any app.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}
