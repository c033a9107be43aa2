//! For whoever runs the service: does it live, can it work, what are its figures.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::error::STORE_WITHIN;
use crate::app::App;
use crate::flow::observe;
use crate::telemetry;

/// The process answers.
pub(super) async fn lives() -> &'static str {
    "alive\n"
}

/// The database answers and its schema is current. A vendor that is down does not make an instance unready.
pub(super) async fn is_ready(State(app): State<App>) -> impl IntoResponse {
    // A database that hangs is one that does not answer.
    if tokio::time::timeout(STORE_WITHIN, observe::is_ready(&app)).await == Ok(true) {
        (StatusCode::OK, "ready\n")
    } else {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            "not ready: the database does not answer, or its schema is not current\n",
        )
    }
}

/// The figures, in Prometheus' text format.
pub(super) async fn figures(State(app): State<App>) -> impl IntoResponse {
    if let Err(why) = observe::gauge(&app).await {
        tracing::warn!(error = %why, "The queue could not be measured");
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], telemetry::figures().render())
}
