//! What cannot be done, in a sentence.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Why there is no page.
pub struct Sorry(StatusCode, String);

/// There is nothing of this name.
pub fn not_found(why: impl Into<String>) -> Sorry {
    Sorry(StatusCode::NOT_FOUND, why.into())
}

/// It is understood, and cannot be done.
pub fn refused(why: impl Into<String>) -> Sorry {
    Sorry(StatusCode::UNPROCESSABLE_ENTITY, why.into())
}

/// It is not for whoever asks.
pub fn forbidden(why: impl Into<String>) -> Sorry {
    Sorry(StatusCode::FORBIDDEN, why.into())
}

impl From<anyhow::Error> for Sorry {
    fn from(why: anyhow::Error) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, format!("That did not work: {why:#}"))
    }
}

impl IntoResponse for Sorry {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}
