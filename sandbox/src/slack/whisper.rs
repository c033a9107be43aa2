//! Answers that only one person sees, where they stand: Slack shows them in the conversation and keeps them nowhere.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Slack;
use super::model::Answer;
use super::state::State;

/// An ephemeral message.
#[derive(Clone, Debug)]
pub struct Whisper {
    /// When, by the injected clock.
    pub at: DateTime<Utc>,
    /// Slack's id of it within its channel.
    pub ts: String,
    /// The conversation in which it is shown.
    pub channel: String,
    /// Who sees it.
    pub user: String,
    /// The answer as it came: `text`, and `blocks` where there are some.
    pub body: Value,
}

/// What a `response_url` was given out for.
#[derive(Clone, Debug)]
pub(super) enum About {
    /// A command that was typed there.
    Command { channel: String },
    /// A control of a message.
    Message { channel: String, ts: String },
    /// A control of an answer that only the one who used it sees.
    Whisper { channel: String, ts: String },
}

impl About {
    fn channel(&self) -> &str {
        let (Self::Command { channel } | Self::Message { channel, .. } | Self::Whisper { channel, .. }) =
            self;
        channel
    }
}

impl Slack {
    /// What the user sees and nobody else, oldest first, as it stands.
    pub fn whispers_to(&self, user: &str) -> Vec<Whisper> {
        self.with(|state| state.whispers.iter().filter(|whisper| whisper.user == user).cloned().collect())
    }
}

/// The immediate answer to a command.
pub(super) fn hear_at_once(
    state: &mut State,
    user: &str,
    about: &About,
    answer: &Answer,
    now: DateTime<Utc>,
) {
    let body = match &answer.body {
        _ if answer.status != 200 => json!({ "text": "/certs failed with the error \"dispatch_failed\"" }),
        // Slack says nothing where the app does not.
        Value::Null => return,
        Value::String(text) => json!({ "text": text }),
        body => body.clone(),
    };
    add(state, user, about.channel(), body, now);
}

/// A later answer: it may stand in for what it is about, or take that away.
pub(super) fn hear(state: &mut State, user: &str, about: &About, body: &Value, now: DateTime<Utc>) {
    let (deletes, replaces) = (body["delete_original"] == true, body["replace_original"] == true);
    match about {
        About::Message { channel, ts } if deletes => {
            state.messages.retain(|message| message.channel != *channel || message.ts != *ts);
        }
        About::Message { channel, ts } if replaces => {
            if let Some(message) = state.message_mut(channel, ts) {
                body["text"].as_str().unwrap_or_default().clone_into(&mut message.text);
                message.blocks = if body["blocks"].is_array() { body["blocks"].clone() } else { json!([]) };
                message.edited = true;
            }
        }
        About::Whisper { ts, .. } if deletes => state.whispers.retain(|whisper| whisper.ts != *ts),
        About::Whisper { ts, .. } if replaces => {
            if let Some(whisper) = state.whispers.iter_mut().find(|whisper| whisper.ts == *ts) {
                whisper.body = body.clone();
            }
        }
        _ if deletes => {}
        _ => add(state, user, about.channel(), body.clone(), now),
    }
}

fn add(state: &mut State, user: &str, channel: &str, body: Value, now: DateTime<Utc>) {
    let ts = state.next_ts(now);
    state.whispers.push(Whisper { at: now, ts, channel: channel.to_owned(), user: user.to_owned(), body });
}
