//! `manifest.yml` asks Slack for what the code uses, no more and no less, and sends it where the code listens.

use std::collections::BTreeSet;

use certs::slack::METHODS;
use serde_yaml_ng::Value;

use super::{literals, none_of, read, rust_files};

/// Events that an app can subscribe to and that could be of use here. One that the code names is one it handles.
const SUBSCRIBABLE: &[&str] = &[
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "im_created",
    "link_shared",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
];

/// What Slack wants for a method. Source: <https://docs.slack.dev/reference/methods>.
fn scopes_of(method: &str) -> &'static [&'static str] {
    match method {
        // The last is called with the app-level token, whose scope connections:write is no scope of the bot.
        "auth.test" | "views.publish" | "apps.connections.open" => &[],
        "chat.postMessage" | "chat.update" => &["chat:write"],
        // Of private channels: one that people made is theirs to bring the app into.
        "conversations.create" | "conversations.invite" => &["groups:write"],
        // Of a private channel; for a public one the scope is not asked for, since nothing else would need it.
        "conversations.info" | "conversations.list" => &["groups:read"],
        "pins.add" => &["pins:write"],
        "conversations.history" => &["im:history"],
        "conversations.open" => &["im:write", "mpim:write"],
        "users.info" => &["users:read"],
        // Their answers are users, whose address is shown with the second only.
        "users.lookupByEmail" | "users.list" => &["users:read", "users:read.email"],
        _ => panic!("say here which scopes {method} needs"),
    }
}

#[test]
fn scopes_are_those_of_the_methods_used() {
    let mut needed: BTreeSet<&str> = METHODS.iter().flat_map(|method| scopes_of(method)).copied().collect();
    needed.insert("commands");
    assert_eq!(set(&["oauth_config", "scopes", "bot"]), needed.into_iter().map(str::to_owned).collect());
    assert!(at(&["oauth_config", "scopes", "user"]).is_null(), "nothing is done in a person's name");
}

#[test]
fn urls_lead_to_the_routes() {
    let commands = at(&["features", "slash_commands"]);
    let urls = [
        text(&commands[0]["url"]),
        text(&at(&["settings", "event_subscriptions", "request_url"])),
        text(&at(&["settings", "interactivity", "request_url"])),
    ];
    let path = |url: &String| {
        let url = url::Url::parse(url).unwrap();
        assert_eq!(url.scheme(), "https", "{url}: Slack calls https only");
        url.path().to_owned()
    };
    let listed: BTreeSet<String> = urls.iter().map(path).collect();
    let routes = in_code(&["src/web"], |literal| literal.starts_with("/slack/"));
    assert_eq!(listed, routes, "manifest.yml and the routes in src/web");
    assert_eq!(listed.len(), urls.len(), "each has a route of its own");
}

#[test]
fn the_command_is_certs() {
    let commands = at(&["features", "slash_commands"]);
    assert_eq!(commands.as_sequence().unwrap().len(), 1);
    assert_eq!(text(&commands[0]["command"]), "/certs");
    assert_eq!(commands[0]["should_escape"], Value::Bool(true), "`@user` comes with an id");
}

#[test]
fn events_are_those_that_are_handled() {
    let handled = in_code(&["src/web", "src/flow"], |literal| SUBSCRIBABLE.contains(&literal));
    assert_eq!(set(&["settings", "event_subscriptions", "bot_events"]), handled);
}

#[test]
fn surfaces_are_on_and_what_is_not_built_is_off() {
    let mut problems = Vec::new();
    for (path, expected) in [
        (["features", "app_home", "home_tab_enabled"].as_slice(), true),
        (&["features", "app_home", "messages_tab_enabled"], true),
        (&["features", "app_home", "messages_tab_read_only_enabled"], true),
        (&["settings", "interactivity", "is_enabled"], true),
        (&["settings", "socket_mode_enabled"], false),
        (&["settings", "token_rotation_enabled"], false),
        (&["settings", "org_deploy_enabled"], false),
    ] {
        if at(path) != Value::Bool(expected) {
            problems.push(format!("{} must be {expected}", path.join(".")));
        }
    }
    none_of(&problems);
}

/// What the manifest has at a path; null where there is nothing.
fn at(path: &[&str]) -> Value {
    let manifest: Value = serde_yaml_ng::from_str(&read("manifest.yml")).unwrap();
    path.iter().fold(manifest, |value, key| value.get(key).cloned().unwrap_or_default())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A list of the manifest; nothing is in it twice.
fn set(path: &[&str]) -> BTreeSet<String> {
    let list = at(path);
    let list = list.as_sequence().unwrap();
    let set: BTreeSet<String> = list.iter().map(text).collect();
    assert_eq!(set.len(), list.len(), "{} holds something twice", path.join("."));
    set
}

/// The string literals of some rooms that are of a kind.
fn in_code(rooms: &[&str], kind: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let sources = rooms.iter().flat_map(|room| rust_files(room));
    sources
        .flat_map(|source| {
            literals(&source.text).filter(|literal| kind(literal)).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}
