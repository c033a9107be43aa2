//! The event hooks of the org: looked at by `certs doctor`, and written by `certs setup` alone.
//!
//! Source: management OpenAPI, `EventHook`, and <https://developer.okta.com/docs/concepts/event-hooks/> (read 2026-11). A
//! hook's secret is write-only, and a hook that is written anew without it may lose it; so it is always sent along.

use std::fmt;

use reqwest::Method;
use reqwest::header::{ACCEPT, USER_AGENT};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::list::List;
use super::{Bucket, Okta, OktaError};
use crate::domain::event_hook::EventHook;
use crate::outside::{LINK, NAME, cut, id};

const HOOKS: &[&str] = &["api", "v1", "eventHooks"];
const CALL: &str = "event_hook";
/// What Okta answers and does not take.
const READ_ONLY: &[&str] =
    &["id", "status", "verificationStatus", "created", "createdBy", "lastUpdated", "_links"];

/// A hook, with all that Okta says of it: what is not ours is written back as it was.
#[derive(Clone)]
pub struct KnownHook {
    /// What we look at.
    pub hook: EventHook,
    whole: Value,
}

impl Okta {
    /// All event hooks. An org has 25 at most that are switched on, and they come in one page.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn event_hooks(&self) -> Result<Vec<KnownHook>, OktaError> {
        let answer = self.get::<List<Value>>(Bucket::EventHooks, "event_hooks", HOOKS, &[]).await?;
        Ok(answer.body.0.into_iter().filter_map(KnownHook::read).collect())
    }

    /// Makes a hook, which is switched on and not verified.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn create_event_hook(
        &self,
        address: &str,
        events: &[&str],
        secret: &SecretString,
    ) -> Result<KnownHook, OktaError> {
        let body = json!({
            "name": "Certs",
            "events": { "type": "EVENT_TYPE", "items": events },
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": address } },
        });
        self.write_hook(Method::POST, &[], Some(authorized(body, secret))).await
    }

    /// Writes a hook anew with this address, these events beside its own, and the secret. It may have to be verified again.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn replace_event_hook(
        &self,
        known: &KnownHook,
        address: &str,
        events: &[&str],
        secret: &SecretString,
    ) -> Result<KnownHook, OktaError> {
        let mut body = part(&known.whole);
        body.retain(|name, _| !READ_ONLY.contains(&name.as_str()));
        let missing = events.iter().filter(|event| !known.hook.events.iter().any(|have| have == *event));
        let all: Vec<&str> = known.hook.events.iter().map(String::as_str).chain(missing.copied()).collect();
        let mut subscribed = part(&known.whole["events"]);
        subscribed.insert("items".into(), json!(all));
        body.insert("events".into(), subscribed.into());
        let mut config = part(&known.whole["channel"]["config"]);
        config.remove("method");
        config.insert("uri".into(), json!(address));
        let mut channel = part(&known.whole["channel"]);
        channel.insert("config".into(), config.into());
        body.insert("channel".into(), channel.into());
        let body = Value::Object(body);
        self.write_hook(Method::PUT, &[&known.hook.id], Some(authorized(body, secret))).await
    }

    /// Has Okta ask the hook's address for proof, and says what became of it.
    ///
    /// # Errors
    /// As Okta answers; [`OktaError::is_refusal`] when the address did not give the proof.
    pub async fn verify_event_hook(&self, id: &str) -> Result<KnownHook, OktaError> {
        self.write_hook(Method::POST, &[id, "lifecycle", "verify"], None).await
    }

    /// Switches a hook on.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn activate_event_hook(&self, id: &str) -> Result<KnownHook, OktaError> {
        self.write_hook(Method::POST, &[id, "lifecycle", "activate"], None).await
    }

    async fn write_hook(
        &self,
        method: Method,
        rest: &[&str],
        body: Option<Value>,
    ) -> Result<KnownHook, OktaError> {
        let request = self
            .http
            .request(method, self.url(&[HOOKS, rest].concat()))
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("certs/", env!("CARGO_PKG_VERSION")));
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let answer = self.answer::<Value>(Bucket::EventHooks, CALL, request).await?;
        KnownHook::read(answer.body).ok_or_else(|| OktaError::broken(CALL, "it names no hook"))
    }
}

/// A part of an answer that should be an object; an empty one where it is none.
fn part(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// With the secret in the header that we look for it in.
fn authorized(mut body: Value, secret: &SecretString) -> Value {
    body["channel"]["config"]["authScheme"] =
        json!({ "type": "HEADER", "key": "Authorization", "value": secret.expose_secret() });
    body
}

/// Without what else Okta said: among its headers there may be secrets of others.
impl fmt::Debug for KnownHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hook.fmt(f)
    }
}

impl KnownHook {
    fn read(whole: Value) -> Option<Self> {
        let text = |value: &Value, most| value.as_str().map(|text| cut(text, most));
        let (events, config) = (&whole["events"], &whole["channel"]["config"]);
        let texts = |list: &Value, of: fn(&Value) -> &Value| {
            let entries = list.as_array().into_iter().flatten();
            entries.filter_map(|entry| text(of(entry), NAME)).collect::<Vec<String>>()
        };
        let hook = EventHook {
            id: id(text(&whole["id"], NAME)?)?,
            name: text(&whole["name"], NAME).unwrap_or_default(),
            address: text(&config["uri"], LINK).unwrap_or_default(),
            is_active: whole["status"] == "ACTIVE",
            is_verified: whole["verificationStatus"] == "VERIFIED",
            events: texts(&events["items"], |entry| entry),
            filtered: texts(&events["filter"]["eventFilterMap"], |entry| &entry["event"]),
            header: text(&config["authScheme"]["key"], NAME),
        };
        Some(Self { hook, whole })
    }
}
