//! The access token of a service app: asked for by one, used by all, and renewed before it ends.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::grant::Grant;
use crate::okta::error::OktaError;

/// So long before its end a token is renewed, or a tenth of its life, if that is less.
const RENEW_BEFORE: Duration = Duration::from_mins(5);
/// After a refusal Okta is not asked again for this long: many steps ask at the same time.
const REFUSED_FOR: Duration = Duration::from_secs(2);
/// After a renewal that failed while the old token still lasts.
const TRY_RENEWAL_AFTER: Duration = Duration::from_secs(20);

/// A token, with times on the clock that nobody can set.
#[derive(Debug)]
pub(in crate::okta) struct Token {
    pub(super) value: SecretString,
    /// It takes a proof beside it.
    pub(super) is_bound: bool,
    pub(super) scopes: BTreeSet<String>,
    pub(super) since: Duration,
    pub(super) ends: Duration,
}

impl Token {
    /// Whether it was given this scope. Who may change something may read it.
    pub(super) fn has(&self, scope: &str) -> bool {
        self.scopes.contains(scope) || self.scopes.contains(&scope.replace(".read", ".manage"))
    }

    fn renewed_at(&self) -> Duration {
        let life = self.ends.saturating_sub(self.since);
        self.ends.saturating_sub(RENEW_BEFORE.min(life / 10))
    }
}

/// See the module.
#[derive(Debug)]
pub(in crate::okta) struct Kept {
    pub(super) grant: Grant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Arc<Token>>,
    /// The last refusal, and until when it stands.
    refused: Option<(Duration, OktaError)>,
}

impl Kept {
    pub(super) fn new(grant: Grant) -> Self {
        Self { grant, state: Mutex::default() }
    }

    /// A token that lasts. Whoever comes while one is asked for waits for that one.
    ///
    /// # Errors
    /// When there is none to be had.
    pub(super) async fn token(&self) -> Result<Arc<Token>, OktaError> {
        let mut state = self.state.lock().await;
        let now = self.grant.elapsed();
        let held = state.token.clone().filter(|token| now < token.ends);
        if let Some(token) = held.as_ref().filter(|token| now < token.renewed_at()) {
            return Ok(token.clone());
        }
        if let Some((_, why)) = state.refused.as_ref().filter(|(until, _)| now < *until) {
            return held.ok_or_else(|| why.clone());
        }
        match self.grant.token().await {
            Ok(token) => {
                let token = Arc::new(token);
                *state = State { token: Some(token.clone()), refused: None };
                Ok(token)
            }
            Err(why) => {
                let pause = if held.is_some() { TRY_RENEWAL_AFTER } else { REFUSED_FOR };
                state.refused = Some((now + pause, why.clone()));
                if held.is_some() {
                    tracing::warn!(api = "okta", error = %why, "The access token could not be renewed; using it while it lasts");
                }
                held.ok_or(why)
            }
        }
    }

    /// Drops a token that was refused, unless another one took its place.
    pub(super) async fn forget(&self, refused: &Arc<Token>) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            state.token = None;
        }
    }

    /// Whether a token was given so long ago.
    pub(super) fn is_older_than(&self, token: &Token, age: chrono::Duration) -> bool {
        let passed = self.grant.elapsed().saturating_sub(token.since);
        age.to_std().is_ok_and(|age| passed >= age)
    }
}
