//! Channels that the app makes or is brought into: `conversations.create`, `conversations.list`, `conversations.invite`,
//! `pins.add`.

use serde_json::{Value, json};

use super::BOT_USER;
use super::args::Args;
use super::model::Channel;
use super::reply::{Refusal, Reply, has_scope};
use super::state::State;
use crate::limits;
use crate::okta::{cursor, position};

/// What keeps the app from a channel: it is not shown a private one that it is not in.
pub(super) fn refusal(channel: &Channel) -> Option<&'static str> {
    let is_in = channel.members.iter().any(|member| member == BOT_USER);
    match (is_in, channel.is_private) {
        (false, true) => Some("channel_not_found"),
        (false, false) => Some("not_in_channel"),
        (true, _) if channel.is_archived => Some("is_archived"),
        (true, _) => None,
    }
}

/// The channel that a call names, if the app may do something there.
fn named<'a>(state: &'a mut State, args: &Args) -> Result<&'a mut Channel, Refusal> {
    let id = args.text("channel").unwrap_or_default();
    let channel = state.channels.iter_mut().find(|channel| channel.id == id).ok_or("channel_not_found")?;
    match refusal(channel) {
        Some(error) => Err(error.into()),
        None => Ok(channel),
    }
}

/// The scope for one of the two kinds.
fn scope_of(is_private: bool, private: &'static str, public: &'static str) -> &'static str {
    if is_private { private } else { public }
}

fn must_have(state: &State, scope: &str) -> Result<(), Refusal> {
    if has_scope(state, scope) { Ok(()) } else { Err(Refusal::lacks(state, scope)) }
}

/// `conversations.create`
pub(super) fn create(state: &mut State, args: &Args) -> Reply {
    let (name, is_private) = (args.text("name").unwrap_or_default().to_owned(), args.flag("is_private"));
    must_have(state, scope_of(is_private, "groups:write", "channels:manage"))?;
    if name.is_empty() {
        return Err("invalid_name_required".into());
    }
    if name.chars().count() > limits::CHANNEL_NAME {
        return Err("invalid_name_maxlength".into());
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Err("invalid_name_punctuation".into());
    }
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_')) {
        return Err("invalid_name_specials".into());
    }
    if state.channels.iter().any(|channel| channel.name == name) {
        return Err("name_taken".into());
    }
    let id = format!("C0CHANNEL{:03}", state.channels.len() + 1);
    let channel = Channel { members: vec![BOT_USER.to_owned()], ..Channel::new(&id, &name, is_private) };
    let answer = json!({ "ok": true, "channel": shown(&channel) });
    state.channels.push(channel);
    Ok(answer)
}

/// `conversations.list`: public ones, and private ones that the app is in.
pub(super) fn list(state: &State, args: &Args) -> Reply {
    let types = args.text("types").unwrap_or("public_channel");
    let types: Vec<&str> = types.split(',').map(str::trim).collect();
    for one in &types {
        let scope = match *one {
            "public_channel" => "channels:read",
            "private_channel" => "groups:read",
            "mpim" => "mpim:read",
            "im" => "im:read",
            _ => return Err("invalid_types".into()),
        };
        must_have(state, scope)?;
    }
    let from = match args.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => position(cursor).and_then(|at| at.parse().ok()).ok_or("invalid_cursor")?,
    };
    let limit = args.number("limit").unwrap_or(limits::LIST_PAGE_DEFAULT);
    if limit == 0 || limit > limits::SLACK_PAGE_MAX {
        return Err("invalid_limit".into());
    }
    let is_listed = |channel: &&Channel| {
        let kind = scope_of(channel.is_private, "private_channel", "public_channel");
        let is_hidden = channel.is_private && !channel.members.iter().any(|member| member == BOT_USER);
        types.contains(&kind) && !is_hidden && !(channel.is_archived && args.flag("exclude_archived"))
    };
    let all: Vec<&Channel> = state.channels.iter().filter(is_listed).collect();
    let page: Vec<Value> = all.iter().skip(from).take(limit).map(|channel| shown(channel)).collect();
    let next = from + page.len();
    let next = if next < all.len() { cursor(&next.to_string()) } else { String::new() };
    Ok(json!({ "ok": true, "channels": page, "response_metadata": { "next_cursor": next } }))
}

/// `conversations.invite`: all of the users, or nobody.
pub(super) fn invite(state: &mut State, args: &Args) -> Reply {
    let users: Vec<String> = args.text("users").unwrap_or_default().split(',').map(str::to_owned).collect();
    let is_private = named(state, args)?.is_private;
    must_have(state, scope_of(is_private, "groups:write", "channels:manage"))?;
    for user in &users {
        match state.member(user) {
            _ if user == BOT_USER => return Err("cant_invite_self".into()),
            None => return Err("user_not_found".into()),
            Some(member) if member.deactivated => return Err("cant_invite".into()),
            Some(_) => {}
        }
    }
    let channel = named(state, args)?;
    if users.iter().any(|user| channel.members.contains(user)) {
        return Err("already_in_channel".into());
    }
    channel.members.extend(users);
    Ok(json!({ "ok": true, "channel": shown(channel) }))
}

/// `pins.add`
pub(super) fn pin(state: &mut State, args: &Args) -> Reply {
    let ts = args.text("timestamp").unwrap_or_default().to_owned();
    let id = named(state, args)?.id.clone();
    if !state.messages.iter().any(|message| message.channel == id && message.ts == ts) {
        return Err("message_not_found".into());
    }
    let channel = named(state, args)?;
    if channel.pins.contains(&ts) {
        return Err("already_pinned".into());
    }
    channel.pins.push(ts);
    Ok(json!({ "ok": true }))
}

/// The channel as Slack gives it back, as far as anybody here looks at it.
fn shown(channel: &Channel) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "is_channel": true,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": channel.members.iter().any(|member| member == BOT_USER),
    })
}
