//! Channels: making one, finding one that we made, asking people in, pinning what should be seen first.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;

use super::conversations::Opened;
use super::{Slack, SlackError};
use crate::outside::{Text, id, null_is_default};

/// The method that makes channels.
pub const CREATE: &str = "conversations.create";
/// The method that pins messages.
pub const PIN: &str = "pins.add";
const LIST: &str = "conversations.list";
const INFO: &str = "conversations.info";
/// Channels of a page.
const PAGE: &str = "200";
/// Pages that are looked through: far more channels than an app is in.
const PAGES: usize = 50;

#[derive(Deserialize)]
struct Listed {
    // Not optional: an answer without a list does not say that a channel is not there.
    channels: Vec<Named>,
    #[serde(default, deserialize_with = "null_is_default")]
    response_metadata: Next,
}

/// How the app stands to a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// The app is in it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub is_member: bool,
    /// It was archived: nothing can be written there.
    #[serde(default, deserialize_with = "null_is_default")]
    pub is_archived: bool,
}

#[derive(Deserialize)]
struct Shown {
    channel: Standing,
}

#[derive(Deserialize)]
struct Named {
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
    /// As Slack answers; `name_taken` where there is one of this name, perhaps ours.
    pub async fn create_channel(&self, name: &str) -> Result<String, SlackError> {
        let made: Opened = self.write(CREATE, &json!({ "name": name, "is_private": true })).await?;
        made.id(CREATE)
    }

    /// The private channel of this name that the app is in. Needs `groups:read`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn find_channel(&self, name: &str) -> Result<Option<String>, SlackError> {
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let mut params =
                vec![("types", "private_channel"), ("exclude_archived", "true"), ("limit", PAGE)];
            params.extend((!cursor.is_empty()).then_some(("cursor", cursor.as_str())));
            let page: Listed = self.read(LIST, &params).await?;
            let found = page.channels.into_iter().find(|one| one.name.0.as_deref() == Some(name));
            if let Some(found) = found {
                return Ok(id(found.id));
            }
            match page.response_metadata.next_cursor.0.filter(|next| !next.is_empty()) {
                Some(next) => cursor = next,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// How the app stands to a channel. Needs `groups:read` for a private one, and for a public one `channels:read`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn channel_standing(&self, channel: &str) -> Result<Standing, SlackError> {
        let shown: Shown = self.read(INFO, &[("channel", channel)]).await?;
        Ok(shown.channel)
    }

    /// Asks somebody in; that they are there already is fine. Needs `groups:write`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn invite(&self, channel: &str, user: &str) -> Result<(), SlackError> {
        let asked = json!({ "channel": channel, "users": user });
        done(self.write::<_, IgnoredAny>("conversations.invite", &asked).await)
    }

    /// Pins a message; that it is pinned already is fine. Needs `pins:write`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn pin(&self, channel: &str, ts: &str) -> Result<(), SlackError> {
        done(self.write::<_, IgnoredAny>(PIN, &json!({ "channel": channel, "timestamp": ts })).await)
    }
}

/// What is so already was done before.
fn done(answer: Result<IgnoredAny, SlackError>) -> Result<(), SlackError> {
    match answer {
        Err(why) if !why.is_already_so() => Err(why),
        _ => Ok(()),
    }
}
