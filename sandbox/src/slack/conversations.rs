//! `conversations.open` and `conversations.history`, for what the app is in.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::args::Args;
use super::model::Message;
use super::reply::{Refusal, Reply, has_scope};
use super::state::State;
use super::{channels, chat};
use crate::limits;
use crate::okta::{cursor, position};

/// `conversations.open`
pub(super) fn open(state: &mut State, args: &Args, now: DateTime<Utc>) -> Reply {
    let member = match (args.text("users"), args.text("channel")) {
        (Some(users), None) if users.contains(',') => return open_group(state, users),
        (Some(user), None) => state.member(user).ok_or("user_not_found")?,
        (None, Some(channel)) => state.partner(channel).ok_or("channel_not_found")?,
        _ => return Err("users_list_not_supplied".into()),
    };
    if member.deactivated {
        return Err("user_disabled".into());
    }
    let (user, id) = (member.id.clone(), member.dm());
    let already = state.open.contains(&id);
    if !already && args.flag("prevent_creation") {
        return Err("channel_not_found".into());
    }
    let mut channel = json!({ "id": id });
    if args.flag("return_im") {
        channel["created"] = json!(now.timestamp());
        channel["is_im"] = json!(true);
        channel["is_org_shared"] = json!(false);
        channel["user"] = json!(user);
        channel["is_open"] = json!(true);
    }
    let mut answer = json!({ "ok": true, "channel": channel });
    if already {
        answer["no_op"] = json!(true);
        answer["already_open"] = json!(true);
    }
    state.open.insert(id);
    Ok(answer)
}

/// The conversation of several people and the app: the same for the same people.
fn open_group(state: &mut State, users: &str) -> Reply {
    let mut people: Vec<String> = users.split(',').map(str::to_owned).collect();
    people.sort();
    people.dedup();
    if people.len() > limits::GROUP_DM_USERS {
        return Err("too_many_users".into());
    }
    for user in &people {
        if state.member(user).ok_or("user_not_found")?.deactivated {
            return Err("user_disabled".into());
        }
    }
    if !has_scope(state, "mpim:write") {
        return Err(Refusal::lacks(state, "mpim:write"));
    }
    let known = state.groups.iter().find(|(_, have)| **have == people).map(|(id, _)| id.clone());
    let already = known.is_some();
    let id = known.unwrap_or_else(|| format!("G0GROUP{:04}", state.groups.len() + 1));
    state.groups.insert(id.clone(), people);
    state.open.insert(id.clone());
    let mut answer = json!({ "ok": true, "channel": { "id": id } });
    if already {
        answer["no_op"] = json!(true);
        answer["already_open"] = json!(true);
    }
    Ok(answer)
}

/// `conversations.history`: newest first; a metadata's payload only with `include_all_metadata`.
pub(super) fn history(state: &State, args: &Args) -> Reply {
    let channel = args.text("channel").unwrap_or_default();
    let scope = match state.channels.get(channel) {
        Some(one) if one.is_private => "groups:history",
        Some(_) => "channels:history",
        None if state.groups.contains_key(channel) => "mpim:history",
        None => "im:history",
    };
    if !has_scope(state, scope) {
        return Err(Refusal::lacks(state, scope));
    }
    channels::reach(state, channel)?;
    let oldest = moment(args.text("oldest")).map_err(|()| "invalid_ts_oldest")?;
    let latest = moment(args.text("latest")).map_err(|()| "invalid_ts_latest")?;
    let inclusive = args.flag("inclusive");
    let within = |message: &&Message| {
        let ts = micros(&message.ts).unwrap_or(0);
        let late = oldest.is_none_or(|oldest| ts > oldest || (inclusive && ts == oldest));
        late && latest.is_none_or(|latest| ts < latest || (inclusive && ts == latest))
    };
    let limit = args.number("limit").filter(|limit| *limit > 0).unwrap_or(limits::HISTORY_PAGE_DEFAULT);
    let limit = limit.min(limits::SLACK_PAGE_MAX);
    let before = match args.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => i64::MAX,
        Some(cursor) => {
            position(cursor).and_then(|ts| micros(ts.strip_prefix("next_ts:")?)).ok_or("invalid_cursor")?
        }
    };
    let there = state.messages.iter().rev().filter(|message| message.channel == channel).filter(within);
    let mut page: Vec<&Message> =
        there.filter(|message| micros(&message.ts).unwrap_or(0) < before).take(limit + 1).collect();
    let more = page.len() > limit;
    page.truncate(limit);
    let whole = args.flag("include_all_metadata");
    let messages: Vec<Value> = page.iter().map(|message| chat::shown(message, whole)).collect();
    let mut answer = json!({
        "ok": true,
        "messages": messages,
        "has_more": more,
        "pin_count": state.pinned.get(channel).map_or(0, Vec::len),
        "channel_actions_ts": null,
        "channel_actions_count": 0,
    });
    if let (true, Some(last)) = (more, page.last()) {
        answer["response_metadata"] = json!({ "next_cursor": cursor(&format!("next_ts:{}", last.ts)) });
    }
    Ok(answer)
}

/// A `ts` in microseconds, if there is one.
fn moment(ts: Option<&str>) -> Result<Option<i64>, ()> {
    ts.filter(|ts| !ts.is_empty()).map(|ts| micros(ts).ok_or(())).transpose()
}

fn micros(ts: &str) -> Option<i64> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, "0"));
    let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(6).collect();
    seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(fraction.parse().ok()?)
}
