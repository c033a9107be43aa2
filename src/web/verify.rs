//! Is a request from whom it says? Okta shows a secret, Slack signs the raw body.
//!
//! Source: <https://docs.slack.dev/authentication/verifying-requests-from-slack> (read 2026-11). slack-morphism's
//! verifier reads the system's clock, which cannot be moved; this one reads ours.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use hmac::Mac;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::error::Refusal;
use crate::app::App;
use crate::slack;

/// A signature is good for so many seconds before and after it was made.
const WINDOW_SECONDS: i64 = 300;

/// Checks the secret in a hook's `Authorization`, before the body is read.
pub(super) fn okta(app: &App, headers: &HeaderMap) -> Result<(), Refusal> {
    let shown = single(headers, AUTHORIZATION.as_str()).unwrap_or_default();
    let secret = app.config.okta.hook_secret.expose_secret();
    // Without a secret nobody is let in, rather than whoever shows none.
    if !secret.is_empty() && bool::from(shown.as_bytes().ct_eq(secret.as_bytes())) {
        return Ok(());
    }
    tracing::warn!(route = "/okta/hooks", "Refused a request: its Authorization is not OKTA_HOOK_SECRET");
    Err(Refusal::Unauthorized)
}

/// Slack's probe of a request URL's certificate, a form.
#[derive(Deserialize)]
struct Probe {
    ssl_check: Option<String>,
}

/// The body of a request that Slack signed; none of a probe, which may come unsigned and for which nothing is done.
pub(super) async fn slack(app: &App, request: Request) -> Result<Option<Bytes>, Refusal> {
    let (route, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let body = Bytes::from_request(request, &()).await?;
    if serde_urlencoded::from_bytes::<Probe>(&body).is_ok_and(|probe| probe.ssl_check.is_some()) {
        return Ok(None);
    }
    check(app, &route, &headers, &body)?;
    Ok(Some(body))
}

fn check(app: &App, route: &str, headers: &HeaderMap, body: &[u8]) -> Result<(), Refusal> {
    let secret = &app.config.slack.signing_secret;
    // Without a secret nobody is let in: anybody could sign with none.
    let has_secret = !secret.expose_secret().is_empty();
    if !has_secret || !is_signed(secret, headers, body, app.clock.now().timestamp()) {
        tracing::warn!(route, "Refused a request: it is not signed with SLACK_SIGNING_SECRET, or too old");
        return Err(Refusal::Unauthorized);
    }
    Ok(())
}

fn is_signed(secret: &SecretString, headers: &HeaderMap, body: &[u8], now: i64) -> bool {
    let Some(stamp) = single(headers, "x-slack-request-timestamp") else { return false };
    let Some(signature) = single(headers, "x-slack-signature").and_then(|text| text.strip_prefix("v0="))
    else {
        return false;
    };
    let in_time = stamp.parse::<i64>().is_ok_and(|at| now.abs_diff(at) <= WINDOW_SECONDS.unsigned_abs());
    let (Ok(signature), Some(mac)) = (hex::decode(signature), slack::mac(secret, stamp, body)) else {
        return false;
    };
    // Both are checked always, and the comparison takes as long whatever differs.
    mac.verify_slice(&signature).is_ok() & in_time
}

/// A header that is there once: of two, nobody knows which was meant.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())?.to_str().ok()
}
