//! `auth.test` and `users.*`.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::args::Args;
use super::model::Member;
use super::reply::{Reply, has_scope};
use super::state::State;
use super::{APP_ID, BOT_ID, BOT_USER, TEAM_ID};
use crate::limits;
use crate::okta::{cursor, position};

/// `auth.test`
pub(super) fn auth_test() -> Value {
    json!({
        "ok": true,
        "url": "https://acme.slack.com/",
        "team": "Acme",
        "user": "certs",
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": false,
    })
}

/// `users.lookupByEmail`: a deactivated member is not found either.
pub(super) fn lookup(state: &State, args: &Args) -> Reply {
    let email = args.text("email").unwrap_or_default();
    let found = state.members.by_email(email);
    let member = found.filter(|member| !member.deactivated).ok_or("users_not_found")?;
    Ok(json!({ "ok": true, "user": user(state, member) }))
}

/// `users.info`
pub(super) fn info(state: &State, args: &Args) -> Reply {
    let member = state.member(args.text("user").unwrap_or_default()).ok_or("user_not_found")?;
    let mut user = user(state, member);
    if args.flag("include_locale") {
        user["locale"] = json!("en-US");
    }
    Ok(json!({ "ok": true, "user": user }))
}

/// `users.list`: everybody, the bots and the deactivated too.
pub(super) fn list(state: &State, args: &Args, now: DateTime<Utc>) -> Reply {
    let bots = [bot("USLACKBOT", "slackbot", "Slackbot", false), bot(BOT_USER, "certs", "Certs", true)];
    let members = state.members.all();
    let all = bots.len() + members.len();
    let limit = match args.number("limit") {
        Some(limit) if limit > 0 => limit.min(limits::SLACK_PAGE_MAX),
        _ if all > limits::LIMIT_REQUIRED_ABOVE => return Err("limit_required".into()),
        _ => all,
    };
    let from = match args.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => {
            let last = position(cursor).ok_or("invalid_cursor")?;
            let ids = bots.iter().filter_map(|bot| bot["id"].as_str());
            let mut ids = ids.chain(members.iter().map(|member| member.id.as_str()));
            ids.position(|id| id == last).ok_or("invalid_cursor")? + 1
        }
    };
    // Only those of the page are written out: a workspace may be large.
    let people = members.iter().skip(from.saturating_sub(bots.len())).map(|member| user(state, member));
    let page: Vec<Value> = bots.iter().skip(from).cloned().chain(people).take(limit).collect();
    let last = page.last().filter(|_| from + page.len() < all).and_then(|user| user["id"].as_str());
    let next = last.map_or_else(String::new, cursor);
    Ok(json!({
        "ok": true,
        "members": page,
        "cache_ts": now.timestamp(),
        "response_metadata": { "next_cursor": next },
    }))
}

fn user(state: &State, member: &Member) -> Value {
    let mut user = json!({
        "id": member.id,
        "team_id": TEAM_ID,
        "name": member.handle(),
        "deleted": member.deactivated,
        "profile": {
            "avatar_hash": "ge3b51ca72de",
            "status_text": "",
            "status_emoji": "",
            "real_name": member.name,
            "display_name": member.handle(),
            "real_name_normalized": member.name,
            "display_name_normalized": member.handle(),
            "team": TEAM_ID,
        },
        "is_bot": false,
        "updated": 1_502_138_686,
        "is_app_user": false,
    });
    if has_scope(state, "users:read.email") {
        user["profile"]["email"] = json!(member.email);
    }
    if !member.deactivated {
        user["color"] = json!("9f69e7");
        user["real_name"] = json!(member.name);
        user["tz"] = json!(member.tz);
        user["tz_label"] = json!(member.tz);
        user["tz_offset"] = json!(winter_offset(&member.tz));
        for flag in
            ["is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "has_2fa"]
        {
            user[flag] = json!(false);
        }
    }
    user
}

/// Seconds from UTC in winter, of the zones that the seed company lives in; nobody should build on this field.
fn winter_offset(tz: &str) -> i32 {
    match tz {
        "America/Los_Angeles" => -8 * 3600,
        "America/New_York" => -5 * 3600,
        "Europe/Berlin" => 3600,
        "Asia/Kolkata" => 19_800,
        "Asia/Tokyo" => 9 * 3600,
        _ => 0,
    }
}

fn bot(id: &str, name: &str, real_name: &str, is_bot: bool) -> Value {
    let mut bot = json!({
        "id": id,
        "team_id": TEAM_ID,
        "name": name,
        "deleted": false,
        "real_name": real_name,
        "profile": { "real_name": real_name, "display_name": real_name, "team": TEAM_ID },
        "is_bot": is_bot,
        "is_app_user": false,
        "updated": 0,
    });
    if is_bot {
        bot["profile"]["bot_id"] = json!(BOT_ID);
        bot["profile"]["api_app_id"] = json!(APP_ID);
    }
    bot
}
