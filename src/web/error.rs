//! Refusals: a status and a sentence, never a cause.

use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

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
