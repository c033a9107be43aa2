//! Okta's event hook: the one-time verification, and batches of events.
//!
//! Source: <https://developer.okta.com/docs/concepts/event-hooks/> (read 2026-11): three seconds, one retry after a
//! 5xx, none after a 4xx.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::error::{Refusal, store_in_time};
use super::verify;
use crate::app::App;
use crate::flow::accept;
use crate::okta::HookEnvelope;

/// Proves to Okta that this address is ours.
pub(super) async fn verify(headers: HeaderMap) -> Result<Json<Value>, Refusal> {
    let challenge = headers.get("x-okta-verification-challenge").and_then(|value| value.to_str().ok());
    let challenge =
        challenge.ok_or(Refusal::Malformed("The header X-Okta-Verification-Challenge is missing."))?;
    Ok(Json(json!({ "verification": challenge })))
}

/// Takes a batch of events in; 204 only when every one of them is stored.
#[tracing::instrument(name = "hook", skip_all)]
pub(super) async fn receive(State(app): State<App>, request: Request) -> Result<StatusCode, Refusal> {
    verify::okta(&app, request.headers())?;
    let body = Bytes::from_request(request, &()).await?;
    let envelope = HookEnvelope::read(&body)
        .map_err(|_| Refusal::Malformed("The body is not an event hook's JSON with data.events."))?;
    store_in_time(&app.clock, "/okta/hooks", accept::okta_events(&app, envelope.data.events)).await?;
    Ok(StatusCode::NO_CONTENT)
}
