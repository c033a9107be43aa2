//! A right that is missing is named with the call that takes it, and with what comes of it.

use certs::doctor::Level;
use sandbox::Fault;

use super::{examine, level, names, says};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn each_call_that_is_refused_is_named_with_what_it_takes() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        for path in [
            "/governance/api/v1/reviews",
            "/api/v1/users",
            "/api/v1/groups",
            "/api/v1/logs",
            "/api/v1/apps",
            "/api/v1/eventHooks",
            "/governance/api/v1/settings",
        ] {
            w.okta.fail_next(path, 1, Fault::Status(403));
        }
        let report = examine(w, &[]).await;
        says!(w, report, "okta.reviews", "forbidden_reviews");
        says!(w, report, "okta.users", "forbidden_users");
        says!(w, report, "okta.groups", "forbidden_groups");
        says!(w, report, "okta.system-log", "forbidden_log");
        says!(w, report, "okta.reviews-app", "forbidden_apps");
        says!(w, report, "okta.hook", "forbidden_hooks");
        says!(w, report, "okta.own-slack", "forbidden_settings");
        assert_eq!(names(&report, Level::Failed), ["okta.reviews", "okta.users", "okta.groups"]);
    })
    .await;
}

#[tokio::test]
async fn without_campaigns_what_stands_on_them_waits() {
    world(async |w| {
        w.okta.fail_next("/governance/api/v1/campaigns", 9, Fault::Status(403));
        let report = examine(w, &[]).await;
        says!(w, report, "okta.campaigns", "forbidden_campaigns");
        says!(w, report, "okta.reviews", "waits_for_campaigns");
        assert_eq!(level(&report, "okta.token"), Level::Ok, "it is the right that is missing");
        assert_eq!(level(&report, "okta.users"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn without_a_campaign_or_a_group_there_is_nothing_to_try_it_with() {
    world(async |w| {
        let report = examine(w, &[]).await;
        says!(w, report, "okta.reviews", "no_campaign");
        says!(w, report, "okta.own-emails", "no_campaign_no_emails");
        w.okta.fail_next("/api/v1/groups", 1, Fault::SentButBody("[]"));
        w.okta.fail_next("/api/v1/apps", 1, Fault::SentButBody("[]"));
        let report = examine(w, &[]).await;
        says!(w, report, "okta.groups", "no_group");
        says!(w, report, "okta.reviews-app", "no_reviews_app");
        let report = examine(w, &[("CERTS_REVIEW_URL", "https://acme.example/reviews")]).await;
        assert_eq!(level(&report, "okta.reviews-app"), Level::Ok);
    })
    .await;
}
