//! Okta by an OAuth 2.0 service app in the place of an API token. The sandbox checks every signature, every id and every
//! proof by itself.

mod dpop;
mod keys;
mod scopes;
mod token;
mod vectors;

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::ServiceApp;
use serde_json::{Value, json};

use crate::support::{World, world_with};
use keys::EC;
pub use keys::RSA;

pub const CLIENT: &str = "0oaCertsServiceApp01";
/// The scopes of everything that is switched on unless a setting says otherwise.
const SCOPES: &[&str] = &[
    "okta.governance.accessCertifications.read",
    "okta.groups.read",
    "okta.users.read",
    "okta.logs.read",
    "okta.apps.read",
];

/// Plays a story in which the service is this app, with a key that is written like this.
pub async fn as_app(key: &'static str, story: impl AsyncFnOnce(&mut World)) {
    let mut settings = as_settings();
    settings[2].1 = key;
    world_with(&settings, async |w| {
        w.okta.register_app(registered());
        story(w).await;
    })
    .await;
}

/// The settings of the service as this app.
pub fn as_settings() -> [(&'static str, &'static str); 4] {
    [
        ("OKTA_API_TOKEN", ""),
        ("OKTA_CLIENT_ID", CLIENT),
        ("OKTA_PRIVATE_KEY", RSA.jwk),
        ("OKTA_KEY_ID", "certs-1"),
    ]
}

const TOKENS: &str = "/oauth2/v1/token";

/// The app in the console: both public keys, every scope.
pub fn registered() -> ServiceApp {
    ServiceApp {
        client_id: CLIENT.to_owned(),
        keys: vec![public(EC.jwk, "certs-2"), public(RSA.jwk, "certs-1")],
        scopes: SCOPES.iter().map(|&scope| scope.to_owned()).collect(),
        needs_dpop: false,
        is_active: true,
    }
}

/// The public half of a key, under this id.
fn public(jwk: &str, kid: &str) -> Value {
    let mut all: HashMap<String, Value> = serde_json::from_str(jwk).unwrap();
    all.retain(|name, _| ["kty", "crv", "x", "y", "n", "e"].contains(&name.as_str()));
    all.insert("kid".to_owned(), json!(kid));
    json!(all)
}

/// The answers of the token endpoint: status and error.
fn answers(w: &World) -> Vec<(u16, String)> {
    let calls = w.okta.calls();
    let asked = calls.iter().filter(|call| call.path == TOKENS);
    asked.map(|call| (call.status, call.answer["error"].as_str().unwrap_or_default().to_owned())).collect()
}

/// Bytes as the parts of a JWT are written.
fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
