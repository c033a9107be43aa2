//! Channels: `conversations.create`, `conversations.invite`, `conversations.list`, `pins.add`, and who may write where.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::args::Args;
use super::model::Channel;
use super::reply::{Refusal, Reply, has_scope};
use super::state::State;
use super::{BOT_USER, TEAM_ID};
use crate::limits;
use crate::okta::{cursor, position};

/// Whether the app may do something in this conversation.
pub(super) fn reach(state: &State, id: &str) -> Result<(), Refusal> {
    match state.channels.get(id) {
        // A private channel is not seen from outside.
        Some(channel) if channel.is_private && !channel.has_app => Err("channel_not_found".into()),
        Some(channel) if !channel.has_app => Err("not_in_channel".into()),
        Some(channel) if channel.is_archived => Err("is_archived".into()),
        Some(_) => Ok(()),
        None if state.open.contains(id) => Ok(()),
        None => Err("channel_not_found".into()),
    }
}

/// `conversations.create`: whoever creates a channel is in it.
pub(super) fn create(state: &mut State, args: &Args, now: DateTime<Utc>) -> Reply {
    let is_private = args.flag("is_private");
    need(state, if is_private { "groups:write" } else { "channels:manage" })?;
    let name = args.text("name").unwrap_or_default();
    check_name(name)?;
    // Also of a channel that the app cannot see, and of an archived one.
    if state.channels.values().any(|channel| channel.name == name) {
        return Err("name_taken".into());
    }
    let mut channel = Channel::new(&format!("C0CHANNEL{:04}", state.channels.len() + 1), name);
    channel.is_private = is_private;
    channel.has_app = true;
    channel.created = now;
    let answer = json!({ "ok": true, "channel": shown(&channel) });
    state.channels.insert(channel.id.clone(), channel);
    Ok(answer)
}

/// `conversations.invite`: all of them or, where one cannot be invited, nobody.
pub(super) fn invite(state: &mut State, args: &Args) -> Reply {
    let id = args.text("channel").unwrap_or_default();
    let users: Vec<String> =
        args.text("users").unwrap_or_default().split(',').map(|user| user.trim().to_owned()).collect();
    let channel = state.channels.get(id).ok_or("channel_not_found")?;
    let scope = if channel.is_private { "groups:write" } else { "channels:manage" };
    if !has_scope(state, &format!("{}.invites", scope.replace("manage", "write"))) {
        need(state, scope)?;
    }
    reach(state, id)?;
    if users.iter().all(String::is_empty) {
        return Err("no_user".into());
    }
    if users.len() > limits::INVITED_AT_ONCE {
        return Err("too_many_users".into());
    }
    let refused: Vec<(&str, &str)> =
        users.iter().filter_map(|user| Some((user.as_str(), refusal(state, id, user)?))).collect();
    if let Some((_, first)) = refused.first() {
        let errors: Vec<Value> = refused
            .iter()
            .map(|(user, error)| json!({ "user": user, "ok": false, "error": error }))
            .collect();
        return Err(Refusal(json!({ "ok": false, "error": first, "errors": errors }), None));
    }
    let channel = state.channels.get_mut(id).ok_or("channel_not_found")?;
    channel.members.extend(users);
    Ok(json!({ "ok": true, "channel": shown(channel) }))
}

/// Why this user cannot be invited.
fn refusal(state: &State, channel: &str, user: &str) -> Option<&'static str> {
    if user == BOT_USER {
        return Some("cant_invite_self");
    }
    let is_there = |id: &String| id == user;
    match state.member(user) {
        None => Some("user_not_found"),
        Some(member) if member.deactivated => Some("cant_invite"),
        Some(_) => state.channels.get(channel)?.members.iter().any(is_there).then_some("already_in_channel"),
    }
}

/// `conversations.info`: a private channel is not seen from outside, a public one takes a scope of its own.
pub(super) fn info(state: &State, args: &Args) -> Reply {
    let channel = state.channels.get(args.text("channel").unwrap_or_default());
    let channel = channel.filter(|one| one.has_app || !one.is_private).ok_or("channel_not_found")?;
    need(state, if channel.is_private { "groups:read" } else { "channels:read" })?;
    Ok(json!({ "ok": true, "channel": shown(channel) }))
}

/// `conversations.list`: public channels, and the private ones that the app is in.
pub(super) fn list(state: &State, args: &Args) -> Reply {
    let types = args.text("types").filter(|types| !types.is_empty()).unwrap_or("public_channel");
    let (mut public, mut private) = (false, false);
    for kind in types.split(',').map(str::trim) {
        let scope = match kind {
            "public_channel" => "channels:read",
            "private_channel" => "groups:read",
            _ => return Err("invalid_types".into()),
        };
        need(state, scope)?;
        public |= kind == "public_channel";
        private |= kind == "private_channel";
    }
    let limit = args.number("limit").unwrap_or(limits::CHANNELS_PAGE_DEFAULT);
    if limit == 0 || limit > limits::SLACK_PAGE_MAX {
        return Err("invalid_limit".into());
    }
    let from = match args.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => String::new(),
        Some(cursor) => position(cursor).ok_or("invalid_cursor")?,
    };
    let is_meant = |channel: &&Channel| {
        let is_seen = if channel.is_private { private && channel.has_app } else { public };
        is_seen && !(channel.is_archived && args.flag("exclude_archived"))
    };
    let mut page: Vec<&Channel> = state
        .channels
        .values()
        .filter(is_meant)
        .filter(|channel| channel.id > from)
        .take(limit + 1)
        .collect();
    let is_last = page.len() <= limit;
    page.truncate(limit);
    let next = page.last().filter(|_| !is_last).map_or_else(String::new, |last| cursor(&last.id));
    let channels: Vec<Value> = page.into_iter().map(shown).collect();
    Ok(json!({ "ok": true, "channels": channels, "response_metadata": { "next_cursor": next } }))
}

/// `pins.add`
pub(super) fn pin(state: &mut State, args: &Args) -> Reply {
    let id = args.text("channel").unwrap_or_default().to_owned();
    reach(state, &id)?;
    let ts = args.text("timestamp").ok_or("no_item_specified")?.to_owned();
    if ts
        .split_once('.')
        .is_none_or(|(left, right)| [left, right].iter().any(|part| part.parse::<u64>().is_err()))
    {
        return Err("bad_timestamp".into());
    }
    state.message_mut(&id, &ts).ok_or("message_not_found")?;
    let pinned = state.pinned.entry(id).or_default();
    if pinned.contains(&ts) {
        return Err("already_pinned".into());
    }
    if pinned.len() >= limits::PINS {
        return Err("too_many_pins".into());
    }
    pinned.push(ts);
    Ok(json!({ "ok": true }))
}

fn need(state: &State, scope: &str) -> Result<(), Refusal> {
    if has_scope(state, scope) { Ok(()) } else { Err(Refusal::lacks(state, scope)) }
}

/// Lower case, no spaces, no full stops; letters of other alphabets are fine.
fn check_name(name: &str) -> Result<(), Refusal> {
    let is_mark = |letter: char| matches!(letter, '-' | '_');
    if name.is_empty() {
        return Err("invalid_name_required".into());
    }
    if name.chars().count() > limits::CHANNEL_NAME {
        return Err("invalid_name_maxlength".into());
    }
    if name.chars().all(is_mark) {
        return Err("invalid_name_punctuation".into());
    }
    let is_fine = |letter: char| is_mark(letter) || (letter.is_alphanumeric() && !letter.is_uppercase());
    if name.chars().all(is_fine) { Ok(()) } else { Err("invalid_name_specials".into()) }
}

fn shown(channel: &Channel) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": !channel.is_private,
        "is_group": channel.is_private,
        "is_im": false,
        "is_mpim": false,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": channel.has_app,
        "is_general": false,
        "is_shared": false,
        "is_ext_shared": false,
        "is_org_shared": false,
        "context_team_id": TEAM_ID,
        "created": channel.created.timestamp(),
        "creator": BOT_USER,
        "num_members": channel.members.len() + usize::from(channel.has_app),
        "previous_names": [],
        "topic": { "value": "", "creator": "", "last_set": 0 },
        "purpose": { "value": "", "creator": "", "last_set": 0 },
    })
}
