//! Who may call the API: by an SSWS token everything, by an access token what its scopes are for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::digest::{SHA256, digest};

use super::proof::{self, Wrong};
use crate::okta::reply::Reply;
use crate::okta::state::State;
use crate::server::Asked;

/// The scope that a path takes (`security` of its operation in Okta's descriptions); any of several.
fn scopes_of(asked: &Asked) -> &'static [&'static str] {
    let table: &[(&str, &[&str])] = &[
        ("/governance/api/v1/settings", &["okta.governance.admin.manage", "okta.governance.admin.read"]),
        ("/governance/", &["okta.governance.accessCertifications.read"]),
        ("/api/v1/groups", &["okta.groups.read"]),
        ("/api/v1/users", &["okta.users.read"]),
        ("/api/v1/apps", &["okta.apps.read"]),
        ("/api/v1/logs", &["okta.logs.read"]),
        ("/api/v1/eventHooks", &["okta.eventHooks.manage", "okta.eventHooks.read"]),
    ];
    let found = table
        .iter()
        .find(|(prefix, _)| asked.path.starts_with(prefix))
        .map_or(&[][..], |(_, scopes)| *scopes);
    // Whoever may only read changes nothing.
    if asked.method == "GET" { found } else { &found[..found.len().min(1)] }
}

/// Whether the request is let in; the answer if not.
pub(in crate::okta) fn check(
    state: &mut State,
    asked: &Asked,
    now: DateTime<Utc>,
    api_token: &str,
) -> Result<(), Reply> {
    let shown = asked.header("authorization").unwrap_or_default().to_owned();
    let refused = |status: u16, challenge: String| {
        let mut reply = Reply::status(status);
        reply.headers.push(("www-authenticate", challenge));
        Err(reply)
    };
    let (scheme, token) = shown.split_once(' ').unwrap_or_default();
    if scheme == "SSWS" && token == api_token {
        return Ok(());
    }
    let given = state.oauth.given.get(token).filter(|given| now < given.ends);
    let is_active = |id: &String| state.oauth.apps.iter().any(|app| app.client_id == *id && app.is_active);
    let Some(given) = given.filter(|given| is_active(&given.client_id)) else {
        return Err(Reply::error("E0000011", None));
    };
    let (scopes, bound_to) = (given.scopes.clone(), given.bound_to.clone());
    let expected = if bound_to.is_some() { "DPoP" } else { "Bearer" };
    if scheme != expected {
        return refused(401, format!("{expected} error=\"invalid_token\""));
    }
    if let Some(key) = bound_to {
        let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()).as_ref());
        let nonce = state.oauth.api_nonce.clone();
        match proof::check(state, asked, now, nonce.as_deref(), Some(&hash)) {
            Ok(shown) if shown == key => {}
            Ok(_) => return refused(401, "DPoP error=\"invalid_token\"".to_owned()),
            Err(Wrong::Proof(why)) => {
                state.record.strange(format!("{} {}: {why}", asked.method, asked.path));
                return refused(
                    401,
                    format!("DPoP error=\"invalid_dpop_proof\", error_description=\"{why}\""),
                );
            }
            Err(Wrong::Nonce) => {
                let mut reply = Reply::error("E0000011", None);
                reply.headers.push(("www-authenticate", "DPoP error=\"use_dpop_nonce\"".to_owned()));
                reply.headers.extend(nonce.map(|nonce| ("dpop-nonce", nonce)));
                return Err(reply);
            }
        }
    }
    let needed = scopes_of(asked);
    if needed.is_empty() || needed.iter().any(|scope| scopes.iter().any(|have| have == scope)) {
        return Ok(());
    }
    refused(403, format!("Bearer scope=\"{}\", error=\"insufficient_scope\"", needed[0]))
}
