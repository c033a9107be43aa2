//! The Events API: the one-time verification, and events, which Slack repeats with the same `event_id`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::error::{Refusal, store_in_time};
use super::verify;
use crate::app::App;
use crate::flow::accept;
use crate::outside::is_id;
use crate::slack::EventEnvelope;

/// For the log.
const ROUTE: &str = "/slack/events";

/// Takes an event in; 503 makes Slack send it again.
#[tracing::instrument(name = "slack event", skip_all)]
pub(super) async fn receive(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    let Some(body) = verify::slack(&app, request).await? else { return Ok(StatusCode::OK.into_response()) };
    let malformed = || Refusal::Malformed("The body is not an Events API request.");
    let envelope = EventEnvelope::read(&body).map_err(|_| malformed())?;
    if envelope.r#type == "url_verification" {
        let challenge = envelope.challenge.ok_or_else(malformed)?;
        return Ok(Json(json!({ "challenge": challenge })).into_response());
    }
    take(&app, ROUTE, envelope).await?;
    Ok(StatusCode::OK.into_response())
}

/// Stores an event that starts work; the others, for example `app_rate_limited`, ask for nothing.
pub(super) async fn take(app: &App, route: &'static str, envelope: EventEnvelope) -> Result<(), Refusal> {
    let (Some(event_id), Some(event)) = (envelope.event_id, envelope.event) else { return Ok(()) };
    let user = event.user.0.unwrap_or_default();
    let is_wanted = event.r#type == accept::HOME_OPENED && event.tab.as_deref() != Some("messages");
    // What no database could find again is not Slack's, and refusing it would make Slack repeat it.
    if is_wanted && is_id(&user) && is_id(&event_id) {
        let storing = accept::slack_event(app, &event_id, &event.r#type, &user);
        store_in_time(&app.clock, route, storing).await?;
    }
    Ok(())
}
