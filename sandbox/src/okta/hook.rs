//! The outgoing event hook: envelopes as Okta sends them, with its one retry and its three seconds.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::Okta;
use super::state::Hook;
use super::wire::{self, ORG_HOST};
use crate::limits;

impl Okta {
    /// Where the hook goes, and the secret that its `Authorization` header bears.
    pub fn point_hook(&self, url: &str, secret: &str) {
        let hook = Hook { url: url.to_owned(), secret: secret.to_owned() };
        self.with(|state| state.hook = Some(hook));
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

    /// Sends all that is queued, several events to a request. Answers the status of each attempt, 0 for no answer:
    /// a 5xx or silence is tried once more, then the events are lost to the hook, as with Okta.
    pub async fn send_hooks(&self) -> anyhow::Result<Vec<u16>> {
        let hook = self.hook()?;
        let mut statuses = Vec::new();
        for batch in self.take_events().chunks(limits::HOOK_BATCH) {
            let envelope = self.envelope(batch);
            let status = self.post(&hook, &envelope).await.unwrap_or(0);
            statuses.push(status);
            if status == 0 || status >= 500 {
                statuses.push(self.post(&hook, &envelope).await.unwrap_or(0));
            }
        }
        Ok(statuses)
    }

    /// Sends these events in one envelope with a fresh `eventId`, once.
    pub async fn send_events(&self, events: &[Value]) -> anyhow::Result<u16> {
        let hook = self.hook()?;
        self.post(&hook, &self.envelope(events)).await
    }

    /// Sends any body as the hook, with any secret: for what Okta would never send.
    pub async fn send_raw(&self, secret: Option<&str>, body: Vec<u8>) -> anyhow::Result<u16> {
        let hook = self.hook()?;
        let mut request = self.client.post(&hook.url).header("content-type", "application/json").body(body);
        if let Some(secret) = secret {
            request = request.header("authorization", secret);
        }
        Ok(request.send().await?.status().as_u16())
    }

    /// The one-time verification: whether the challenge came back.
    pub async fn verify_hook(&self) -> anyhow::Result<bool> {
        let hook = self.hook()?;
        let challenge = uuid::Uuid::new_v4().simple().to_string();
        let request = self.client.get(&hook.url).header("x-okta-verification-challenge", &challenge);
        let request = request.header("accept", "application/json").header("authorization", &hook.secret);
        let answer = request.send().await?;
        if answer.status().as_u16() != 200 {
            return Ok(false);
        }
        let body: Value = answer.json().await?;
        Ok(body["verification"] == challenge)
    }

    fn hook(&self) -> anyhow::Result<Hook> {
        self.with(|state| state.hook.clone()).context("no hook was pointed anywhere")
    }

    fn envelope(&self, events: &[Value]) -> Value {
        json!({
            "eventType": "com.okta.event_hook",
            "eventTypeVersion": "1.0",
            "cloudEventsVersion": "0.1",
            "source": format!("{ORG_HOST}/api/v1/eventHooks/who1a2b3c4d5e6f7g8h9"),
            "eventId": uuid::Uuid::new_v4().to_string(),
            "data": { "events": events },
            "eventTime": wire::stamp_millis(self.now()),
            "contentType": "application/json",
        })
    }

    async fn post(&self, hook: &Hook, envelope: &Value) -> anyhow::Result<u16> {
        let request = self.client.post(&hook.url).header("authorization", &hook.secret).json(envelope);
        Ok(request.send().await?.status().as_u16())
    }
}
