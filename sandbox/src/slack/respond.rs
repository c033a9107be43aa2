//! The `response_url` of commands and clicks: up to five answers within half an hour, no token.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::blocks;
use super::reply::{Refusal, Reply};
use super::state::{ResponseUrl, State};
use super::whisper::{self, About};
use crate::limits;

/// Makes a fresh one for what the user did; the path of its URL.
pub(super) fn open(state: &mut State, user: &str, about: About, now: DateTime<Utc>) -> String {
    let id = format!("{:06}{}", state.fresh(), uuid::Uuid::new_v4().simple());
    state.responses.insert(id.clone(), ResponseUrl { user: user.to_owned(), about, since: now, used: 0 });
    format!("/response/{id}")
}

/// Takes a later answer.
pub(super) fn receive(state: &mut State, id: &str, body: &Value, now: DateTime<Utc>) -> Reply {
    let Some(url) = state.responses.get_mut(id) else {
        state.record.strange("an answer to a response_url that was never given out");
        return Err("invalid_url".into());
    };
    url.used += 1;
    let expired = now - url.since > Duration::minutes(limits::RESPONSE_URL_MINUTES);
    if url.used > limits::RESPONSE_URL_USES || expired {
        state.record.strange("an answer to a response_url that was used up");
        return Err("used_url".into());
    }
    let (user, about) = (url.user.clone(), url.about.clone());
    let wrong = wrong_with(body);
    if !wrong.is_empty() {
        state.record.strange(format!("response_url: {}", wrong.join("; ")));
        return Err(Refusal::because("invalid_blocks", &wrong));
    }
    state.later.push((user.clone(), body.clone()));
    whisper::hear(state, &user, &about, body, now);
    Ok(json!({ "ok": true }))
}

/// What Slack would not show of an immediate or later answer.
pub(super) fn wrong_with(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if !body["blocks"].is_null() {
        wrong.extend(blocks::check(&body["blocks"], limits::MESSAGE_BLOCKS));
        if blocks::text_length(&body["blocks"]) > limits::BLOCKS_TEXT {
            wrong.push("msg_blocks_too_long".to_owned());
        }
    }
    let deletes = body["delete_original"] == true;
    if !deletes && body["text"].as_str().is_none_or(str::is_empty) && body["blocks"].is_null() {
        wrong.push("no_text".to_owned());
    }
    let known =
        ["text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "mrkdwn"];
    let known = [&known[..], &["attachments", "unfurl_links", "unfurl_media", "metadata"]].concat();
    for name in body.as_object().into_iter().flatten().map(|(name, _)| name) {
        if !known.contains(&name.as_str()) {
            wrong.push(format!("unknown field {name}"));
        }
    }
    wrong
}
