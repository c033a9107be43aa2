//! Slack's channels: making one, who is in it, what is pinned there, and what the app may do from outside.

use sandbox::Channel;
use serde_json::{Value, json};

use crate::world::World;

const SCOPES: &[&str] =
    &["chat:write", "groups:write", "groups:read", "groups:history", "channels:read", "pins:write"];

async fn start() -> World {
    let world = World::start().await;
    world.sandbox.slack.set_scopes(SCOPES);
    world
}

async fn create(world: &World, name: &str) -> Value {
    world.slack("conversations.create", &json!({ "name": name, "is_private": true })).await.body
}

#[tokio::test]
async fn a_channel_is_made_once_under_a_name() {
    let world = start().await;
    let made = create(&world, "certs-q4").await;
    assert_eq!((made["channel"]["name"].as_str(), made["ok"].as_bool()), (Some("certs-q4"), Some(true)));
    assert_eq!(create(&world, "certs-q4").await["error"], "name_taken");
    let channel = world.sandbox.slack.channels().remove(0);
    assert!(channel.is_private && channel.has_app && channel.members.is_empty());
    let public = world.slack("conversations.create", &json!({ "name": "certs" })).await.body;
    assert_eq!(
        (public["error"].as_str(), public["needed"].as_str()),
        (Some("missing_scope"), Some("channels:manage"))
    );
}

#[tokio::test]
async fn a_name_follows_the_rules() {
    let world = start().await;
    let long = "a".repeat(81);
    for (name, why) in [
        ("", "invalid_name_required"),
        (long.as_str(), "invalid_name_maxlength"),
        ("--_-", "invalid_name_punctuation"),
        ("Q4", "invalid_name_specials"),
        ("q4 access", "invalid_name_specials"),
        ("q4.access", "invalid_name_specials"),
    ] {
        assert_eq!(create(&world, name).await["error"], why, "{name}");
    }
    assert_eq!(create(&world, "zugriffsprüfung-四半期_4").await["ok"], true);
}

#[tokio::test]
async fn people_are_invited_all_or_none() {
    let world = start().await;
    let (alice, bob) = (world.member("alice", "ng"), world.member("bob", "marsh"));
    let id = create(&world, "certs-q4").await["channel"]["id"].clone();
    let invite = async |users: &str| {
        world.slack("conversations.invite", &json!({ "channel": id, "users": users })).await.body
    };
    assert_eq!(invite(&format!("{alice},UNOBODY")).await["errors"][0]["user"], "UNOBODY");
    assert!(world.sandbox.slack.channels()[0].members.is_empty());
    assert_eq!(invite(&alice).await["ok"], true);
    assert_eq!(invite(&alice).await["error"], "already_in_channel");
    world.sandbox.slack.deactivate(&bob);
    assert_eq!(invite(&bob).await["error"], "cant_invite");
    assert_eq!(invite("U0CERTSBOT").await["error"], "cant_invite_self");
    assert_eq!(world.sandbox.slack.channels()[0].members, [alice]);
}

#[tokio::test]
async fn a_list_shows_private_channels_to_those_who_are_in_them() {
    let world = start().await;
    for number in 1..=3 {
        create(&world, &format!("certs-{number}")).await;
    }
    world.sandbox.slack.set_channel(Channel { is_private: true, ..Channel::new("C0OTHER", "other") });
    world.sandbox.slack.set_channel(Channel::new("C0GENERAL", "general"));
    let list = async |types: &str, cursor: &str| {
        let query = [("types", types), ("limit", "2"), ("cursor", cursor)];
        world.ask("conversations.list", &query).await.body
    };
    let names = |page: &Value| -> Vec<String> {
        let all = page["channels"].as_array().into_iter().flatten();
        all.filter_map(|one| one["name"].as_str()).map(str::to_owned).collect()
    };
    let first = list("private_channel", "").await;
    let second = list("private_channel", first["response_metadata"]["next_cursor"].as_str().unwrap()).await;
    assert_eq!([names(&first), names(&second)].concat(), ["certs-1", "certs-2", "certs-3"]);
    assert_eq!(second["response_metadata"]["next_cursor"], "");
    assert_eq!(names(&list("public_channel", "").await), ["general"]);
    assert_eq!(list("mpim", "").await["error"], "invalid_types");
}

#[tokio::test]
async fn a_message_is_pinned_once() {
    let world = start().await;
    let id = create(&world, "certs-q4").await["channel"]["id"].as_str().unwrap().to_owned();
    let posted = world.post(&id, "how it stands").await.body;
    let pin =
        async |ts: &Value| world.slack("pins.add", &json!({ "channel": id, "timestamp": ts })).await.body;
    assert_eq!(pin(&posted["ts"]).await["ok"], true);
    assert_eq!(pin(&posted["ts"]).await["error"], "already_pinned");
    assert_eq!(pin(&json!("1.000001")).await["error"], "message_not_found");
    assert_eq!(pin(&json!("now")).await["error"], "bad_timestamp");
    let change = json!({ "channel": id, "ts": posted["ts"], "text": "further" });
    assert_eq!(world.slack("chat.update", &change).await.body["ok"], true);
    let pinned = world.sandbox.slack.pinned_in(&id);
    assert_eq!((pinned.len(), pinned[0].text.as_str(), pinned[0].user.as_str()), (1, "further", ""));
    let history = world.ask("conversations.history", &[("channel", &id)]).await.body;
    assert_eq!(
        (history["messages"][0]["text"].as_str(), history["pin_count"].as_u64()),
        (Some("further"), Some(1))
    );
}

#[tokio::test]
async fn the_app_writes_where_it_is() {
    let world = start().await;
    let slack = &world.sandbox.slack;
    slack.set_channel(Channel::new("C0OPEN", "open"));
    slack.set_channel(Channel { is_private: true, ..Channel::new("C0SHUT", "shut") });
    slack.set_channel(Channel { is_archived: true, has_app: true, ..Channel::new("C0OLD", "old") });
    slack.set_channel(Channel { has_app: true, ..Channel::new("C0OURS", "ours") });
    for (channel, why) in
        [("C0OPEN", "not_in_channel"), ("C0SHUT", "channel_not_found"), ("C0OLD", "is_archived")]
    {
        assert_eq!(world.post(channel, "hello").await.body["error"], why, "{channel}");
    }
    assert_eq!(world.post("C0OURS", "hello").await.body["ok"], true);
    let refused = world.ask("conversations.history", &[("channel", "C0OURS")]).await.body;
    assert_eq!(
        (refused["error"].as_str(), refused["needed"].as_str()),
        (Some("missing_scope"), Some("channels:history"))
    );
}
