//! Proofs of possession (DPoP, RFC 9449): a token that somebody else got hold of is of no use to them.
//!
//! Source of Okta's side: <https://developer.okta.com/docs/guides/dpop/nonoktaresourceserver/main/> (read 2026-11): the
//! first proof is answered with `use_dpop_nonce`, and its number in `DPoP-Nonce` is good for a day.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use super::jwt::{encoded, signed};
use crate::config::PrivateKey;

/// The header in which a number for the next proofs comes.
const NONCE: &str = "dpop-nonce";
/// Longest number that is kept: Okta's have some 32 characters.
const LONGEST_NONCE: usize = 512;

/// Who gives numbers: each its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// The token endpoint.
    Tokens,
    /// Everything else.
    Api,
}

/// The key of this process, which tokens are bound to, and the newest numbers.
#[derive(Debug)]
pub(super) struct Proofs {
    key: PrivateKey,
    public: Value,
    nonces: Mutex<HashMap<Place, String>>,
}

impl Proofs {
    /// With a new key. `None` when the system gives no random numbers.
    pub(super) fn new() -> Option<Self> {
        let key = PrivateKey::generate()?;
        let (x, y) = key.public_point()?;
        let public = json!({ "kty": "EC", "crv": "P-256", "x": encoded(x), "y": encoded(y) });
        Some(Self { key, public, nonces: Mutex::default() })
    }

    /// Keeps the number that an answer bears, if it bears one.
    pub(super) fn note_nonce(&self, place: Place, headers: &HeaderMap) {
        let given = headers.get(NONCE).and_then(|value| value.to_str().ok());
        if let Some(nonce) = given.filter(|nonce| !nonce.is_empty() && nonce.len() <= LONGEST_NONCE) {
            self.nonces.lock().unwrap_or_else(PoisonError::into_inner).insert(place, nonce.to_owned());
        }
    }

    /// A proof for one request at `iat`, in seconds since 1970; bound to `token` where one is shown.
    pub(super) fn proof(
        &self,
        place: Place,
        method: &str,
        url: &Url,
        token: Option<&str>,
        iat: i64,
    ) -> Option<String> {
        let mut target = url.clone();
        target.set_query(None);
        target.set_fragment(None);
        let jti = uuid::Uuid::new_v4().to_string();
        let mut claims = json!({ "jti": jti, "htm": method, "htu": target.as_str(), "iat": iat });
        if let Some(nonce) = self.nonces.lock().unwrap_or_else(PoisonError::into_inner).get(&place) {
            claims["nonce"] = json!(nonce);
        }
        if let Some(token) = token {
            claims["ath"] = json!(encoded(&Sha256::digest(token.as_bytes())));
        }
        signed(&self.key, json!({ "typ": "dpop+jwt", "jwk": self.public }), &claims)
    }
}
