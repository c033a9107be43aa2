//! Asking for an access token: client credentials, with an assertion that the service app's key signs.
//!
//! Source: <https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/> (read 2026-11): the
//! assertion's `aud` is the token endpoint of the org, it lasts at most an hour, and a token lasts an hour.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use reqwest::header::{ACCEPT, HeaderMap};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::jwt::signed;
use super::kept::Token;
use super::proof::{Place, Proofs};
use super::scope::scopes;
use super::{DPOP, secret_value};
use crate::clock::Clock;
use crate::config::{OktaConfig, ServiceApp};
use crate::okta::error::OktaError;
use crate::okta::pace::{Bucket, Pace};
use crate::okta::whole;
use crate::outside::{WORD, cut, date_of};

/// The call in errors and figures.
const CALL: &str = "token";
/// How long an assertion is good for: long enough for clocks that differ a little.
const ASSERTION_SECONDS: i64 = 300;
/// A difference between the clocks that is worth trying once more with Okta's.
const CLOCKS_DIFFER_SECONDS: i64 = 30;
/// What a token lasts of which Okta does not say it.
const LASTS: u64 = 3600;

/// How a service app asks.
#[derive(Debug)]
pub(super) struct Grant {
    http: reqwest::Client,
    url: Url,
    app: ServiceApp,
    scopes: Vec<&'static str>,
    proofs: Proofs,
    /// Whether Okta has asked for a proof since the start.
    proves: AtomicBool,
    /// By how many seconds Okta's clock goes before ours, where that mattered.
    ahead: AtomicI64,
    /// The scopes that were last found missing.
    missing: Mutex<Vec<&'static str>>,
    pace: Arc<Pace>,
    clock: Clock,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    scope: Option<String>,
}

#[derive(Deserialize, Default)]
struct Refused {
    #[serde(default)]
    error: String,
    /// Of the errors that come in Okta's own shape.
    #[serde(default, rename = "errorCode")]
    code: String,
}

impl Grant {
    pub(super) fn new(
        config: &OktaConfig,
        app: &ServiceApp,
        http: reqwest::Client,
        pace: Arc<Pace>,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        let base = config.org_url.as_str().trim_end_matches('/');
        Ok(Self {
            http,
            url: format!("{base}/oauth2/v1/token").parse()?,
            app: app.clone(),
            scopes: [scopes(config), app.more_scopes.clone()].concat(),
            proofs: Proofs::new().context("the system gives no random numbers for a key")?,
            proves: AtomicBool::new(false),
            ahead: AtomicI64::new(0),
            missing: Mutex::default(),
            pace,
            clock,
        })
    }

    /// Time that passed, by the clock that nobody can set.
    pub(super) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// A token with all scopes, or with those that the app was granted: what the others are for is refused then, and said so.
    ///
    /// # Errors
    /// As Okta answers.
    pub(super) async fn token(&self) -> Result<Token, OktaError> {
        let refusal = match self.ask(&self.scopes).await {
            Err(why) if why.is_about_scopes() => why,
            other => {
                if let Ok(token) = &other {
                    self.note_missing(token);
                }
                return other;
            }
        };
        // Okta does not say which one it is.
        let mut granted = Vec::new();
        for scope in &self.scopes {
            match self.ask(&[scope]).await {
                Ok(_) => granted.push(*scope),
                Err(why) if why.is_about_scopes() => {}
                Err(why) => return Err(why),
            }
        }
        if granted.is_empty() {
            return Err(refusal);
        }
        let token = self.ask(&granted).await?;
        self.note_missing(&token);
        Ok(token)
    }

    fn note_missing(&self, token: &Token) {
        let missing: Vec<&str> = self.scopes.iter().copied().filter(|scope| !token.has(scope)).collect();
        let mut known = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != missing {
            if missing.is_empty() {
                tracing::info!(api = "okta", "The service app was granted every scope");
            } else {
                let scopes = missing.join(" ");
                tracing::warn!(
                    api = "okta",
                    scopes,
                    "The service app was not granted a scope; what it is for does not work until it is (Okta API Scopes)"
                );
            }
            *known = missing;
        }
    }

    /// Asks for a token with these scopes; once more where Okta wants a proof, a number in it, or reads another clock.
    async fn ask(&self, scopes: &[&str]) -> Result<Token, OktaError> {
        let (mut may_prove, mut may_number, mut may_set_clock) = (true, true, true);
        loop {
            if let Some(until) = self.pace.closed_until(Bucket::Token, self.clock.now()) {
                return Err(OktaError::RateLimited { call: CALL, until });
            }
            let proved = self.proves.load(Ordering::Relaxed);
            let answer = self.request(scopes, proved).await;
            let outcome = answer.as_ref().map_or_else(OktaError::label, |(status, ..)| status.to_string());
            metrics::counter!("certs_api_calls_total", "api" => "okta", "method" => CALL, "status" => outcome)
                .increment(1);
            let (status, headers, body) = answer?;
            self.note_nonce(Place::Tokens, &headers);
            let reset = self.pace.note(Bucket::Token, status, &headers, self.clock.now());
            match status {
                200 => return self.given(&body, scopes),
                429 => return Err(OktaError::RateLimited { call: CALL, until: reset }),
                500.. | 408 => {
                    return Err(OktaError::from_status(CALL, status, &body, super::Asker::ApiToken));
                }
                _ => {}
            }
            let refused: Refused = crate::outside::read(&body).unwrap_or_default();
            match refused.error.as_str() {
                "use_dpop_nonce" if std::mem::take(&mut may_number) => {
                    self.proves.store(true, Ordering::Relaxed);
                }
                "invalid_dpop_proof" if !proved && std::mem::take(&mut may_prove) => {
                    self.proves.store(true, Ordering::Relaxed);
                }
                "invalid_client" | "invalid_dpop_proof"
                    if may_set_clock && self.takes_over_clock(&headers) =>
                {
                    may_set_clock = false;
                }
                _ => return Err(refusal(status, refused)),
            }
        }
    }

    async fn request(&self, scopes: &[&str], proves: bool) -> Result<(u16, HeaderMap, Vec<u8>), OktaError> {
        let assertion = self.assertion()?;
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", &scopes.join(" ")),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &assertion),
        ];
        let mut request = self.http.post(self.url.clone()).form(&form).header(ACCEPT, "application/json");
        if proves {
            let proof = self.proof(Place::Tokens, "POST", &self.url, None)?;
            request = request.header(DPOP, secret_value(&proof));
        }
        let mut response = request.send().await.map_err(|why| OktaError::from_transport(CALL, &why))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok((status, headers, whole(CALL, &mut response).await?))
    }

    fn given(&self, body: &[u8], asked: &[&str]) -> Result<Token, OktaError> {
        let given: Given = crate::outside::read(body).map_err(|why| OktaError::undecodable(CALL, &why))?;
        let is_bound = given.token_type.eq_ignore_ascii_case("DPoP");
        if given.access_token.is_empty() || !given.access_token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(OktaError::broken(CALL, "it holds no access token"));
        }
        let since = self.clock.elapsed();
        let lasts = Duration::from_secs(given.expires_in.unwrap_or(LASTS).clamp(1, 24 * 3600));
        let scopes: BTreeSet<String> = match &given.scope {
            Some(scopes) => scopes.split_whitespace().map(str::to_owned).collect(),
            None => asked.iter().map(|&scope| scope.to_owned()).collect(),
        };
        Ok(Token {
            value: SecretString::from(given.access_token),
            is_bound,
            scopes,
            since,
            ends: since + lasts,
        })
    }

    fn assertion(&self) -> Result<String, OktaError> {
        let (client, iat) = (&self.app.client_id, self.now());
        let jti = uuid::Uuid::new_v4().to_string();
        let claims = json!({ "iss": client, "sub": client, "aud": self.url.as_str(), "jti": jti,
                             "iat": iat, "exp": iat + ASSERTION_SECONDS });
        let token = signed(&self.app.key, json!({ "typ": "JWT", "kid": self.app.key_id }), &claims);
        token.ok_or_else(|| OktaError::broken(CALL, "nothing could be signed"))
    }

    /// A proof for one request.
    pub(super) fn proof(
        &self,
        place: Place,
        method: &str,
        url: &Url,
        token: Option<&str>,
    ) -> Result<String, OktaError> {
        let proof = self.proofs.proof(place, method, url, token, self.now());
        proof.ok_or_else(|| OktaError::broken(CALL, "nothing could be signed"))
    }

    /// Keeps the number that an answer bears for the next proofs.
    pub(super) fn note_nonce(&self, place: Place, headers: &HeaderMap) {
        self.proofs.note_nonce(place, headers);
    }

    /// Seconds since 1970, by Okta's clock where ours was refused.
    fn now(&self) -> i64 {
        self.clock.now().timestamp() + self.ahead.load(Ordering::Relaxed)
    }

    /// Takes Okta's time where it differs from what was shown: a signature is good for minutes.
    fn takes_over_clock(&self, headers: &HeaderMap) -> bool {
        let Some(theirs) = date_of(headers) else { return false };
        let differs = theirs.timestamp() - self.now();
        if differs.abs() < CLOCKS_DIFFER_SECONDS {
            return false;
        }
        let ahead = theirs.timestamp() - self.clock.now().timestamp();
        tracing::warn!(
            api = "okta",
            seconds = ahead,
            "Okta's clock goes before ours by so many seconds; signing by Okta's"
        );
        self.ahead.store(ahead, Ordering::Relaxed);
        true
    }
}

fn refusal(status: u16, refused: Refused) -> OktaError {
    let words = if refused.error.is_empty() { refused.code } else { refused.error };
    let is_code = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let code = Some(cut(words, WORD)).filter(|code| !code.is_empty() && code.chars().all(is_code));
    OktaError::NoToken { status, code: code.unwrap_or_else(|| "without a reason".to_owned()) }
}
