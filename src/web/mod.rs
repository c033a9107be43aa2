//! What comes in, over HTTP or over Slack's Socket Mode: verify, parse, call one flow, answer. No rules, no SQL.

mod error;
mod health;
mod okta_hook;
mod phase;
mod server;
mod slack_command;
mod slack_event;
mod slack_interaction;
mod socket;
mod verify;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::config::OktaEvents;
use crate::telemetry;
pub use server::{Limits, serve};
pub use socket::{Patience, listen};

/// Okta names no maximum for a batch of events.
const OKTA_BODY: usize = 8 * 1024 * 1024;
/// Far more than any command or click.
const SLACK_BODY: usize = 1024 * 1024;

/// All routes. Those to which nobody is to speak, since events are polled or Slack speaks over a socket, are not there.
pub fn router(app: App) -> Router {
    telemetry::figures();
    let okta = Router::new()
        .route("/okta/hooks", get(okta_hook::verify).post(okta_hook::receive))
        .layer(DefaultBodyLimit::max(OKTA_BODY));
    let slack = Router::new()
        .route("/slack/commands", post(slack_command::receive))
        .route("/slack/interactions", post(slack_interaction::receive))
        .route("/slack/events", post(slack_event::receive))
        .layer(DefaultBodyLimit::max(SLACK_BODY));
    let mut routes = Router::new()
        .route("/healthz", get(health::lives))
        .route("/readyz", get(health::is_ready))
        .route("/metrics", get(health::figures));
    if app.config.okta.events == OktaEvents::Hook {
        routes = routes.merge(okta);
    }
    if !app.slack.has_socket() {
        routes = routes.merge(slack);
    }
    routes.layer(CatchPanicLayer::new()).with_state(app)
}
