//! The shapes of an answer: a body with its headers, or one of Okta's errors.

use serde_json::{Value, json};

/// An answer before the headers that every answer bears.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
    /// Headers that only some answers bear, such as `link` where the endpoint pages by them.
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: 200, body, headers: Vec::new() }
    }

    /// Okta's error for the code.
    pub(super) fn error(code: &str, cause: Option<&str>) -> Self {
        let (status, summary) = match code {
            "E0000001" => (400, "Api validation failed".to_owned()),
            "E0000004" => (401, "Authentication failed".to_owned()),
            "E0000006" => (403, "You do not have permission to perform the requested action".to_owned()),
            "E0000007" => (404, format!("Not found: Resource not found: {}", cause.unwrap_or_default())),
            "E0000011" => (401, "Invalid token provided".to_owned()),
            "E0000022" => (405, "The endpoint does not support the provided HTTP method".to_owned()),
            "E0000031" => (400, "Invalid search criteria.".to_owned()),
            "E0000047" => (429, "API call exceeded rate limit due to too many requests.".to_owned()),
            _ => (500, "Internal Server Error".to_owned()),
        };
        let causes: Vec<Value> = match (code, cause) {
            ("E0000007", _) | (_, None) => Vec::new(),
            (_, Some(cause)) => vec![json!({ "errorSummary": cause })],
        };
        let id = format!("oae{}", uuid::Uuid::new_v4().simple());
        let body = json!({
            "errorCode": code,
            "errorSummary": summary,
            "errorLink": code,
            "errorId": id,
            "errorCauses": causes,
        });
        Self { status, body, headers: Vec::new() }
    }

    pub(super) fn not_found(what: &str, kind: &str) -> Self {
        Self::error("E0000007", Some(&format!("{what} ({kind})")))
    }

    /// Any status with the error body that comes closest.
    pub(super) fn status(status: u16) -> Self {
        let code = match status {
            400 => "E0000001",
            401 => "E0000011",
            403 => "E0000006",
            404 => "E0000007",
            429 => "E0000047",
            _ => "E0000009",
        };
        Self { status, ..Self::error(code, None) }
    }
}
