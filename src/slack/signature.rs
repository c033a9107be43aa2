//! What Slack signs its requests with, version 0: an HMAC over the time and the raw body.
//!
//! Source: <https://docs.slack.dev/authentication/verifying-requests-from-slack> (read 2026-11).

use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The code of a request with this `X-Slack-Request-Timestamp` and body, still to be compared or written out.
pub fn mac(secret: &SecretString, stamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    for part in [b"v0:".as_slice(), stamp.as_bytes(), b":", body] {
        mac.update(part);
    }
    Some(mac)
}

/// The `X-Slack-Signature` of a request.
pub fn sign(secret: &SecretString, stamp: &str, body: &[u8]) -> String {
    let code = mac(secret, stamp, body).map(|mac| mac.finalize().into_bytes());
    format!("v0={}", code.map(hex::encode).unwrap_or_default())
}
