//! Event hooks of the management API: `/api/v1/eventHooks`, with the one-time verification.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::reply::Reply;
use super::state::State;
use super::wire::{self, ORG_HOST};
use crate::server::Asked;

/// An event hook of the org.
#[derive(Clone, Debug)]
pub struct EventHook {
    /// `who…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is `ACTIVE`.
    pub active: bool,
    /// Whether its address has answered the one-time verification.
    pub verified: bool,
    /// The event types that it is subscribed to.
    pub events: Vec<String>,
    /// `events.filter` as it was given; null where there is none.
    pub filter: Value,
    /// Where it goes.
    pub uri: String,
    /// More headers, as they were given.
    pub headers: Value,
    /// The header that bears the secret.
    pub key: String,
    /// The secret, which no answer shows.
    pub secret: String,
}

impl EventHook {
    /// A hook that delivers these events there.
    pub fn new(id: &str, uri: &str, secret: &str, events: &[&str]) -> Self {
        Self {
            id: id.to_owned(),
            name: "Certs".to_owned(),
            active: true,
            verified: true,
            events: events.iter().map(|&event| event.to_owned()).collect(),
            filter: Value::Null,
            uri: uri.to_owned(),
            headers: json!([]),
            key: "Authorization".to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// Only those that are active and verified deliver.
    pub(super) fn delivers(&self) -> bool {
        self.active && self.verified
    }
}

/// What a request about hooks comes to; `rest` is its path behind `eventHooks`. A verification is only prepared here.
pub(super) fn serve(state: &mut State, asked: &Asked, rest: &[&str], now: DateTime<Utc>) -> Reply {
    match (asked.method.as_str(), rest) {
        ("GET", []) => Reply::ok(state.hooks.iter().map(|hook| shown(hook, now)).collect()),
        ("POST", []) => create(state, &asked.value(), now),
        ("GET", [id]) => with(state, id, |hook| Reply::ok(shown(hook, now))),
        ("PUT", [id]) => replace(state, id, &asked.value(), now),
        ("DELETE", [id]) => delete(state, id),
        ("POST", [id, "lifecycle", "verify"]) => with(state, id, |hook| Reply::ok(shown(hook, now))),
        ("POST", [id, "lifecycle", word @ ("activate" | "deactivate")]) => with(state, id, |hook| {
            hook.active = *word == "activate";
            Reply::ok(shown(hook, now))
        }),
        _ => {
            state.record.strange(format!("unknown route: {} {}", asked.method, asked.path));
            Reply::error("E0000022", None)
        }
    }
}

/// The id of the hook that a request wants verified.
pub(super) fn to_verify(asked: &Asked) -> Option<&str> {
    let rest = asked.path.strip_prefix("/api/v1/eventHooks/")?;
    rest.strip_suffix("/lifecycle/verify").filter(|_| asked.method == "POST")
}

/// What a verification comes to.
pub(super) fn verified(state: &mut State, id: &str, answered: bool, now: DateTime<Utc>) -> Reply {
    if !answered {
        return Reply::error("E0000001", Some("Event hook verification failed."));
    }
    with(state, id, |hook| {
        hook.verified = true;
        Reply::ok(shown(hook, now))
    })
}

fn with(state: &mut State, id: &str, then: impl FnOnce(&mut EventHook) -> Reply) -> Reply {
    let found = state.hooks.iter_mut().find(|hook| hook.id == id);
    found.map_or_else(|| Reply::not_found(id, "EventHook"), then)
}

fn create(state: &mut State, body: &Value, now: DateTime<Utc>) -> Reply {
    if let Some(why) = wrong_with(body) {
        return Reply::error("E0000001", Some(&why));
    }
    let id = format!("who{:017}", state.fresh());
    let mut hook = EventHook { verified: false, ..EventHook::new(&id, "", "", &[]) };
    fill(&mut hook, body);
    let reply = Reply::ok(shown(&hook, now));
    state.hooks.push(hook);
    reply
}

/// A new channel has to be verified again.
fn replace(state: &mut State, id: &str, body: &Value, now: DateTime<Utc>) -> Reply {
    if let Some(why) = wrong_with(body) {
        return Reply::error("E0000001", Some(&why));
    }
    with(state, id, |hook| {
        let before = (hook.uri.clone(), hook.key.clone(), hook.secret.clone(), hook.headers.clone());
        fill(hook, body);
        if before != (hook.uri.clone(), hook.key.clone(), hook.secret.clone(), hook.headers.clone()) {
            hook.verified = false;
        }
        Reply::ok(shown(hook, now))
    })
}

fn delete(state: &mut State, id: &str) -> Reply {
    let is_active = state.hooks.iter().any(|hook| hook.id == id && hook.active);
    if is_active {
        return Reply::error("E0000006", Some("An active event hook cannot be deleted."));
    }
    let before = state.hooks.len();
    state.hooks.retain(|hook| hook.id != id);
    if state.hooks.len() == before {
        return Reply::not_found(id, "EventHook");
    }
    Reply { status: 204, ..Reply::ok(Value::Null) }
}

/// Takes over what a body says; a secret that it does not name is gone.
fn fill(hook: &mut EventHook, body: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let config = &body["channel"]["config"];
    hook.name = text(&body["name"]);
    hook.events = body["events"]["items"].as_array().into_iter().flatten().map(text).collect();
    hook.filter = body["events"]["filter"].clone();
    hook.uri = text(&config["uri"]);
    hook.headers = if config["headers"].is_array() { config["headers"].clone() } else { json!([]) };
    hook.key = text(&config["authScheme"]["key"]);
    hook.secret = text(&config["authScheme"]["value"]);
}

/// Why Okta would not take it.
fn wrong_with(body: &Value) -> Option<String> {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let uri = body["channel"]["config"]["uri"].as_str().unwrap_or_default();
    let items = body["events"]["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let strange = items.iter().find(|item| {
        let item = item.as_str().unwrap_or_default();
        item.is_empty() || (item.starts_with("certification.") && !HOOK_ELIGIBLE.contains(&item))
    });
    let read_only = ["id", "status", "verificationStatus", "created", "createdBy", "lastUpdated", "_links"];
    let read_only = read_only.into_iter().find(|name| !body[*name].is_null());
    if !is_text(&body["name"]) {
        Some("name: The field cannot be left blank".to_owned())
    } else if body["events"]["type"] != "EVENT_TYPE" || items.is_empty() {
        Some("events.items: The field cannot be left blank".to_owned())
    } else if let Some(strange) = strange {
        Some(format!("events.items: {strange} is not eligible for event hooks"))
    } else if body["channel"]["type"] != "HTTP" || body["channel"]["version"] != "1.0.0" {
        Some("channel: type HTTP, version 1.0.0".to_owned())
    } else if !(uri.starts_with("https://") || uri.starts_with("http://127.0.0.1:")) {
        // Okta takes https alone; what runs on this machine has no certificate.
        Some("channel.config.uri: must be an https address".to_owned())
    } else {
        read_only.map(|name| format!("{name}: is read-only"))
    }
}

/// The certification events that a hook can have (Okta's event types, `event-hook-eligible`).
pub(super) const HOOK_ELIGIBLE: &[&str] = &[
    "certification.campaign.launch",
    "certification.campaign.close",
    "certification.campaign.context.update",
    "certification.campaign.item.decide",
    "certification.campaign.item.remediate",
];

/// A hook as it is answered: without its secret.
fn shown(hook: &EventHook, now: DateTime<Utc>) -> Value {
    let own = format!("{ORG_HOST}/api/v1/eventHooks/{}", hook.id);
    let post = |href: String| json!({ "href": href, "hints": { "allow": ["POST"] } });
    json!({
        "id": hook.id,
        "status": if hook.active { "ACTIVE" } else { "INACTIVE" },
        "verificationStatus": if hook.verified { "VERIFIED" } else { "UNVERIFIED" },
        "name": hook.name,
        "description": null,
        "created": wire::stamp_millis(now),
        "createdBy": wire::SYSTEM,
        "lastUpdated": wire::stamp_millis(now),
        "events": { "type": "EVENT_TYPE", "items": hook.events, "filter": hook.filter },
        "channel": {
            "type": "HTTP",
            "version": "1.0.0",
            "config": {
                "uri": hook.uri,
                "headers": hook.headers,
                "method": "POST",
                "authScheme": { "type": "HEADER", "key": hook.key },
            },
        },
        "_links": {
            "self": { "href": own },
            "verify": post(format!("{own}/lifecycle/verify")),
            "deactivate": post(format!("{own}/lifecycle/deactivate")),
        },
    })
}
