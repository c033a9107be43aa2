//! Refusals: a status and a sentence, never a cause.

use std::time::Duration;

use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::clock::Clock;
use crate::flow;

/// Both vendors wait this long for an answer (Okta: Event hooks; Slack: Events API, slash commands).
pub(super) const VENDORS_WAIT: Duration = Duration::from_secs(3);
/// Within that, with room for the way back.
pub(super) const STORE_WITHIN: Duration = Duration::from_millis(2600);

const _: () = assert!(STORE_WITHIN.as_millis() < VENDORS_WAIT.as_millis());

/// Why a request is not served.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Not from whom it should be.
    Unauthorized,
    /// Not what it should be; the sentence says what that is.
    Malformed(&'static str),
    /// The body could not be read: too large, or broken off.
    Body(BytesRejection),
    /// The database did not take it in time; sending it again is right.
    Unavailable,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "The credentials of this request are not accepted.\n")
                    .into_response()
            }
            Self::Malformed(expected) => (StatusCode::BAD_REQUEST, format!("{expected}\n")).into_response(),
            Self::Body(why) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                (StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than this route takes.\n").into_response()
            }
            Self::Body(why) => (why.status(), "The body could not be read.\n").into_response(),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "This could not be stored just now; please send it again.\n",
            )
                .into_response(),
        }
    }
}

impl From<BytesRejection> for Refusal {
    fn from(why: BytesRejection) -> Self {
        Self::Body(why)
    }
}

/// Waits for something to be stored as long as the sender waits for us; after that it is asked to send it again.
pub(super) async fn store_in_time(
    clock: &Clock,
    route: &'static str,
    storing: impl Future<Output = flow::Result<()>>,
) -> Result<(), Refusal> {
    let outcome = clock.within(STORE_WITHIN, storing).await;
    let why = match outcome {
        Some(Ok(())) => return Ok(()),
        Some(Err(why)) => why.to_string(),
        None => "the database took too long".to_owned(),
    };
    tracing::error!(
        route,
        error = why,
        "Something could not be stored; the sender is asked to send it again"
    );
    Err(Refusal::Unavailable)
}
