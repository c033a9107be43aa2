//! The outgoing event hook: envelopes as Okta sends them, with its one retry and its three seconds.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::Okta;
use super::event_hooks::{EventHook, HOOK_ELIGIBLE};
use super::wire::{self, ORG_HOST};
use crate::limits;

/// The hook that a story points somewhere by hand.
const POINTED: &str = "who1a2b3c4d5e6f7g8h9";

impl Okta {
    /// Where the story's hook goes, and the secret that its `Authorization` header bears. It is active and verified.
    pub fn point_hook(&self, url: &str, secret: &str) {
        self.set_event_hook(EventHook::new(POINTED, url, secret, HOOK_ELIGIBLE));
    }

    /// Adds an event hook, or puts it in the place of the one with this id.
    pub fn set_event_hook(&self, hook: EventHook) {
        self.with(|state| match state.hooks.iter_mut().find(|known| known.id == hook.id) {
            Some(known) => *known = hook,
            None => state.hooks.push(hook),
        });
    }

    /// The event hooks of the org.
    pub fn event_hooks(&self) -> Vec<EventHook> {
        self.with(|state| state.hooks.clone())
    }

    /// Takes all event hooks away.
    pub fn remove_event_hooks(&self) {
        self.with(|state| state.hooks.clear());
    }

    /// The events that no hook has told yet.
    pub fn queued_events(&self) -> Vec<Value> {
        self.with(|state| state.queue.clone())
    }

    /// Takes the events out of the queue, to be sent by hand: repeated, reordered, late.
    pub fn take_events(&self) -> Vec<Value> {
        self.with(|state| std::mem::take(&mut state.queue))
    }

    /// Forgets the queued events; they stay in the System Log. Says how many.
    pub fn drop_events(&self) -> usize {
        self.take_events().len()
    }

    /// Sends all that is queued, several events to a request, to every hook that is active, verified and subscribed.
    /// Answers the status of each attempt, 0 for no answer: a 5xx or silence is tried once more, then the events are
    /// lost to the hook, as with Okta.
    pub async fn send_hooks(&self) -> anyhow::Result<Vec<u16>> {
        self.hook()?;
        let hooks: Vec<EventHook> = self.event_hooks().into_iter().filter(EventHook::delivers).collect();
        let mut statuses = Vec::new();
        for batch in self.take_events().chunks(limits::HOOK_BATCH) {
            for hook in &hooks {
                let is_wanted = |event: &&Value| hook.events.iter().any(|kind| event["eventType"] == **kind);
                let events: Vec<Value> = batch.iter().filter(is_wanted).cloned().collect();
                if events.is_empty() {
                    continue;
                }
                let envelope = self.envelope(hook, &events);
                let status = self.post(hook, &envelope).await.unwrap_or(0);
                statuses.push(status);
                if status == 0 || status >= 500 {
                    statuses.push(self.post(hook, &envelope).await.unwrap_or(0));
                }
            }
        }
        Ok(statuses)
    }

    /// Sends these events in one envelope with a fresh `eventId`, once.
    pub async fn send_events(&self, events: &[Value]) -> anyhow::Result<u16> {
        let hook = self.hook()?;
        self.post(&hook, &self.envelope(&hook, events)).await
    }

    /// Sends any body as the hook, with any secret: for what Okta would never send.
    pub async fn send_raw(&self, secret: Option<&str>, body: Vec<u8>) -> anyhow::Result<u16> {
        let hook = self.hook()?;
        let mut request = self.client.post(&hook.uri).header("content-type", "application/json").body(body);
        if let Some(secret) = secret {
            request = request.header("authorization", secret);
        }
        Ok(request.send().await?.status().as_u16())
    }

    /// The one-time verification: whether the challenge came back.
    pub async fn verify_hook(&self) -> anyhow::Result<bool> {
        challenge(&self.client, &self.hook()?).await
    }

    fn hook(&self) -> anyhow::Result<EventHook> {
        self.with(|state| state.hooks.first().cloned()).context("no hook was pointed anywhere")
    }

    fn envelope(&self, hook: &EventHook, events: &[Value]) -> Value {
        json!({
            "eventType": "com.okta.event_hook",
            "eventTypeVersion": "1.0",
            "cloudEventsVersion": "0.1",
            "source": format!("{ORG_HOST}/api/v1/eventHooks/{}", hook.id),
            "eventId": uuid::Uuid::new_v4().to_string(),
            "data": { "events": events },
            "eventTime": wire::stamp_millis(self.now()),
            "contentType": "application/json",
        })
    }

    async fn post(&self, hook: &EventHook, envelope: &Value) -> anyhow::Result<u16> {
        let request = self.client.post(&hook.uri).json(envelope);
        Ok(with_secret(request, hook).send().await?.status().as_u16())
    }
}

/// The one-time verification of a hook's address: whether the challenge came back.
pub(super) async fn challenge(client: &reqwest::Client, hook: &EventHook) -> anyhow::Result<bool> {
    let challenge = uuid::Uuid::new_v4().simple().to_string();
    let request = client.get(&hook.uri).header("x-okta-verification-challenge", &challenge);
    let answer = with_secret(request.header("accept", "application/json"), hook).send().await?;
    if answer.status().as_u16() != 200 {
        return Ok(false);
    }
    let body: Value = answer.json().await?;
    Ok(body["verification"] == challenge)
}

fn with_secret(request: reqwest::RequestBuilder, hook: &EventHook) -> reqwest::RequestBuilder {
    if hook.key.is_empty() { request } else { request.header(&hook.key, &hook.secret) }
}
