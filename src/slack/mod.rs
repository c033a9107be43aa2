//! Slack, as far as we use it: posting DMs, finding people, publishing App Home, and what is written there.
//!
//! slack-morphism gives the block types and the session; the transport under it and the few request and answer
//! structs are ours, because an answer that its types cannot read may belong to a message that was posted.

mod channels;
mod codes;
mod connector;
mod conversations;
mod directory;
mod error;
mod history;
mod identity;
mod inbound;
mod list;
mod manifest;
mod pace;
mod scopes;
mod signature;
mod socket;
mod timely;
pub mod view;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::*;

use crate::clock::Clock;
use crate::config::SlackConfig;
use crate::outside::{ID, cut};
pub use channels::{CREATE, PIN, Standing};
pub use codes::{Class, MESSAGES_TAB_OFF, METHODS, class_of};
use connector::Connector;
pub use directory::Account;
pub use error::SlackError;
pub use identity::Identity;
pub use inbound::{Click, Command, EventEnvelope, Interaction, Parcel};
pub use list::{LIST, People};
pub use manifest::manifest;
pub use pace::Pace;
pub use scopes::{OPTIONAL_SCOPES, Scope, needed_scopes};
pub use signature::{mac, sign};
pub use socket::{CONNECT, Frame, Socket};
use timely::Timely;
use view::{Home, Message};

/// Name of our metadata on messages; a notice is found again by it.
const METADATA: &str = "certs_notice";
/// The method that changes a message.
pub const UPDATE: &str = "chat.update";
/// The method that opens conversations.
pub const OPEN: &str = "conversations.open";
/// The method that publishes an App Home.
pub const PUBLISH: &str = "views.publish";
/// The method for messages.
const POST: &str = "chat.postMessage";

/// The scope for looking whether a message is in a DM.
pub const HISTORY: &str = "im:history";

/// What a token needs for a message to find its way; the other scopes are for what may be left out for a while.
const NEEDED: &[&str] = &["chat:write", "users:read.email"];

/// The client; clones share their pace and what they learned.
#[derive(Debug, Clone)]
pub struct Slack {
    client: Arc<SlackClient<Connector>>,
    token: Arc<SlackApiToken>,
    app_token: Option<Arc<SlackApiToken>>,
    clock: Clock,
    /// When what may be sent.
    pub pace: Arc<Pace>,
}

/// Where a message went: Slack's names for it. Whatever they are, it was posted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Posted {
    /// The DM's channel (`D…`), not the user id that was asked for.
    #[serde(deserialize_with = "short")]
    pub channel: String,
    /// The message in that channel.
    #[serde(deserialize_with = "short")]
    pub ts: String,
}

fn short<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(cut(String::deserialize(from)?, ID))
}

#[derive(Serialize)]
struct PostMessage<'a> {
    channel: &'a str,
    #[serde(flatten)]
    message: &'a Message,
    metadata: Value,
    unfurl_links: bool,
    unfurl_media: bool,
}

impl Slack {
    /// A client for the workspace of `config`.
    ///
    /// # Errors
    /// When no TLS connection can be set up at all.
    pub fn new(config: &SlackConfig, clock: Clock) -> anyhow::Result<Self> {
        let token = |secret: &SecretString| {
            Arc::new(SlackApiToken::new(SlackApiTokenValue(secret.expose_secret().to_owned())))
        };
        Ok(Self {
            client: Arc::new(SlackClient::new(Connector::new(&config.api_url)?)),
            token: token(&config.bot_token),
            app_token: config.app_token.as_ref().map(token),
            pace: Arc::new(Pace::new(config.messages_per_minute, clock.clone())),
            clock,
        })
    }

    /// Posts a DM to the user id or channel `to`, marked with `key` so that it can be found again. It is on its way by
    /// `by`, on the clock that nobody can set, or it is not sent: whoever was frozen meanwhile, or waited for the database,
    /// may have lost its claim to somebody who has sent it by now.
    ///
    /// # Errors
    /// As Slack answers; see [`SlackError::verdict_of_send`].
    #[tracing::instrument(name = "slack", skip_all, fields(method = POST))]
    pub async fn post(
        &self,
        to: &str,
        key: &str,
        message: &Message,
        by: Duration,
    ) -> Result<Posted, SlackError> {
        let request = PostMessage {
            channel: to,
            message,
            metadata: json!({ "event_type": METADATA, "event_payload": { "key": key } }),
            unfurl_links: false,
            unfurl_media: false,
        };
        self.admit(POST)?;
        let bytes = serde_json::to_vec(&request).map_err(|_| SlackError::NotSent { method: POST })?;
        let body = Timely::new(bytes, self.clock.clone(), by);
        let answer = self.connector().post_in_time(POST, &self.token.token_value.0, body).await;
        self.conclude(POST, answer)
    }

    /// Changes what a message says; its metadata, by which it can be found, stays. `channel` is the DM's own id.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn update(&self, channel: &str, ts: &str, message: &Message) -> Result<(), SlackError> {
        let mut request = json!({ "channel": channel, "ts": ts });
        if let (Some(request), Ok(Value::Object(message))) =
            (request.as_object_mut(), serde_json::to_value(message))
        {
            request.extend(message);
        }
        self.write::<_, IgnoredAny>(UPDATE, &request).await.map(drop)
    }

    /// Publishes a person's App Home.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn publish_home(&self, user: &str, home: &Home) -> Result<(), SlackError> {
        let view = json!({ "user_id": user, "view": { "type": "home", "blocks": home } });
        self.write::<_, IgnoredAny>(PUBLISH, &view).await.map(drop)
    }

    /// The scopes that Slack says the token has; asks once when no answer has told yet.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn scopes(&self) -> Result<BTreeSet<String>, SlackError> {
        if let Some(scopes) = self.connector().scopes() {
            return Ok(scopes);
        }
        self.write::<_, IgnoredAny>("auth.test", &json!({})).await?;
        Ok(self.connector().scopes().unwrap_or_default())
    }

    /// Whether a message in doubt can be looked for, as far as Slack has said. It says so with every answer.
    pub fn can_look(&self) -> bool {
        self.connector().scopes().is_some_and(|scopes| scopes.contains(HISTORY))
    }

    /// Whether the token is good and has the scopes that every message needs, as Slack says it now.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn lacks_nothing(&self) -> Result<bool, SlackError> {
        self.write::<_, IgnoredAny>("auth.test", &json!({})).await?;
        let has_all = |scopes: BTreeSet<String>| NEEDED.iter().all(|scope| scopes.contains(*scope));
        Ok(self.connector().scopes().is_none_or(has_all))
    }

    /// Sends the answer to a command or a click that took longer than Slack waits for; `replaces` that which holds the
    /// button that was pressed.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn respond(
        &self,
        response_url: &str,
        message: &Message,
        replaces: bool,
    ) -> Result<(), SlackError> {
        let mut body = json!({ "response_type": "ephemeral", "replace_original": replaces });
        if let (Some(body), Ok(Value::Object(message))) =
            (body.as_object_mut(), serde_json::to_value(message))
        {
            body.extend(message);
        }
        self.connector()
            .respond(response_url, &body)
            .await
            .map_err(|why| self.understand("response_url", &why))
    }

    fn connector(&self) -> &Connector {
        &self.client.http_api.connector
    }

    #[tracing::instrument(name = "slack", skip_all, fields(method = method))]
    async fn write<Q: Serialize + Send + Sync, A: DeserializeOwned + Send>(
        &self,
        method: &'static str,
        request: &Q,
    ) -> Result<A, SlackError> {
        self.admit(method)?;
        let session = self.client.open_session(&self.token);
        let answer = session.http_session_api.http_post(method, request, None).await;
        self.conclude(method, answer)
    }

    #[tracing::instrument(name = "slack", skip_all, fields(method = method))]
    async fn read<A: DeserializeOwned + Send>(
        &self,
        method: &'static str,
        params: &[(&str, &str)],
    ) -> Result<A, SlackError> {
        self.admit(method)?;
        let params: Vec<(&str, Option<&str>)> =
            params.iter().map(|(name, value)| (*name, Some(*value))).collect();
        let session = self.client.open_session(&self.token);
        let answer = session.http_session_api.http_get(method, &params, None).await;
        self.conclude(method, answer)
    }

    /// Refuses a call of a method that rests, without asking Slack.
    fn admit(&self, method: &'static str) -> Result<(), SlackError> {
        match self.pace.closed_until(method, self.clock.now()) {
            Some(until) => Err(SlackError::Resting { method, until }),
            None => Ok(()),
        }
    }

    fn conclude<A>(
        &self,
        method: &'static str,
        answer: Result<A, SlackClientError>,
    ) -> Result<A, SlackError> {
        let answer = answer.map_err(|why| self.understand(method, &why));
        let outcome = answer.as_ref().err().map_or_else(|| "ok".to_owned(), SlackError::label);
        metrics::counter!("certs_api_calls_total", "api" => "slack", "method" => method, "status" => outcome)
            .increment(1);
        answer
    }

    /// Turns the library's error, whose text holds bodies and addresses, into ours; closes the method's gate
    /// where Slack asks for it.
    fn understand(&self, method: &'static str, why: &SlackClientError) -> SlackError {
        let now = self.clock.now();
        let why = SlackError::from_library(method, why, now);
        if let Some(until) = why.closes_until(now) {
            metrics::counter!("certs_rate_limit_waits_total", "api" => "slack").increment(1);
            self.pace.close(method, until);
        }
        why
    }
}
