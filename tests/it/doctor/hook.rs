//! The event hook, and the address that it goes to.

use certs::doctor::Level;
use sandbox::EventHook;
use serde_json::json;

use super::{examine, level, says};
use crate::support::{World, world};

const THREE: &[&str] =
    &["certification.campaign.launch", "certification.campaign.close", "certification.campaign.item.decide"];

/// The one hook of the org is this.
fn only(w: &World, change: impl FnOnce(&mut EventHook)) {
    w.okta.remove_event_hooks();
    let mut hook = EventHook::new("who1", &format!("{}/okta/hooks", w.base), "hook-secret-0123456789", THREE);
    change(&mut hook);
    w.okta.set_event_hook(hook);
}

#[tokio::test]
async fn there_is_none() {
    world(async |w| {
        w.okta.remove_event_hooks();
        says!(w, examine(w, &[]).await, "okta.hook", "no_hook");
        says!(w, examine(w, &[("CERTS_PUBLIC_URL", "")]).await, "okta.hook", "no_hook_at_all");
    })
    .await;
}

#[tokio::test]
async fn it_tells_too_little() {
    world(async |w| {
        only(w, |hook| {
            hook.active = false;
            hook.verified = false;
            hook.events.truncate(1);
            hook.key = "X-Key".to_owned();
        });
        says!(w, examine(w, &[]).await, "okta.hook", "hook_with_flaws");
        says!(w, examine(w, &[("CERTS_PUBLIC_URL", "")]).await, "okta.hook", "hook_of_whom");
        only(w, |hook| {
            let map = [json!({ "event": THREE[2], "condition": { "expression": "true" } })];
            hook.filter = json!({ "type": "EXPRESSION_LANGUAGE", "eventFilterMap": map });
        });
        says!(w, examine(w, &[]).await, "okta.hook", "hook_with_a_filter");
    })
    .await;
}

#[tokio::test]
async fn two_go_to_the_same_address() {
    world(async |w| {
        only(w, |_| {});
        let more = EventHook { name: "Old".to_owned(), active: false, ..w.okta.event_hooks()[0].clone() };
        w.okta.set_event_hook(EventHook { id: "who2".to_owned(), ..more });
        says!(w, examine(w, &[]).await, "okta.hook", "two_hooks");
    })
    .await;
}

#[tokio::test]
async fn our_address_is_not_ours() {
    world(async |w| {
        w.strange_is_fine = true;
        let report = examine(w, &[("CERTS_PUBLIC_URL", "http://127.0.0.1:1")]).await;
        says!(w, report, "okta.hook-address", "address_silent");
        let report = examine(w, &[("OKTA_HOOK_SECRET", "another-Kranich")]).await;
        says!(w, report, "okta.hook-address", "address_other_secret");
        // Somebody else's server: it knows neither the route nor the question.
        let report = examine(w, &[("CERTS_PUBLIC_URL", &format!("{}/elsewhere", w.base))]).await;
        says!(w, report, "okta.hook-address", "address_other_route");
        let report = examine(w, &[("CERTS_PUBLIC_URL", w.slack.url().trim_end_matches("/api"))]).await;
        says!(w, report, "okta.hook-address", "address_other_server");
        let report = examine(w, &[("CERTS_PUBLIC_URL", "")]).await;
        says!(w, report, "okta.hook-address", "address_unknown");
        assert_eq!(level(&examine(w, &[]).await, "okta.hook-address"), Level::Ok);
    })
    .await;
}
