//! A member uses a control of a message, of an answer only they see, or of their App Home: `block_actions`.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::model::{Answer, Message};
use super::outbound::{FORM, OLD_TOKEN};
use super::whisper::{About, Whisper};
use super::{APP_ID, Slack, TEAM_ID, chat, respond};

/// Which control is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control<'a> {
    /// The first control with this `action_id`.
    Action(&'a str),
    /// The n-th control, counted from 0 through all blocks.
    Nth(usize),
    /// The option with this value, of the first menu with this `action_id`.
    Choice(&'a str, &'a str),
    /// The option with this value, of the n-th control.
    NthChoice(usize, &'a str),
}

impl<'a> From<&'a str> for Control<'a> {
    fn from(action_id: &'a str) -> Self {
        Self::Action(action_id)
    }
}

impl From<usize> for Control<'_> {
    fn from(n: usize) -> Self {
        Self::Nth(n)
    }
}

impl<'a> From<(&'a str, &'a str)> for Control<'a> {
    fn from((action_id, value): (&'a str, &'a str)) -> Self {
        Self::Choice(action_id, value)
    }
}

impl Slack {
    /// The user uses a control of a message in their DM.
    pub async fn click<'a>(
        &self,
        user: &str,
        message: &Message,
        on: impl Into<Control<'a>>,
    ) -> anyhow::Result<Answer> {
        self.click_message(user, message, on.into(), json!({ "id": TEAM_ID, "domain": "acme" })).await
    }

    /// The same where the app is installed for a whole organization: `team` is null.
    pub async fn click_orgwide<'a>(
        &self,
        user: &str,
        message: &Message,
        on: impl Into<Control<'a>>,
    ) -> anyhow::Result<Answer> {
        self.click_message(user, message, on.into(), Value::Null).await
    }

    async fn click_message(
        &self,
        user: &str,
        message: &Message,
        on: Control<'_>,
        team: Value,
    ) -> anyhow::Result<Answer> {
        let container = json!({
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": false,
        });
        let shown = chat::shown(message, true);
        let mut payload = self.payload(user, &shown["blocks"], on, &container)?;
        payload["team"] = team;
        payload["channel"] = json!({ "id": message.channel, "name": name_of(&message.channel) });
        payload["message"] = shown;
        let about = About::Message { channel: message.channel.clone(), ts: message.ts.clone() };
        payload["response_url"] = json!(self.response_url(user, about));
        self.interact(&payload).await
    }

    /// The user uses a control of an answer that only they see: the body of a command's answer, or of a later one.
    pub async fn click_answer<'a>(
        &self,
        user: &str,
        body: &Value,
        on: impl Into<Control<'a>>,
    ) -> anyhow::Result<Answer> {
        let now = self.now();
        let ts = self.with(|state| state.next_ts(now));
        self.click_ephemeral(user, "C0GENERAL", &ts, &body["blocks"], on.into()).await
    }

    /// The user uses a control of an answer that stands in their conversation.
    pub async fn click_whisper<'a>(
        &self,
        whisper: &Whisper,
        on: impl Into<Control<'a>>,
    ) -> anyhow::Result<Answer> {
        let Whisper { user, channel, ts, body, .. } = whisper;
        self.click_ephemeral(user, channel, ts, &body["blocks"], on.into()).await
    }

    async fn click_ephemeral(
        &self,
        user: &str,
        channel: &str,
        ts: &str,
        blocks: &Value,
        on: Control<'_>,
    ) -> anyhow::Result<Answer> {
        let container =
            json!({ "type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": true });
        // Slack keeps no ephemeral message and sends none along.
        let mut payload = self.payload(user, &chat::with_block_ids(blocks), on, &container)?;
        payload["channel"] = json!({ "id": channel, "name": name_of(channel) });
        let about = About::Whisper { channel: channel.to_owned(), ts: ts.to_owned() };
        payload["response_url"] = json!(self.response_url(user, about));
        self.interact(&payload).await
    }

    /// The user uses a control of their App Home: no channel, no message, no `response_url`.
    pub async fn click_home<'a>(&self, user: &str, on: impl Into<Control<'a>>) -> anyhow::Result<Answer> {
        let view = self.home_of(user).context("this Home was never published")?;
        let container = json!({ "type": "view", "view_id": view["id"] });
        let mut payload = self.payload(user, &view["blocks"], on.into(), &container)?;
        payload["view"] = view;
        self.interact(&payload).await
    }

    fn payload(
        &self,
        user: &str,
        blocks: &Value,
        on: Control<'_>,
        container: &Value,
    ) -> anyhow::Result<Value> {
        let now = self.now();
        let action = action(blocks, on, now).with_context(|| format!("no such control: {on:?}"))?;
        let (trigger, name) = self.with(|state| {
            (state.trigger(now), state.member(user).map(super::model::Member::handle).unwrap_or_default())
        });
        Ok(json!({
            "type": "block_actions",
            "user": { "id": user, "username": name, "name": name, "team_id": TEAM_ID },
            "api_app_id": APP_ID,
            "token": OLD_TOKEN,
            "container": container,
            "trigger_id": trigger,
            "team": { "id": TEAM_ID, "domain": "acme" },
            "enterprise": null,
            "is_enterprise_install": false,
            "state": { "values": {} },
            "actions": [action],
        }))
    }

    fn response_url(&self, user: &str, about: About) -> String {
        let now = self.now();
        format!("{}{}", self.server.url, self.with(|state| respond::open(state, user, about, now)))
    }

    /// Sends any interaction, for the kinds that no control makes.
    pub async fn interact(&self, payload: &Value) -> anyhow::Result<Answer> {
        if self.speaks_by_socket() {
            return self.send_parcel("interactive", payload.clone()).await;
        }
        let body = serde_urlencoded::to_string([("payload", payload.to_string())])?;
        self.raw("/slack/interactions", FORM, body, None, None).await
    }
}

/// What Slack calls a conversation towards the app.
fn name_of(channel: &str) -> &'static str {
    match channel.as_bytes().first() {
        Some(b'D') => "directmessage",
        Some(b'G') => "privategroup",
        _ => "general",
    }
}

/// The entry of `actions` for the control, if the blocks have it.
fn action(blocks: &Value, on: Control<'_>, now: DateTime<Utc>) -> Option<Value> {
    let mut number = 0;
    for block in blocks.as_array()? {
        let elements = block["elements"].as_array().into_iter().flatten().chain(block.get("accessory"));
        for control in elements.filter(|element| is_control(element)) {
            let here = match on {
                Control::Nth(n) | Control::NthChoice(n, _) => n == number,
                Control::Action(id) | Control::Choice(id, _) => control["action_id"] == id,
            };
            number += 1;
            if here {
                return used(control, &block["block_id"], on, now);
            }
        }
    }
    None
}

fn is_control(element: &Value) -> bool {
    matches!(element["type"].as_str(), Some("button" | "overflow" | "static_select"))
}

fn used(control: &Value, block_id: &Value, on: Control<'_>, now: DateTime<Utc>) -> Option<Value> {
    let mut action = json!({
        "type": control["type"],
        // Slack fills in an id where there was none.
        "action_id": control["action_id"].as_str().unwrap_or("Ab1c2"),
        "block_id": block_id,
        "action_ts": format!("{}.{:06}", now.timestamp(), now.timestamp_subsec_micros()),
    });
    if control["type"] == "button" {
        for field in ["text", "value", "style", "url"] {
            if let Some(value) = control.get(field) {
                action[field] = value.clone();
            }
        }
        return Some(action);
    }
    let options = control["options"].as_array()?;
    let chosen = match on {
        Control::Choice(_, value) | Control::NthChoice(_, value) => {
            options.iter().find(|option| option["value"] == value)?
        }
        _ => options.first()?,
    };
    action["selected_option"] = chosen.clone();
    Some(action)
}
