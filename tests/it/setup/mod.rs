//! `certs setup`: the event hook, made, put right or left alone; and the Slack app's manifest.

mod manifest;
mod refused;

use certs::clock::Clock;
use certs::flow::setup::{self, Done, Wanted};
use certs::okta::Okta;
use sandbox::EventHook;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::support::campaigns::begun;
use crate::support::{World, world};

const THREE: [&str; 3] =
    ["certification.campaign.launch", "certification.campaign.close", "certification.campaign.item.decide"];

/// Where the hook of the story goes.
fn address(w: &World) -> String {
    format!("{}/okta/hooks", w.base)
}

async fn set_up(w: &World) -> Done {
    run(w, &address(w), |_| {}).await
}

async fn run(w: &World, address: &str, change: impl FnOnce(&mut Wanted<'_>)) -> Done {
    let okta = Okta::new(&w.app.config.okta, Clock::Manual(w.clock.clone())).unwrap();
    let secret: &SecretString = &w.app.config.okta.hook_secret;
    let mut wanted = Wanted { address, secret, dry_run: false, rewrite_secret: false };
    change(&mut wanted);
    Box::pin(setup::event_hook(&okta, &wanted)).await
}

/// The one hook of the org.
fn only(w: &World) -> EventHook {
    let [hook] = w.okta.event_hooks().try_into().unwrap();
    hook
}

/// What was written to Okta since the last look, by method and path.
fn written(w: &World) -> Vec<String> {
    let calls = w.okta.calls().into_iter().filter(|call| call.method != "GET");
    let written = calls.map(|call| format!("{} {}", call.method, call.path)).collect();
    w.okta.forget_calls();
    written
}

/// All that a run said, without the port of this run.
fn said(w: &World, done: &Done) -> String {
    let lines = done.said.iter().chain(&done.notes).chain(&done.unfinished);
    let text = lines.cloned().collect::<Vec<_>>().join("\n");
    let mut text = text.replace(&w.base, "https://certs.example.com");
    while let Some((before, rest)) = text.split_once(" (errorId ") {
        text = format!("{before}{}", rest.split_once(')').unwrap().1);
    }
    text
}

#[tokio::test]
async fn from_nothing_to_a_first_message() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let done = set_up(w).await;
        insta::assert_snapshot!("made", said(w, &done));
        assert!(done.is_changed && done.unfinished.is_none());
        let hook = only(w);
        assert!(hook.active && hook.verified);
        assert_eq!((hook.uri, hook.events.as_slice()), (address(w), THREE.map(str::to_owned).as_slice()));
        assert_eq!(hook.secret, w.app.config.okta.hook_secret.expose_secret());
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "the hook that was made tells of it");
    })
    .await;
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_says_so() {
    world(async |w| {
        w.okta.remove_event_hooks();
        set_up(w).await;
        let before = format!("{:?}", w.okta.event_hooks());
        written(w);
        let done = set_up(w).await;
        insta::assert_snapshot!("again", said(w, &done));
        assert!(!done.is_changed);
        assert_eq!((written(w), format!("{:?}", w.okta.event_hooks())), (Vec::new(), before));
    })
    .await;
}

#[tokio::test]
async fn a_hook_made_by_hand_is_put_right_and_keeps_what_is_its_own() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let map = [json!({ "event": THREE[0], "condition": { "expression": "true", "version": null } })];
        let theirs = EventHook {
            name: "Access reviews".to_owned(),
            verified: false,
            active: false,
            filter: json!({ "type": "EXPRESSION_LANGUAGE", "eventFilterMap": map }),
            headers: json!([{ "key": "X-Team", "value": "identity" }]),
            key: "X-Key".to_owned(),
            // Written by hand: another spelling of the same address.
            ..EventHook::new("who1", &format!("{}/", address(w)), "old", &["group.create", THREE[0]])
        };
        w.okta.set_event_hook(theirs.clone());
        let done = set_up(w).await;
        insta::assert_snapshot!("repaired", said(w, &done));
        let hook = only(w);
        assert!(hook.active && hook.verified);
        assert_eq!(hook.events, [&["group.create"], THREE.as_slice()].concat());
        assert_eq!((hook.name, hook.filter, hook.headers), (theirs.name, theirs.filter, theirs.headers));
        assert_eq!((hook.key.as_str(), hook.secret.as_str()), ("Authorization", "hook-secret-0123456789"));
        assert!(!set_up(w).await.is_changed);
    })
    .await;
}

#[tokio::test]
async fn what_is_only_switched_off_or_unverified_is_not_written_anew() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let off = EventHook {
            active: false,
            verified: false,
            ..EventHook::new("who1", &address(w), "old", &THREE)
        };
        w.okta.set_event_hook(off);
        let done = set_up(w).await;
        insta::assert_snapshot!("switched_on", said(w, &done));
        let paths = [
            "POST /api/v1/eventHooks/who1/lifecycle/activate",
            "POST /api/v1/eventHooks/who1/lifecycle/verify",
        ];
        assert_eq!(written(w), paths);
        assert_eq!(only(w).secret, "old");
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_written_anew_where_that_is_asked_for() {
    world(async |w| {
        w.okta.remove_event_hooks();
        w.okta.set_event_hook(EventHook::new("who1", &address(w), "old", &THREE));
        assert!(!set_up(w).await.is_changed, "nobody can see that it is another one");
        let done = run(w, &address(w), |wanted| wanted.rewrite_secret = true).await;
        insta::assert_snapshot!("secret", said(w, &done));
        assert_eq!((only(w).secret.as_str(), only(w).verified), ("hook-secret-0123456789", true));
        assert!(!said(w, &done).contains("hook-secret") && !format!("{done:?}").contains("hook-secret"));
    })
    .await;
}

#[tokio::test]
async fn more_than_one_is_named_and_never_made_more() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let broken = EventHook {
            verified: false,
            name: "Old".to_owned(),
            ..EventHook::new("who1", &address(w), "old", &THREE)
        };
        w.okta.set_event_hook(broken);
        w.okta.set_event_hook(EventHook::new("who2", &address(w), "new", &THREE));
        w.okta.set_event_hook(EventHook::new("who3", "https://old.example.com/okta/hooks", "old", &THREE));
        w.okta.set_event_hook(EventHook::new("who4", "https://siem.example.com/events", "old", &THREE));
        let done = set_up(w).await;
        insta::assert_snapshot!("several", said(w, &done));
        assert!(!done.is_changed && written(w).is_empty(), "the one that is right is kept");
        assert_eq!(w.okta.event_hooks().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_does_nothing() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let made = run(w, &address(w), |wanted| wanted.dry_run = true).await;
        w.okta.set_event_hook(EventHook {
            verified: false,
            ..EventHook::new("who1", &address(w), "", &THREE[..2])
        });
        let repaired = run(w, &address(w), |wanted| wanted.dry_run = true).await;
        insta::assert_snapshot!("dry_run", format!("{}\n\n{}", said(w, &made), said(w, &repaired)));
        assert!(made.is_changed && repaired.is_changed && written(w).is_empty());
    })
    .await;
}
