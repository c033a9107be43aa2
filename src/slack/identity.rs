//! Who the app is to Slack, and what Slack says beside it: the scopes that were granted, and the time.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;

use super::{Slack, SlackError};
use crate::outside::{NAME, Text, cut};

/// What `auth.test` tells of a token.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The workspace's name.
    pub team: String,
    /// The name of the app's bot; of a person where the token is theirs.
    pub user: String,
    /// Whether the token is a bot's.
    pub is_bot: bool,
    /// The scopes that were granted; `None` where Slack did not say.
    pub scopes: Option<BTreeSet<String>>,
    /// By how much Slack's clock goes before ours; `None` when it did not say what it shows.
    pub ahead: Option<TimeDelta>,
}

#[derive(Deserialize)]
struct Test {
    #[serde(default)]
    team: Text,
    #[serde(default)]
    user: Text,
    #[serde(default)]
    bot_id: Text,
}

impl Slack {
    /// Asks Slack who we are.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn identity(&self) -> Result<Identity, SlackError> {
        let test: Test = self.write("auth.test", &json!({})).await?;
        let name = |text: Text| cut(text.0.unwrap_or_default(), NAME);
        Ok(Identity {
            team: name(test.team),
            user: name(test.user),
            is_bot: test.bot_id.0.is_some(),
            scopes: self.connector().scopes(),
            ahead: self.connector().date().map(|date| date - self.clock.now()),
        })
    }
}
