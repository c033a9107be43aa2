//! Okta: elsewhere, refusing the token, and speaking to reviewers on its own.

use certs::doctor::Level;
use sandbox::Fault;

use super::{examine, level, says};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn it_is_not_there() {
    world(async |w| {
        let report = examine(w, &[("OKTA_ORG_URL", "http://127.0.0.1:1")]).await;
        says!(w, report, "okta.reachable", "okta_unreachable");
        // Something else answers there.
        let report = examine(w, &[("OKTA_ORG_URL", &w.base)]).await;
        says!(w, report, "okta.reachable", "okta_elsewhere");
        w.okta.fail_next("/.well-known", 1, Fault::Garbage);
        let report = examine(w, &[]).await;
        says!(w, report, "okta.reachable", "okta_garbage");
    })
    .await;
}

#[tokio::test]
async fn it_refuses_the_token() {
    world(async |w| {
        let report = examine(w, &[("OKTA_API_TOKEN", "00revoked")]).await;
        says!(w, report, "okta.token", "okta_token");
        says!(w, report, "okta.hook", "waits_for_the_token");
        assert_eq!(level(&report, "okta.reachable"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn it_fails_or_limits() {
    world(async |w| {
        w.okta.fail_next("/api/v1/users", 1, Fault::Status(500));
        w.okta.fail_next("/governance/api/v1/campaigns", 1, Fault::RateLimited(30));
        let report = examine(w, &[]).await;
        says!(w, report, "okta.users", "okta_fails");
        says!(w, report, "okta.token", "okta_limits");
    })
    .await;
}

#[tokio::test]
async fn it_tells_reviewers_as_well() {
    world(async |w| {
        w.okta.set_own_slack(Some(true));
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        let report = examine(w, &[]).await;
        says!(w, report, "okta.own-slack", "own_slack");
        says!(w, report, "okta.own-emails", "own_emails");
        w.okta.set_own_slack(Some(false));
        assert_eq!(level(&examine(w, &[]).await, "okta.own-slack"), Level::Ok);
    })
    .await;
}

#[tokio::test]
async fn of_many_campaigns_the_first_are_looked_at() {
    world(async |w| {
        for number in 1..=6 {
            let mut campaign = begun(w, &format!("Q{number}"), &[(&w.company.alice, 1)]);
            campaign.own_emails = number == 2;
            "ACTIVE".clone_into(&mut campaign.status);
            w.okta.add_campaign(campaign);
        }
        w.hear().await;
        let report = examine(w, &[]).await;
        says!(w, report, "okta.own-emails", "own_emails_of_many");
        says!(w, report, "okta.campaigns", "campaigns_of_many");
    })
    .await;
}
