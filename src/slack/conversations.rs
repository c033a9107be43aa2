//! Opening conversations: with one person, or with several.

use serde::Deserialize;
use serde_json::json;

use super::{OPEN, Slack, SlackError};
use crate::outside::id;

/// An answer that names a conversation.
#[derive(Deserialize)]
pub(super) struct Opened {
    channel: Channel,
}

#[derive(Deserialize)]
struct Channel {
    id: String,
}

impl Slack {
    /// The DM with a user, opened if need be.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn dm_channel(&self, user: &str) -> Result<String, SlackError> {
        self.open(user).await
    }

    /// The conversation with these users, who see each other in it; the same for the same users. Needs `mpim:write`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn group_dm(&self, users: &[&str]) -> Result<String, SlackError> {
        self.open(&users.join(",")).await
    }

    async fn open(&self, users: &str) -> Result<String, SlackError> {
        let opened: Opened = self.write(OPEN, &json!({ "users": users })).await?;
        opened.id(OPEN)
    }
}

impl Opened {
    pub(super) fn id(self, method: &'static str) -> Result<String, SlackError> {
        id(self.channel.id).ok_or(SlackError::AnswerLost { method, why: "it names no channel" })
    }
}
