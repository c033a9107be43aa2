//! Channels of campaigns: making one, finding it again, inviting people, pinning what stands there.
//!
//! Source: <https://docs.slack.dev/reference/methods/conversations.create>, `conversations.list`,
//! `conversations.invite`, `pins.add` (2026-08).

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;

use super::conversations::{Channel, Opened};
use super::{Slack, SlackError};
use crate::outside::{Text, id, null_is_default};

/// The method that makes channels.
const CREATE: &str = "conversations.create";
/// The method that lists channels.
const LIST: &str = "conversations.list";
/// The method that brings people into a channel.
const INVITE: &str = "conversations.invite";
/// The method that pins messages.
pub const PIN: &str = "pins.add";

/// Channels of one page of the list.
const PAGE: &str = "200";
/// Most pages: Slack says how the list goes on, and one that always goes on would be read for ever.
const MOST_PAGES: usize = 100;

#[derive(Deserialize)]
struct Page {
    // Not optional: an answer without a list does not say that a channel is not there.
    channels: Vec<Listed>,
    #[serde(default, deserialize_with = "null_is_default")]
    response_metadata: Next,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    #[serde(default)]
    name: Text,
}

#[derive(Default, Deserialize)]
struct Next {
    #[serde(default)]
    next_cursor: Text,
}

impl Slack {
    /// Makes a private channel. Needs `groups:write`.
    ///
    /// # Errors
    /// As Slack answers; `name_taken` where there is one of this name.
    pub async fn create_channel(&self, name: &str) -> Result<String, SlackError> {
        let created: Opened = self.write(CREATE, &json!({ "name": name, "is_private": true })).await?;
        named(CREATE, created.channel)
    }

    /// The private channel of this name, if the app is in it. Needs `groups:read`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn channel_named(&self, name: &str) -> Result<Option<String>, SlackError> {
        let mut cursor = String::new();
        for _ in 0..MOST_PAGES {
            let mut params = vec![("types", "private_channel"), ("limit", PAGE)];
            if !cursor.is_empty() {
                params.push(("cursor", &cursor));
            }
            let page: Page = self.read(LIST, &params).await?;
            let is_it = |listed: &Listed| listed.name.0.as_deref() == Some(name);
            if let Some(found) = page.channels.into_iter().find(is_it) {
                return named(LIST, Channel { id: found.id }).map(Some);
            }
            match page.response_metadata.next_cursor.0.filter(|next| !next.is_empty()) {
                Some(next) => cursor = next,
                None => return Ok(None),
            }
        }
        Err(SlackError::AnswerLost { method: LIST, why: "the list has no end" })
    }

    /// Brings somebody into a channel; who is in it already stays there. Needs `groups:write`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn invite(&self, channel: &str, user: &str) -> Result<(), SlackError> {
        let request = json!({ "channel": channel, "users": user });
        done_already(self.write::<_, IgnoredAny>(INVITE, &request).await, "already_in_channel")
    }

    /// Pins a message; one that is pinned stays so. Needs `pins:write`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn pin(&self, channel: &str, ts: &str) -> Result<(), SlackError> {
        let request = json!({ "channel": channel, "timestamp": ts });
        done_already(self.write::<_, IgnoredAny>(PIN, &request).await, "already_pinned")
    }
}

fn named(method: &'static str, channel: Channel) -> Result<String, SlackError> {
    id(channel.id).ok_or(SlackError::AnswerLost { method, why: "it names no channel" })
}

fn done_already<A>(answer: Result<A, SlackError>, code: &str) -> Result<(), SlackError> {
    match answer {
        Err(why) if why.is_code(code) => Ok(()),
        other => other.map(drop),
    }
}
