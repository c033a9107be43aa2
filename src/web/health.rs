//! For whoever runs the service: does it live, can it work, what are its figures.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::error::STORE_WITHIN;
use crate::app::App;
use crate::flow::observe::{self, Database};
use crate::telemetry;

/// The process answers.
pub(super) async fn lives() -> &'static str {
    "alive\n"
}

/// The database answers, keeps what is written, and its schema is current. A vendor that is down does not make an
/// instance unready.
pub(super) async fn is_ready(State(app): State<App>) -> impl IntoResponse {
    match observe::look_at_database(&app, STORE_WITHIN).await {
        Database::Ready => (StatusCode::OK, "ready\n"),
        Database::OtherSchema => (
            StatusCode::SERVICE_UNAVAILABLE,
            "not ready: the database's schema is not the one that this version needs\n",
        ),
        Database::InTrouble => (
            StatusCode::SERVICE_UNAVAILABLE,
            "not ready: the database does not answer, or does not take what is written\n",
        ),
    }
}

/// The figures, in Prometheus' text format.
pub(super) async fn figures(State(app): State<App>) -> impl IntoResponse {
    // Whatever the database does, the figures are given, well within the ten seconds that Prometheus waits.
    if observe::look_at_database(&app, STORE_WITHIN).await != Database::InTrouble
        && let Err(why) = observe::gauge(&app).await
    {
        tracing::warn!(error = %why, "The queue could not be measured");
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], telemetry::figures().render())
}
