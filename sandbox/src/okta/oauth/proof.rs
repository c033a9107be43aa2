//! Proofs of possession (DPoP, RFC 9449, section 4.3): what makes one good.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::jwt::Jwt;
use crate::limits;
use crate::okta::state::State;
use crate::server::Asked;

/// What is wrong with a proof.
#[derive(Debug)]
pub(super) enum Wrong {
    /// It is none, or not of this request.
    Proof(&'static str),
    /// It lacks the number, or bears an old one.
    Nonce,
}

/// The public key of whoever made the request, when its proof is good.
pub(super) fn check(
    state: &mut State,
    asked: &Asked,
    now: DateTime<Utc>,
    nonce: Option<&str>,
    token_hash: Option<&str>,
) -> Result<Value, Wrong> {
    let text = asked.header("dpop").ok_or(Wrong::Proof("The DPoP proof JWT header is missing."))?;
    let proof = Jwt::read(text).ok_or(Wrong::Proof("The DPoP proof is no JWT."))?;
    if proof.header["typ"] != "dpop+jwt" {
        return Err(Wrong::Proof("The typ of the DPoP proof must be dpop+jwt."));
    }
    let key = proof.header["jwk"].clone();
    if !key["d"].is_null() || !proof.is_signed_by(&key) {
        return Err(Wrong::Proof("The DPoP proof is not signed with the public key that it bears."));
    }
    let target = format!("{}{}", state.oauth.url, asked.path);
    if proof.text("htm") != asked.method || proof.text("htu") != target {
        return Err(Wrong::Proof("The htm and htu of the DPoP proof are not those of the request."));
    }
    let late = proof.seconds("iat").map(|iat| (now.timestamp() - iat).abs());
    if late.is_none_or(|late| late > limits::PROOF_SECONDS) {
        return Err(Wrong::Proof("The DPoP proof was issued at another time."));
    }
    if proof.claims["ath"].as_str() != token_hash {
        return Err(Wrong::Proof("The ath of the DPoP proof is not that of the access token."));
    }
    if nonce.is_some() && proof.claims["nonce"].as_str() != nonce {
        return Err(Wrong::Nonce);
    }
    if !state.oauth.is_new(proof.text("jti")) {
        return Err(Wrong::Proof("The jti of the DPoP proof was used before."));
    }
    Ok(key)
}
