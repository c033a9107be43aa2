//! A private key to sign with: RSA or EC on P-256, written as PEM or as a JWK, whichever Okta's console or openssl made.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use serde::Deserialize;

/// What can be used, for whoever set something else.
pub(super) const EXPECTED: &str = "an RSA key of at least 2048 bits or an EC key on P-256, as PEM (PKCS#8, PKCS#1 or SEC1, not encrypted) or as a JWK";

/// `ecPublicKey` on the curve `prime256v1`, as PKCS#8 names the kind of a key (RFC 5480, section 2.1.1).
const EC_ON_P256: &[u8] = &[
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07,
];

/// A private key; clones share it, and its `Debug` says no more than what it signs with.
#[derive(Clone)]
pub struct PrivateKey {
    pair: Arc<Pair>,
    /// The id that a JWK bears (`kid`).
    pub(super) id: Option<String>,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.algorithm())
    }
}

impl PrivateKey {
    /// Reads a key. In PEM, `\n` may stand for the end of a line, as where an environment holds no real one. `None` when
    /// it is none that can be used.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with('{') {
            return from_jwk(text);
        }
        let pair = from_pem(&text.replace("\\r", "").replace("\\n", "\n"))?;
        Some(Self { pair: Arc::new(pair), id: None })
    }

    /// A new key on P-256 that nobody else has. `None` when the system gives no random numbers.
    pub fn generate() -> Option<Self> {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).ok()?;
        Some(Self { pair: Arc::new(ec_from_pkcs8(made.as_ref())?), id: None })
    }

    /// The name of the way it signs (RFC 7518, section 3.1).
    pub fn algorithm(&self) -> &'static str {
        match *self.pair {
            Pair::Rsa(_) => "RS256",
            Pair::Ec(_) => "ES256",
        }
    }

    /// The signature of `message`, as a JWT bears it. `None` when the system gives no random numbers.
    pub fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match &*self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).ok()?;
                Some(signature)
            }
            Pair::Ec(pair) => Some(pair.sign(&random, message).ok()?.as_ref().to_vec()),
        }
    }

    /// The coordinates of the public half, each 32 bytes, of a key on P-256.
    pub fn public_point(&self) -> Option<(&[u8], &[u8])> {
        let Pair::Ec(pair) = &*self.pair else { return None };
        // 4 says that both follow (SEC1, section 2.3.3).
        let point = pair.public_key().as_ref().strip_prefix(&[4])?;
        point.split_at_checked(32).filter(|(_, y)| y.len() == 32)
    }
}

fn from_pem(pem: &str) -> Option<Pair> {
    match PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok()? {
        PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).ok().map(Pair::Rsa),
        PrivateKeyDer::Sec1(der) => ec_from_pkcs8(&pkcs8_of(der.secret_sec1_der())),
        PrivateKeyDer::Pkcs8(der) => {
            let der = der.secret_pkcs8_der();
            RsaKeyPair::from_pkcs8(der).ok().map(Pair::Rsa).or_else(|| ec_from_pkcs8(der))
        }
        _ => None,
    }
}

fn ec_from_pkcs8(der: &[u8]) -> Option<Pair> {
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new());
    pair.ok().map(Pair::Ec)
}

/// The same key as PKCS#8, which is all that ring reads. One on another curve is refused when it is read.
fn pkcs8_of(sec1: &[u8]) -> Vec<u8> {
    let version = [0x02, 0x01, 0x00];
    element(0x30, &[&version, EC_ON_P256, &element(0x04, sec1)].concat())
}

/// An element of DER (X.690, section 8.1): its tag, its length, what it holds.
fn element(tag: u8, holds: &[u8]) -> Vec<u8> {
    let bytes = holds.len().to_be_bytes();
    let length = bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
    let mut der = vec![tag];
    if holds.len() >= 0x80 {
        // At most eight, so it fits.
        der.push(0x80 | u8::try_from(length.len()).unwrap_or_default());
    }
    der.extend(length);
    der.extend_from_slice(holds);
    der
}

/// The members of a private JWK (RFC 7518, sections 6.2.2 and 6.3.2).
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    crv: String,
    x: String,
    y: String,
    n: String,
    e: String,
    d: String,
    p: String,
    q: String,
    dp: String,
    dq: String,
    qi: String,
}

fn from_jwk(json: &str) -> Option<PrivateKey> {
    let jwk: Jwk = serde_json::from_str(json).ok()?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    let pair = match jwk.kty.as_str() {
        "RSA" => {
            // ring wants numbers without zeros before them.
            let number = |text| {
                let bytes = bytes(text)?;
                let start = bytes.iter().position(|byte| *byte != 0)?;
                Some(bytes[start..].to_vec())
            };
            let public_key = rsa::PublicKeyComponents { n: number(&jwk.n)?, e: number(&jwk.e)? };
            let parts = rsa::KeyPairComponents {
                public_key,
                d: number(&jwk.d)?,
                p: number(&jwk.p)?,
                q: number(&jwk.q)?,
                dP: number(&jwk.dp)?,
                dQ: number(&jwk.dq)?,
                qInv: number(&jwk.qi)?,
            };
            Pair::Rsa(RsaKeyPair::from_components(&parts).ok()?)
        }
        "EC" if jwk.crv == "P-256" => {
            let public = [vec![4], bytes(&jwk.x)?, bytes(&jwk.y)?].concat();
            let pair = EcdsaKeyPair::from_private_key_and_public_key(
                &ECDSA_P256_SHA256_FIXED_SIGNING,
                &bytes(&jwk.d)?,
                &public,
                &SystemRandom::new(),
            );
            Pair::Ec(pair.ok()?)
        }
        _ => return None,
    };
    Some(PrivateKey { pair: Arc::new(pair), id: jwk.kid.filter(|id| !id.is_empty()) })
}
