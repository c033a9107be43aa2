//! The shapes of an answer: a method's own, or one of Slack's refusals.

use serde_json::{Value, json};

use super::state::State;

/// What a method answers: the body, or Slack's error code with more to say.
pub(super) type Reply = Result<Value, Refusal>;

/// An answer with `ok: false`.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) Value, pub(super) Option<u64>);

impl From<&str> for Refusal {
    fn from(error: &str) -> Self {
        Self(json!({ "ok": false, "error": error }), None)
    }
}

impl Refusal {
    /// With messages in `response_metadata`, as Slack explains what is wrong with arguments and blocks.
    pub(super) fn because(error: &str, messages: &[String]) -> Self {
        let messages: Vec<String> = messages.iter().map(|message| format!("[ERROR] {message}")).collect();
        let metadata = json!({ "messages": messages });
        Self(json!({ "ok": false, "error": error, "response_metadata": metadata }), None)
    }

    /// A scope that this call needs and the installation does not have.
    pub(super) fn lacks(state: &State, scope: &str) -> Self {
        let provided = state.scopes.join(",");
        Self(json!({ "ok": false, "error": "missing_scope", "needed": scope, "provided": provided }), None)
    }

    /// 429 with `Retry-After`.
    pub(super) fn later(seconds: u64) -> Self {
        Self(json!({ "ok": false, "error": "ratelimited" }), Some(seconds))
    }
}

/// Whether the installation has a scope.
pub(super) fn has_scope(state: &State, scope: &str) -> bool {
    state.scopes.iter().any(|have| have == scope)
}
