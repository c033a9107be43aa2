//! The token endpoint of the org: client credentials, by an assertion that a registered key signed.
//!
//! Source: developer.okta.com, "Implement OAuth for Okta with a service app" and "Configure OAuth 2.0 Demonstrating
//! Proof-of-Possession".

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::jwt::Jwt;
use super::proof::{self, Wrong};
use super::{Given, ServiceApp, fresh};
use crate::limits;
use crate::okta::reply::Reply;
use crate::okta::state::State;
use crate::server::Asked;

/// Where tokens are asked for.
pub(in crate::okta) const PATH: &str = "/oauth2/v1/token";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const FIELDS: &[&str] = &["grant_type", "scope", "client_assertion_type", "client_assertion"];

/// Answers a request for a token.
pub(in crate::okta) fn answer(state: &mut State, asked: &Asked, now: DateTime<Utc>) -> Reply {
    let form = asked.value();
    let field = |name: &str| form[name].as_str().unwrap_or_default();
    let unknown = form.as_object().into_iter().flatten().map(|(name, _)| name);
    let unknown: Vec<String> = unknown.filter(|name| !FIELDS.contains(&name.as_str())).cloned().collect();
    for name in unknown {
        state.record.strange(format!("the token endpoint was sent {name}"));
    }
    if asked.method != "POST" || field("grant_type") != "client_credentials" {
        return refusal(400, "unsupported_grant_type", "The grant type is not supported.");
    }
    if field("client_assertion_type") != ASSERTION_TYPE {
        return refusal(401, "invalid_client", "The client_assertion_type is invalid.");
    }
    let app = match known_by(state, field("client_assertion"), now) {
        Ok(app) => app,
        Err(why) => return refusal(401, "invalid_client", why),
    };
    let scopes: Vec<String> = field("scope").split_whitespace().map(str::to_owned).collect();
    if scopes.is_empty() || !scopes.iter().all(|scope| app.scopes.contains(scope)) {
        return refusal(400, "invalid_scope", "One or more scopes are not granted to the app.");
    }
    let mut bound_to = None;
    if app.needs_dpop || asked.header("dpop").is_some() {
        let nonce = state.oauth.nonce.clone();
        match proof::check(state, asked, now, Some(&nonce), None) {
            Ok(key) => bound_to = Some(key),
            Err(Wrong::Proof(why)) => return refusal(400, "invalid_dpop_proof", why),
            Err(Wrong::Nonce) => {
                let mut reply =
                    refusal(400, "use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
                reply.headers.push(("dpop-nonce", nonce));
                return reply;
            }
        }
    }
    let token = format!("eyJ{}", fresh());
    let token_type = if bound_to.is_some() { "DPoP" } else { "Bearer" };
    let lifetime = state.oauth.lifetime;
    let given = Given {
        client_id: app.client_id,
        scopes: scopes.clone(),
        ends: now + Duration::seconds(lifetime),
        bound_to,
    };
    state.oauth.given.insert(token.clone(), given);
    Reply::ok(json!({
        "token_type": token_type,
        "expires_in": lifetime,
        "access_token": token,
        "scope": scopes.join(" "),
    }))
}

/// The app that signed an assertion.
fn known_by(state: &mut State, assertion: &str, now: DateTime<Utc>) -> Result<ServiceApp, &'static str> {
    let jwt = Jwt::read(assertion).ok_or("The client_assertion is no JWT.")?;
    let client_id = jwt.text("sub");
    let app = state.oauth.apps.iter().find(|app| app.client_id == client_id && app.is_active).cloned();
    let app = app.ok_or("Invalid value for 'client_id' parameter.")?;
    if jwt.text("iss") != client_id {
        return Err("The iss and sub of the client_assertion must be the client id.");
    }
    let key = app.keys.iter().find(|key| key["kid"] == jwt.header["kid"] && !key["kid"].is_null());
    let key = key.ok_or("No key of the app has the kid of the client_assertion.")?;
    if !jwt.is_signed_by(key) {
        return Err("The client_assertion signature is invalid.");
    }
    if jwt.text("aud") != format!("{}{PATH}", state.oauth.url) {
        return Err("The audience claim for client_assertion must be the endpoint invoked for the request.");
    }
    let now = now.timestamp();
    let lasts = jwt.seconds("exp").map(|exp| exp - now);
    if lasts.is_none_or(|lasts| lasts <= 0) {
        return Err("The client_assertion token is expired.");
    }
    if lasts.is_some_and(|lasts| lasts > limits::ASSERTION_SECONDS) {
        return Err("The client_assertion token has an expiration too far into the future.");
    }
    if jwt.seconds("iat").is_none_or(|iat| iat > now + limits::PROOF_SECONDS) {
        return Err("The client_assertion token was issued in the future.");
    }
    if !state.oauth.is_new(jwt.text("jti")) {
        return Err("The client_assertion token was used before.");
    }
    Ok(app)
}

/// OAuth's own shape of an error (RFC 6749, section 5.2).
fn refusal(status: u16, error: &str, description: &str) -> Reply {
    let body: Value = json!({ "error": error, "error_description": description });
    Reply { status, ..Reply::ok(body) }
}
