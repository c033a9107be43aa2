//! Channels: their names, who is in them, what is pinned, and what the app may do where.

use sandbox::{BOT_USER, Channel};
use serde_json::{Value, json};

use crate::world::World;

async fn call(world: &World, method: &str, args: Value) -> Value {
    world.slack(method, &args).await.body
}

async fn error(world: &World, method: &str, args: Value) -> Value {
    call(world, method, args).await["error"].clone()
}

#[tokio::test]
async fn a_name_is_small_letters_digits_and_hyphens_and_is_taken_once() {
    let world = World::start().await;
    let long = "x".repeat(81);
    for (name, expected) in [
        ("", "invalid_name_required"),
        ("--", "invalid_name_punctuation"),
        ("Q4", "invalid_name_specials"),
        ("q4 access", "invalid_name_specials"),
        (long.as_str(), "invalid_name_maxlength"),
    ] {
        assert_eq!(
            error(&world, "conversations.create", json!({ "name": name, "is_private": true })).await,
            expected
        );
    }
    let made = call(&world, "conversations.create", json!({ "name": "q4-access", "is_private": true })).await;
    assert_eq!(
        (&made["channel"]["name"], &made["channel"]["is_private"]),
        (&json!("q4-access"), &json!(true))
    );
    let again = json!({ "name": "q4-access", "is_private": true });
    assert_eq!(error(&world, "conversations.create", again).await, "name_taken");
    let public = call(&world, "conversations.create", json!({ "name": "q4" })).await;
    assert_eq!((&public["error"], &public["needed"]), (&json!("missing_scope"), &json!("channels:manage")));
}

#[tokio::test]
async fn people_are_invited_once() {
    let world = World::start().await;
    let (alice, bob) = (world.member("alice", "ng"), world.member("bob", "marsh"));
    let made = call(&world, "conversations.create", json!({ "name": "q4", "is_private": true })).await;
    let invite = |users: &str| json!({ "channel": made["channel"]["id"], "users": users });
    call(&world, "conversations.invite", invite(&alice)).await;
    assert_eq!(
        error(&world, "conversations.invite", invite(&format!("{bob},{alice}"))).await,
        "already_in_channel"
    );
    assert_eq!(error(&world, "conversations.invite", invite("UNOBODY")).await, "user_not_found");
    assert_eq!(error(&world, "conversations.invite", invite(BOT_USER)).await, "cant_invite_self");
    assert_eq!(world.sandbox.slack.channels()[0].members, [BOT_USER, &alice], "all of them, or nobody");
}

#[tokio::test]
async fn the_list_has_the_private_ones_that_the_app_is_in_page_by_page() {
    let world = World::start().await;
    for name in ["one", "two", "three"] {
        call(&world, "conversations.create", json!({ "name": name, "is_private": true })).await;
    }
    world.sandbox.slack.put_channel(Channel::new("C0THEIRS", "theirs", true));
    let (mut cursor, mut names) = (String::new(), Vec::new());
    loop {
        let query = [("types", "private_channel"), ("limit", "2"), ("cursor", &*cursor)];
        let page = world.ask("conversations.list", &query).await.body;
        names.extend(page["channels"].as_array().unwrap().iter().map(|channel| channel["name"].clone()));
        page["response_metadata"]["next_cursor"].as_str().unwrap().clone_into(&mut cursor);
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(names, ["one", "two", "three"]);
    let public = world.ask("conversations.list", &[]).await.body;
    assert_eq!(public["needed"], "channels:read");
}

#[tokio::test]
async fn only_where_the_app_is_it_may_write_change_and_pin() {
    let world = World::start().await;
    let slack = &world.sandbox.slack;
    let post = || json!({ "channel": "C0OPEN", "text": "Q4" });
    assert_eq!(error(&world, "chat.postMessage", post()).await, "channel_not_found");
    slack.put_channel(Channel::new("C0OPEN", "open", false));
    assert_eq!(error(&world, "chat.postMessage", post()).await, "not_in_channel");
    let ours = || Channel { members: vec![BOT_USER.to_owned()], ..Channel::new("C0OPEN", "open", false) };
    slack.put_channel(ours());
    let posted = call(&world, "chat.postMessage", post()).await;
    let pin = json!({ "channel": "C0OPEN", "timestamp": posted["ts"] });
    assert_eq!(call(&world, "pins.add", pin.clone()).await["ok"], true);
    assert_eq!(error(&world, "pins.add", pin).await, "already_pinned");
    assert_eq!(
        error(&world, "pins.add", json!({ "channel": "C0OPEN", "timestamp": "1.0" })).await,
        "message_not_found"
    );
    let history = world.ask("conversations.history", &[("channel", "C0OPEN")]).await.body;
    assert_eq!(history["needed"], "channels:history");
    slack.put_channel(Channel { is_archived: true, ..ours() });
    assert_eq!(error(&world, "chat.postMessage", post()).await, "is_archived");
    let change = json!({ "channel": "C0OPEN", "ts": posted["ts"], "text": "done" });
    assert_eq!(error(&world, "chat.update", change).await, "is_archived");
    slack.put_channel(Channel::new("C0OPEN", "open", true));
    assert_eq!(error(&world, "chat.postMessage", post()).await, "channel_not_found");
}
