//! Opening conversations: with one person, or with several.

use serde::Deserialize;
use serde_json::json;

use super::{OPEN, Slack, SlackError};
use crate::outside::id;

#[derive(Deserialize)]
pub(super) struct Opened {
    pub(super) channel: Channel,
}

#[derive(Deserialize)]
pub(super) struct Channel {
    pub(super) id: String,
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
        id(opened.channel.id).ok_or(SlackError::AnswerLost { method: OPEN, why: "it names no channel" })
    }
}
