//! Slack's members: finding them, listing them.

use crate::world::World;

#[tokio::test]
async fn a_deactivated_member_is_listed_but_not_found_by_address() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let address = [("email", "alice.ng@acme.example")];
    let found = world.ask("users.lookupByEmail", &address).await.body;
    assert_eq!(found["user"]["id"], alice);
    world.sandbox.slack.deactivate(&alice);
    assert_eq!(world.ask("users.lookupByEmail", &address).await.body["error"], "users_not_found");
    let info = world.ask("users.info", &[("user", &alice)]).await.body;
    assert_eq!(info["user"]["deleted"], true);
}

#[tokio::test]
async fn the_list_goes_on_until_the_cursor_is_empty() {
    let world = World::start().await;
    for first in ["alice", "bob", "carol"] {
        world.member(first, "ng");
    }
    let (mut cursor, mut sizes) = (String::new(), Vec::new());
    loop {
        let page = world.ask("users.list", &[("limit", "2"), ("cursor", &cursor)]).await.body;
        sizes.push(page["members"].as_array().unwrap().len());
        page["response_metadata"]["next_cursor"].as_str().unwrap().clone_into(&mut cursor);
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(sizes, [2, 2, 1], "the three, the app's own bot and Slackbot");
    assert_eq!(world.ask("users.list", &[("cursor", "nonsense")]).await.body["error"], "invalid_cursor");
}

#[tokio::test]
async fn addresses_are_shown_only_with_their_scope() {
    let world = World::start().await;
    let alice = world.member("alice", "ng");
    let email = world.ask("users.info", &[("user", &alice)]).await.body["user"]["profile"]["email"].clone();
    assert_eq!(email, "alice.ng@acme.example");
    world.sandbox.slack.set_scopes(&["users:read"]);
    assert!(world.ask("users.info", &[("user", &alice)]).await.body["user"]["profile"]["email"].is_null());
    let refused = world.ask("users.lookupByEmail", &[("email", "alice.ng@acme.example")]).await;
    assert_eq!(refused.body["error"], "missing_scope");
    assert_eq!(refused.body["needed"], "users:read.email");
    assert_eq!(refused.body["provided"], "users:read");
    assert_eq!(refused.header("x-oauth-scopes"), Some("users:read"));
}
