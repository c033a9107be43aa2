//! OAuth 2.0 service apps: their registration, and what becomes of their tokens.

mod api;
mod jwt;
mod proof;
mod token;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Okta;
use crate::limits;

pub(super) use api::check;
pub(super) use token::{PATH, answer};

/// An API Services app, as it is set up in Okta's console.
#[derive(Clone, Debug)]
pub struct ServiceApp {
    /// Its client id.
    pub client_id: String,
    /// Its public keys, as JWKs with a `kid`.
    pub keys: Vec<Value>,
    /// The scopes that it was granted.
    pub scopes: Vec<String>,
    /// *Require Demonstrating Proof of Possession (DPoP) header in token requests*.
    pub needs_dpop: bool,
    /// Whether it is switched on.
    pub is_active: bool,
}

/// An access token that was given.
#[derive(Debug)]
struct Given {
    client_id: String,
    scopes: Vec<String>,
    ends: DateTime<Utc>,
    /// The key that a proof has to be signed with, of a token that is bound to one.
    bound_to: Option<Value>,
}

/// What the org knows of service apps.
#[derive(Debug)]
pub(super) struct OAuth {
    /// The base URL of the org, which assertions and proofs name.
    pub(super) url: String,
    apps: Vec<ServiceApp>,
    given: HashMap<String, Given>,
    /// The ids of assertions and proofs: each is good once.
    used: HashSet<String>,
    lifetime: i64,
    /// The number that proofs to the token endpoint have to bear.
    nonce: String,
    /// The number that proofs to the API have to bear, where it wants one.
    api_nonce: Option<String>,
}

impl Default for OAuth {
    fn default() -> Self {
        Self {
            url: String::new(),
            apps: Vec::new(),
            given: HashMap::new(),
            used: HashSet::new(),
            lifetime: limits::ACCESS_TOKEN_SECONDS,
            nonce: fresh(),
            api_nonce: None,
        }
    }
}

impl OAuth {
    /// Whether this id was not used before.
    fn is_new(&mut self, jti: &str) -> bool {
        !jti.is_empty() && self.used.insert(jti.to_owned())
    }
}

fn fresh() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

impl Okta {
    /// Registers a service app, or puts it in the place of the one with this client id.
    pub fn register_app(&self, app: ServiceApp) {
        self.with(|state| {
            state.oauth.apps.retain(|known| known.client_id != app.client_id);
            state.oauth.apps.push(app);
        });
    }

    /// Changes a service app in the console.
    pub fn change_app(&self, client_id: &str, change: impl FnOnce(&mut ServiceApp)) {
        self.with(|state| match state.oauth.apps.iter_mut().find(|app| app.client_id == client_id) {
            Some(app) => change(app),
            None => state.record.strange(format!("a story names an app that is not there: {client_id}")),
        });
    }

    /// Every access token so far is good for nothing any more.
    pub fn revoke_access_tokens(&self) {
        self.with(|state| state.oauth.given.clear());
    }

    /// How many seconds an access token lasts that is given from now on.
    pub fn set_token_lifetime(&self, seconds: i64) {
        self.with(|state| state.oauth.lifetime = seconds);
    }

    /// From now on proofs to the token endpoint have to bear another number.
    pub fn change_nonce(&self) {
        self.with(|state| state.oauth.nonce = fresh());
    }

    /// From now on proofs to the API have to bear a number too, another one each time this is called.
    pub fn want_nonce_at_api(&self) {
        self.with(|state| state.oauth.api_nonce = Some(fresh()));
    }
}
