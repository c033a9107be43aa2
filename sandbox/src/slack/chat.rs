//! `chat.postMessage` and `chat.update`.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::args::Args;
use super::model::{Message, dm_of};
use super::reply::{Refusal, Reply};
use super::state::State;
use super::{APP_ID, BOT_ID, BOT_USER, TEAM_ID, blocks, channels};
use crate::limits;

/// What a message says, after every check that Slack makes.
struct Content {
    text: Option<String>,
    blocks: Option<Value>,
    metadata: Option<Value>,
}

/// `chat.postMessage`: a user id opens the DM, the answer names the DM.
pub(super) fn post(state: &mut State, args: &Args, now: DateTime<Utc>) -> Reply {
    let asked = args.text("channel").ok_or("channel_not_found")?;
    let channel = match asked.as_bytes().first() {
        Some(b'U' | b'W') => dm_of(asked),
        _ => asked.to_owned(),
    };
    let user = match state.partner(&channel) {
        // Nobody's alone: what is said there, everybody in it reads.
        None if state.groups.contains_key(&channel) => String::new(),
        None if state.channels.contains_key(&channel) => {
            channels::reach(state, &channel)?;
            String::new()
        }
        Some(member) if !member.deactivated && (asked != channel || state.open.contains(&channel)) => {
            member.id.clone()
        }
        _ => return Err("channel_not_found".into()),
    };
    let disguised = ["username", "icon_emoji", "icon_url"].iter().any(|name| args.has(name));
    if disguised && asked != channel {
        state.record.strange("chat.postMessage: with a name or an icon of its own, a DM lands with Slackbot");
    }
    let content = content(args, limits::POST_TEXT, false)?;
    if content.text.as_ref().is_none_or(String::is_empty) && content.blocks.is_none() {
        return Err("no_text".into());
    }
    if let Some(seconds) = state.pace.channel(&channel, now) {
        return Err(Refusal::later(seconds));
    }
    let text = content.text.unwrap_or_default();
    let message = Message {
        at: now,
        ts: state.next_ts(now),
        channel: channel.clone(),
        user,
        announced: text.clone(),
        text,
        blocks: content.blocks.unwrap_or_else(|| json!([])),
        metadata: content.metadata.unwrap_or(Value::Null),
        edited: false,
    };
    let answer =
        json!({ "ok": true, "channel": channel, "ts": message.ts, "message": shown(&message, true) });
    state.open.insert(channel);
    state.messages.push(message);
    Ok(answer)
}

/// `chat.update`: only by the conversation's id; new text without blocks drops the old blocks.
pub(super) fn update(state: &mut State, args: &Args) -> Reply {
    let channel = args.text("channel").unwrap_or_default().to_owned();
    channels::reach(state, &channel)?;
    let content = content(args, limits::UPDATE_TEXT, true)?;
    if content.text.is_none() && content.blocks.is_none() {
        return Err("no_text".into());
    }
    let message =
        state.message_mut(&channel, args.text("ts").unwrap_or_default()).ok_or("message_not_found")?;
    message.text = content.text.unwrap_or_default();
    message.blocks = content.blocks.unwrap_or_else(|| json!([]));
    if let Some(metadata) = content.metadata {
        message.metadata = metadata;
    }
    message.edited = true;
    Ok(json!({
        "ok": true,
        "channel": channel,
        "ts": message.ts,
        "text": message.text,
        "message": shown(message, true),
    }))
}

fn content(args: &Args, text_limit: usize, refuse_long: bool) -> Result<Content, Refusal> {
    if args.has("markdown_text") && (args.has("text") || args.has("blocks")) {
        return Err("markdown_text_conflict".into());
    }
    let mut text = args.text("text").or_else(|| args.text("markdown_text")).map(str::to_owned);
    if text.as_ref().is_some_and(|text| text.chars().count() > text_limit) {
        if refuse_long {
            return Err("msg_too_long".into());
        }
        text = text.map(|text| text.chars().take(text_limit).collect());
    }
    let given = args.value("blocks").map_err(|()| Refusal::from("invalid_blocks_format"))?;
    let given = given.filter(|given| given.as_array().is_none_or(|list| !list.is_empty()));
    if let Some(given) = &given {
        if !given.is_array() {
            return Err("invalid_blocks_format".into());
        }
        let wrong = blocks::check(given, limits::MESSAGE_BLOCKS);
        if !wrong.is_empty() {
            return Err(Refusal::because("invalid_blocks", &wrong));
        }
        if blocks::text_length(given) > limits::BLOCKS_TEXT {
            return Err("msg_blocks_too_long".into());
        }
    }
    let metadata = args.value("metadata").map_err(|()| Refusal::from("invalid_metadata_format"))?;
    if let Some(metadata) = &metadata {
        check_metadata(metadata)?;
    }
    Ok(Content { text, blocks: given, metadata })
}

/// `{event_type, event_payload}` where a value is a string, number, boolean, object or array of objects.
fn check_metadata(metadata: &Value) -> Result<(), Refusal> {
    let payload = metadata["event_payload"].as_object();
    let payload = payload.filter(|_| metadata["event_type"].as_str().is_some_and(|kind| !kind.is_empty()));
    let payload = payload.ok_or("invalid_metadata_format")?;
    let fine = payload.values().all(|value| match value {
        Value::Null => false,
        Value::Array(items) => items.iter().all(Value::is_object),
        _ => true,
    });
    if fine { Ok(()) } else { Err("invalid_metadata_schema".into()) }
}

/// The message as Slack gives it back; without the payload of its metadata unless that was asked for.
pub(super) fn shown(message: &Message, whole_metadata: bool) -> Value {
    let mut shown = json!({
        "type": "message",
        "user": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "team": TEAM_ID,
        "ts": message.ts,
        "text": message.text,
    });
    if message.blocks.as_array().is_some_and(|blocks| !blocks.is_empty()) {
        shown["blocks"] = with_block_ids(&message.blocks);
    }
    if !message.metadata.is_null() {
        shown["metadata"] = json!({ "event_type": message.metadata["event_type"] });
        if whole_metadata {
            shown["metadata"]["event_payload"] = message.metadata["event_payload"].clone();
        }
    }
    if message.edited {
        shown["edited"] = json!({ "user": BOT_USER, "ts": message.ts });
    }
    shown
}

/// Slack gives an id to every block that came without one.
pub(super) fn with_block_ids(blocks: &Value) -> Value {
    let mut blocks = blocks.clone();
    for (number, block) in blocks.as_array_mut().into_iter().flatten().enumerate() {
        if block["block_id"].is_null() {
            block["block_id"] = json!(format!("b{number}"));
        }
    }
    blocks
}
