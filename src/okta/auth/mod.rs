//! What we show Okta to be let in: an SSWS token, or the access token of a service app.

mod grant;
mod jwt;
mod kept;
mod proof;
mod scope;

use std::sync::Arc;

use chrono::Duration;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use reqwest::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::error::{Asker, OktaError};
use super::pace::Pace;
use crate::clock::Clock;
use crate::config::{OktaAccess, OktaConfig};
use kept::{Kept, Token};
use proof::Place;
pub(super) use scope::scope_of;
pub use scope::{OF_DOCTOR, OF_SETUP};

/// The header that bears a proof of possession (RFC 9449, section 4.1).
const DPOP: HeaderName = HeaderName::from_static("dpop");
/// A scope that was granted meanwhile shows in a new token alone. One is asked for no sooner than this after the last.
const LOOK_FOR_SCOPES_AFTER: Duration = Duration::seconds(15);

/// The kinds of credentials; clones share what they were given.
#[derive(Debug, Clone)]
pub(in crate::okta) enum Auth {
    /// An SSWS token: the rights of the administrator who made it.
    Token(SecretString),
    /// An OAuth 2.0 service app, whose access tokens are kept and renewed.
    App(Arc<Kept>),
}

/// What one request shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) headers: HeaderMap,
    token: Option<Arc<Token>>,
}

/// Why a request that was refused is to be made once more, with something else shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// The access token had ended, or was revoked.
    NewToken,
    /// The proof has to bear a number that Okta has just given.
    WithNonce,
}

impl Auth {
    pub(super) fn new(
        config: &OktaConfig,
        http: reqwest::Client,
        pace: Arc<Pace>,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        Ok(match &config.access {
            OktaAccess::Token(token) => Self::Token(token.clone()),
            OktaAccess::ServiceApp(app) => {
                Self::App(Arc::new(Kept::new(grant::Grant::new(config, app, http, pace, clock)?)))
            }
        })
    }

    /// What a request shows; asks for an access token where there is none, or none that lasts.
    ///
    /// # Errors
    /// When there is none to be had.
    pub(super) async fn show(&self, method: &Method, url: &Url) -> Result<Shown, OktaError> {
        match self {
            Self::Token(token) => {
                let mut headers = HeaderMap::new();
                headers.insert(AUTHORIZATION, secret_header("SSWS", token.expose_secret()));
                Ok(Shown { headers, token: None })
            }
            Self::App(app) => {
                let token = app.token().await?;
                let mut headers = HeaderMap::new();
                let scheme = if token.is_bound { "DPoP" } else { "Bearer" };
                headers.insert(AUTHORIZATION, secret_header(scheme, token.value.expose_secret()));
                if token.is_bound {
                    let proof = app.grant.proof(
                        Place::Api,
                        method.as_str(),
                        url,
                        Some(token.value.expose_secret()),
                    )?;
                    headers.insert(DPOP, secret_value(&proof));
                }
                Ok(Shown { headers, token: Some(token) })
            }
        }
    }

    /// Whether Okta binds what it gives us to a key of ours, so that every call takes a proof (DPoP). Only once something was
    /// given.
    pub(in crate::okta) async fn is_bound(&self) -> bool {
        match self {
            Self::Token(_) => false,
            Self::App(app) => app.token().await.is_ok_and(|token| token.is_bound),
        }
    }

    /// Takes note of an answer, and says whether the request is to be made again.
    pub(super) async fn learn(
        &self,
        shown: &Shown,
        scope: &'static str,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Again> {
        let (Self::App(app), Some(token)) = (self, &shown.token) else { return None };
        app.grant.note_nonce(Place::Api, headers);
        match status {
            StatusCode::UNAUTHORIZED if asks_for_nonce(headers) => Some(Again::WithNonce),
            StatusCode::UNAUTHORIZED => {
                app.forget(token).await;
                Some(Again::NewToken)
            }
            // Granted since, perhaps.
            StatusCode::FORBIDDEN if !token.has(scope) && app.is_older_than(token, LOOK_FOR_SCOPES_AFTER) => {
                app.forget(token).await;
                Some(Again::NewToken)
            }
            _ => None,
        }
    }

    /// Who is refused when that is refused.
    pub(super) fn asker(&self, shown: &Shown, scope: &'static str) -> Asker {
        match (self, &shown.token) {
            (Self::App(_), Some(token)) => Asker::ServiceApp { lacks: (!token.has(scope)).then_some(scope) },
            _ => Asker::ApiToken,
        }
    }
}

/// Whether a refused request lacked the number of its proof (RFC 9449, section 9).
fn asks_for_nonce(headers: &HeaderMap) -> bool {
    let challenges = headers.get_all(WWW_AUTHENTICATE).iter();
    challenges.filter_map(|value| value.to_str().ok()).any(|text| text.contains("use_dpop_nonce"))
}

fn secret_header(scheme: &str, secret: &str) -> HeaderValue {
    secret_value(&format!("{scheme} {secret}"))
}

fn secret_value(text: &str) -> HeaderValue {
    // What cannot stand in a header was refused when it was read.
    let mut value = HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("none"));
    value.set_sensitive(true);
    value
}
