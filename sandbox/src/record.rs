//! What was asked and answered, kept so that a story can look at it and a contract test can judge it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// One request and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// When it came, by the injected clock.
    pub at: DateTime<Utc>,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query as it was sent, percent-encoded.
    pub query: String,
    /// The body: JSON as it is, a form as an object of strings, else null.
    pub body: Value,
    /// The HTTP status; 0 where no answer was given.
    pub status: u16,
    /// The JSON body of the answer, null where there is none.
    pub answer: Value,
}

/// The calls, and the requests that were not understood.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) calls: Vec<Call>,
    pub(crate) strange: Vec<String>,
    /// Answers are not kept: those of a long list would fill the memory.
    pub(crate) is_brief: bool,
}

impl Record {
    pub(crate) fn strange(&mut self, what: impl Into<String>) {
        self.strange.push(what.into());
    }
}
