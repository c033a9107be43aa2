//! Looking for a message in a DM by the key that it was marked with.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Posted, Slack, SlackError, short};
use crate::outside::{Text, null_is_default};

/// Most messages of a DM that are looked through for a notice: far more than we ever send in its time.
const HISTORY_LIMIT: &str = "200";

#[derive(Deserialize)]
struct History {
    // Not optional: an answer without a list does not say that a message is not there.
    messages: Vec<HistoryMessage>,
}

#[derive(Deserialize)]
struct HistoryMessage {
    #[serde(deserialize_with = "short")]
    ts: String,
    #[serde(default, deserialize_with = "null_is_default")]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default, deserialize_with = "null_is_default")]
    event_payload: Payload,
}

#[derive(Default, Deserialize)]
struct Payload {
    #[serde(default)]
    key: Text,
}

impl Slack {
    /// Looks for the notice `key` among the messages of a DM since `since`. Needs `im:history`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn find_notice(
        &self,
        channel: &str,
        key: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<Posted>, SlackError> {
        // A minute of slack for clocks that disagree.
        let oldest = (since.timestamp() - 60).to_string();
        let params = [
            ("channel", channel),
            ("oldest", oldest.as_str()),
            ("limit", HISTORY_LIMIT),
            ("include_all_metadata", "true"),
        ];
        let history: History = self.read("conversations.history", &params).await?;
        let is_it = |message: &HistoryMessage| message.metadata.event_payload.key.0.as_deref() == Some(key);
        let found = history.messages.into_iter().find(is_it);
        Ok(found.map(|message| Posted { channel: channel.to_owned(), ts: message.ts }))
    }
}
