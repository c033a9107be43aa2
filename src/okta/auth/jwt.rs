//! JSON Web Tokens, as far as we write them (RFC 7515, section 3.1).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::config::PrivateKey;

/// Base64 as the parts of a JWT are written.
pub(super) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token with these claims and this header, to which the name of the signature is added. `None` when the system gives no
/// random numbers.
pub(super) fn signed(key: &PrivateKey, mut header: Value, claims: &Value) -> Option<String> {
    header["alg"] = json!(key.algorithm());
    let parts =
        format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
    let signature = key.sign(parts.as_bytes())?;
    Some(format!("{parts}.{}", encoded(&signature)))
}
