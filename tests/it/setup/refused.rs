//! Okta does not do what is asked: what a person reads, and what is left behind.

use sandbox::{EventHook, Fault};

use super::{address, only, run, said, set_up, written};
use crate::support::world;

#[tokio::test]
async fn okta_cannot_reach_our_address() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let done = run(w, "http://127.0.0.1:1/okta/hooks", |_| {}).await;
        insta::assert_snapshot!("unreachable", said(w, &done));
        assert!(done.unfinished.is_some());
        let hook = only(w);
        assert!(hook.active && !hook.verified);
        // The next run goes on where this one ended.
        w.okta.set_event_hook(EventHook { uri: address(w), ..hook });
        written(w);
        let done = set_up(w).await;
        assert!(done.unfinished.is_none() && only(w).verified);
        assert_eq!(written(w).len(), 1, "it is verified, and neither made nor written again");
    })
    .await;
}

#[tokio::test]
async fn the_token_may_not_see_or_make_hooks() {
    world(async |w| {
        w.okta.remove_event_hooks();
        w.okta.fail_next("/api/v1/eventHooks", 1, Fault::Status(403));
        let done = set_up(w).await;
        insta::assert_snapshot!("forbidden", said(w, &done));
        assert!(!done.is_changed && w.okta.event_hooks().is_empty());
        // It may see them, and not make one.
        w.okta.fail_about("/api/v1/eventHooks", "EVENT_TYPE", 1, Fault::Status(403));
        let done = set_up(w).await;
        let why = done.unfinished.unwrap();
        assert!(
            why.contains("403") && why.contains("okta.eventHooks.manage") && why.contains("By hand: "),
            "{why}"
        );
        assert!(w.okta.event_hooks().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_token_is_refused_or_okta_fails() {
    world(async |w| {
        w.okta.fail_next("/api/v1/eventHooks", 1, Fault::Status(401));
        let why = set_up(w).await.unfinished.unwrap();
        assert!(why.contains("Make a new one, set OKTA_API_TOKEN"), "{why}");
        w.okta.fail_next("/api/v1/eventHooks", 1, Fault::Status(500));
        insta::assert_snapshot!("fails", said(w, &set_up(w).await));
        assert!(!set_up(w).await.is_changed);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_is_no_hook_is_not_taken_for_one() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let strange = r#"{"id":"who1","events":"all","channel":[],"name":7}"#;
        w.okta.fail_about("/api/v1/eventHooks", "EVENT_TYPE", 1, Fault::SentButBody(strange));
        let done = set_up(w).await;
        assert!(done.unfinished.is_some(), "{done:?}");
        w.okta.fail_next(
            "/api/v1/eventHooks",
            1,
            Fault::SentButBody(r#"[{"id":"who9","channel":{"config":{"uri":7}}},8]"#),
        );
        assert!(set_up(w).await.is_changed, "another one is made beside it");
    })
    .await;
}
