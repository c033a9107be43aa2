//! Reading JSON Web Tokens and checking who signed them (RFC 7515), with a public key as a JWK (RFC 7517).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::Value;

/// A token, taken apart.
#[derive(Debug)]
pub(super) struct Jwt {
    pub(super) header: Value,
    pub(super) claims: Value,
    signed: String,
    signature: Vec<u8>,
}

impl Jwt {
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let json = |part: &str| serde_json::from_slice(&bytes(part)?).ok();
        Some(Self {
            header: json(header)?,
            claims: json(claims)?,
            signed: format!("{header}.{claims}"),
            signature: bytes(signature)?,
        })
    }

    /// Whether the owner of this public key signed it, in the way that its header names.
    pub(super) fn is_signed_by(&self, jwk: &Value) -> bool {
        let part = |name: &str| bytes(jwk[name].as_str()?);
        let signed = self.signed.as_bytes();
        match (self.header["alg"].as_str(), jwk["kty"].as_str()) {
            (Some("RS256"), Some("RSA")) => {
                let (Some(n), Some(e)) = (part("n"), part("e")) else { return false };
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, signed, &self.signature).is_ok()
            }
            (Some("ES256"), Some("EC")) if jwk["crv"] == "P-256" => {
                let (Some(x), Some(y)) = (part("x"), part("y")) else { return false };
                let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, [vec![4], x, y].concat());
                key.verify(signed, &self.signature).is_ok()
            }
            _ => false,
        }
    }

    pub(super) fn text(&self, claim: &str) -> &str {
        self.claims[claim].as_str().unwrap_or_default()
    }

    pub(super) fn seconds(&self, claim: &str) -> Option<i64> {
        self.claims[claim].as_i64()
    }
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}
