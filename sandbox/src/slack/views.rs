//! `views.publish`: the App Home of a member.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::args::Args;
use super::reply::{Refusal, Reply};
use super::state::{Home, State};
use super::{APP_ID, BOT_ID, TEAM_ID, blocks, chat};
use crate::limits;

/// `views.publish`
pub(super) fn publish(state: &mut State, args: &Args, now: DateTime<Utc>) -> Reply {
    let user = args.text("user_id").unwrap_or_default().to_owned();
    if state.member(&user).is_none_or(|member| member.deactivated) {
        return Err(Refusal::because("invalid_arguments", &["invalid `user_id`".to_owned()]));
    }
    let view = args.value("view").ok().flatten().filter(serde_json::Value::is_object);
    let Some(view) = view else {
        return Err(Refusal::because("invalid_arguments", &["view: must be a view object".to_owned()]));
    };
    if view.to_string().len() > limits::VIEW_BYTES {
        return Err("view_too_large".into());
    }
    let mut wrong = Vec::new();
    if view["type"] != "home" {
        wrong.push("must be \"home\" [json-pointer:/view/type]".to_owned());
    }
    wrong.extend(
        blocks::check(&view["blocks"], limits::VIEW_BLOCKS)
            .into_iter()
            .map(|message| message.replace("[json-pointer:/blocks", "[json-pointer:/view/blocks")),
    );
    for field in view.as_object().into_iter().flatten().map(|(name, _)| name) {
        if !["type", "blocks", "private_metadata", "callback_id", "external_id"].contains(&field.as_str()) {
            wrong.push(format!("unknown field [json-pointer:/view/{field}]"));
        }
    }
    if !wrong.is_empty() {
        return Err(Refusal::because("invalid_arguments", &wrong));
    }
    if let (Some(hash), Some(home)) = (args.text("hash"), state.homes.get(&user))
        && hash != home.hash
    {
        return Err("hash_conflict".into());
    }
    let hash = format!("{}.{:08x}", now.timestamp(), state.fresh());
    let published = json!({
        "id": format!("V{}", user.get(1..).unwrap_or_default()),
        "team_id": TEAM_ID,
        "type": "home",
        "close": null,
        "submit": null,
        "blocks": chat::with_block_ids(&view["blocks"]),
        "private_metadata": view["private_metadata"].as_str().unwrap_or_default(),
        "callback_id": view["callback_id"].as_str().unwrap_or_default(),
        "external_id": view["external_id"].as_str().unwrap_or_default(),
        "state": { "values": {} },
        "hash": hash,
        "clear_on_close": false,
        "notify_on_close": false,
        "root_view_id": format!("V{}", user.get(1..).unwrap_or_default()),
        "previous_view_id": null,
        "app_id": APP_ID,
        "bot_id": BOT_ID,
    });
    state.homes.insert(user, Home { view: published.clone(), hash });
    Ok(json!({ "ok": true, "view": published }))
}
