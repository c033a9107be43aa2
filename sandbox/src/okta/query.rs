//! The query of a request: what was asked for, and whether the endpoint knows it.

use super::state::State;
use crate::limits;
use crate::server::Asked;

/// The query of a request.
pub(super) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(super) fn of(asked: &Asked) -> Self {
        Self { pairs: asked.pairs() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }

    /// Notes every parameter that the endpoint does not have.
    pub(super) fn only(&self, state: &mut State, endpoint: &str, known: &[&str]) {
        for (name, value) in &self.pairs {
            if !known.contains(&name.as_str()) {
                state.record.strange(format!("{endpoint}: unknown query parameter {name}={value}"));
            }
        }
    }

    /// `limit` within its range, or the reason why not.
    pub(super) fn limit(&self, min: usize, max: usize, default: usize) -> Result<usize, String> {
        match self.get("limit") {
            None => Ok(default),
            Some(text) => match text.parse::<usize>() {
                Ok(limit) if (min..=max).contains(&limit) => Ok(limit),
                _ => Err(format!("limit must be between {min} and {max}, not {text:?}")),
            },
        }
    }
}

/// `limit` as the governance lists take it.
pub(super) fn governance_limit(query: &Query) -> Result<usize, String> {
    query.limit(1, limits::GOVERNANCE_PAGE_MAX, limits::GOVERNANCE_PAGE_DEFAULT)
}
