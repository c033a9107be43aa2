//! What a check found.

use serde::Serialize;

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Works, and not as well as it could.
    Warning,
    /// Must be put right.
    Failed,
    /// Cannot be seen from here, or not now.
    Unseen,
}

/// What a check found, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How it stands.
    pub level: Level,
    /// What was found.
    pub found: String,
    /// What to do; none where there is nothing.
    pub remedy: Option<String>,
}

impl Finding {
    /// As it should be.
    pub fn ok(found: impl Into<String>) -> Self {
        Self { level: Level::Ok, found: found.into(), remedy: None }
    }

    /// Not as good as it could be.
    pub fn warning(found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Warning, found: found.into(), remedy: Some(remedy.into()) }
    }

    /// Wrong.
    pub fn failed(found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Failed, found: found.into(), remedy: Some(remedy.into()) }
    }

    /// Not to be seen from here; how a person can see it.
    pub fn unseen(found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level: Level::Unseen, found: found.into(), remedy: Some(remedy.into()) }
    }

    /// Not looked at, since something else is wrong that its own check names.
    pub fn waits_for(what: &str) -> Self {
        Self { level: Level::Unseen, found: format!("not looked at: {what}"), remedy: None }
    }
}
