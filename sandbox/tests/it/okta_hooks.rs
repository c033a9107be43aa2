//! Okta's event hooks: what they bear, and the one retry.

use sandbox::{Campaign, Reviewer, User};
use serde_json::Value;

use crate::app::App;
use crate::world::World;

/// A launched campaign with two items; the items' ids.
fn launched(world: &World) -> Vec<String> {
    let alice = User::new("alice", "ng");
    world.sandbox.okta.add_user(alice.clone());
    let campaign = Campaign::new("Q4", &alice.id, world.now(), 28);
    world.sandbox.okta.add_campaign(campaign.clone());
    let items = world.sandbox.okta.add_reviews(&campaign.id, Reviewer::User(alice.id), 2);
    world.sandbox.okta.launch(&campaign.id);
    items
}

#[tokio::test]
async fn a_hook_bears_its_secret_and_the_events_of_the_log() {
    let world = World::start().await;
    let app = App::start(204, Value::Null).await;
    world.sandbox.okta.point_hook(&format!("{}/okta/hooks", app.url), "s3cret");
    let items = launched(&world);
    let (alice, bob) = (User::new("alice", "ng"), User::new("bob", "marsh"));
    world.sandbox.okta.add_user(bob.clone());
    world.sandbox.okta.reassign(&items, &alice.id, &bob.id, "on leave");
    assert_eq!(world.sandbox.okta.send_hooks().await.unwrap(), [204]);

    let sent = app.last();
    assert_eq!(sent.header("authorization"), Some("s3cret"));
    let events = sent.json()["data"]["events"].as_array().unwrap().clone();
    let kinds: Vec<&str> = events.iter().map(|event| event["eventType"].as_str().unwrap()).collect();
    let decide = "certification.campaign.item.decide";
    assert_eq!(kinds, ["certification.campaign.launch", decide, decide]);
    assert_eq!(events[1]["outcome"]["result"], "SKIPPED");
    assert_eq!(events[1]["debugContext"]["debugData"]["campaignItemDecision"], "DELEGATE");
    let log = world.okta("/api/v1/logs", &[]).await.body;
    assert_eq!(log[1]["uuid"], events[1]["uuid"], "the log holds the same event");
}

#[tokio::test]
async fn a_hook_is_tried_once_more_after_a_5xx_and_never_after_a_4xx() {
    let world = World::start().await;
    for (status, attempts) in [(503, vec![503, 503]), (400, vec![400])] {
        let app = App::start(status, Value::Null).await;
        world.sandbox.okta.point_hook(&app.url, "s3cret");
        launched(&world);
        assert_eq!(world.sandbox.okta.send_hooks().await.unwrap(), attempts);
        assert!(world.sandbox.okta.queued_events().is_empty(), "lost to the hook");
    }
}
