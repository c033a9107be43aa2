//! Okta by a service app, and Okta's events by its System Log.

use certs::doctor::Level;
use sandbox::Fault;

use super::{examine, level, names, said, says};
use crate::service_app::{CLIENT, RSA, as_app};
use crate::support::{World, world};

/// The app has every scope that doctor looks for.
fn grant_all(w: &World) {
    w.okta.change_app(CLIENT, |app| {
        app.scopes.extend(["okta.eventHooks.read", "okta.governance.admin.read"].map(str::to_owned));
    });
}

#[tokio::test]
async fn its_kind_is_named_and_whether_okta_demands_a_proof() {
    as_app(RSA.jwk, async |w| {
        grant_all(w);
        let report = examine(w, &[]).await;
        says!(w, report, "okta.token", "service_app");
        assert_eq!(names(&report, Level::Failed), Vec::<&str>::new());
        w.okta.change_app(CLIENT, |app| app.needs_dpop = true);
        let report = examine(w, &[]).await;
        says!(w, report, "okta.token", "service_app_with_proof");
        assert_eq!(level(&report, "okta.hook"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn a_scope_or_a_role_that_is_missing_is_named() {
    as_app(RSA.jwk, async |w| {
        w.okta.change_app(CLIENT, |app| app.scopes.retain(|scope| scope != "okta.users.read"));
        w.okta.fail_next("/api/v1/groups", 1, Fault::Status(403));
        let report = examine(w, &[]).await;
        says!(w, report, "okta.users", "app_without_scope");
        says!(w, report, "okta.groups", "app_without_role");
        says!(w, report, "okta.hook", "app_may_not_see_hooks");
        says!(w, report, "okta.own-slack", "app_may_not_see_settings");
    })
    .await;
}

#[tokio::test]
async fn its_key_is_not_the_one_that_okta_knows() {
    as_app(RSA.jwk, async |w| {
        w.okta.change_app(CLIENT, |app| app.keys.clear());
        let report = examine(w, &[]).await;
        says!(w, report, "okta.token", "app_without_key");
        assert_eq!(level(&report, "okta.users"), Level::Unseen);
        assert!(said(w, &report, "okta.reachable").starts_with("Ok"), "Okta itself is there");
    })
    .await;
}

#[tokio::test]
async fn half_of_a_service_app_is_a_setting_to_mend() {
    world(async |w| {
        let report = examine(w, &[("OKTA_CLIENT_ID", "0oaCerts"), ("OKTA_API_TOKEN", "")]).await;
        says!(w, report, "settings", "half_an_app");
        says!(w, report, "okta.users", "waits_for_the_other_half");
        assert_eq!(level(&report, "slack.token"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn where_the_log_is_polled_it_must_be_readable_and_no_hook_is_needed() {
    world(async |w| {
        w.okta.remove_event_hooks();
        w.okta.fail_next("/api/v1/logs", 1, Fault::Status(403));
        let report = examine(w, &[("OKTA_EVENTS", "poll"), ("OKTA_HOOK_SECRET", "")]).await;
        says!(w, report, "okta.system-log", "log_polled");
        says!(w, report, "okta.hook", "no_hook_needed");
        assert_eq!(level(&report, "okta.hook-address"), Level::Ok);
        assert_eq!(names(&report, Level::Failed), ["okta.system-log"]);
    })
    .await;
}
