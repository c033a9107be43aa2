//! Okta's answers: whatever they hold, nothing breaks, nothing is stored that cannot be read, and Slack takes what is
//! made of it.

use proptest::prelude::*;
use sandbox::{Fault, Group, Reviewer};
use serde_json::{Value, json};

use super::goes_on;
use super::nasty::{any_json, kept, sampled, spoiled, written};
use crate::support::campaigns::{begun, planned};
use crate::support::{World, world};

const CAMPAIGNS: &str = "/governance/api/v1/campaigns";
const REVIEWS: &str = "/governance/api/v1/reviews";

/// Campaigns begin one after the other, each with one spoiled answer under this path.
async fn lived_through(w: &mut World, path: &str, good: impl Fn(&World, &str) -> Value, group: bool) {
    w.strange_is_fine = true;
    w.okta.set_rate_limit(1_000_000);
    for bucket in ["users", "groups", "apps", "logs"] {
        w.okta.set_rate_limit_of(bucket, 1_000_000);
    }
    let owners = Group::new("Owners", &[w.company.carol.okta.clone(), w.company.alice.okta.clone()], &[]);
    w.okta.add_group(owners.clone());
    for number in 0..8 {
        let campaign = if group {
            let campaign = planned(w, &format!("Q{number}"), &[(Reviewer::Group(owners.id.clone()), 2)]);
            w.okta.launch(&campaign.id);
            campaign
        } else {
            begun(w, &format!("Q{number}"), &[(&w.company.alice, 2)])
        };
        let body = good(w, &campaign.id);
        let strategy = prop_oneof![12 => spoiled(body).prop_map(|body| written(&body)),
                                   1 => any_json().prop_map(|body| written(&body))];
        let body = sampled(strategy, 1).remove(0);
        w.okta.fail_next(path, 1, Fault::SentButBody(kept(body)));
        w.hear().await;
        w.okta.heal();
        if number % 4 == 3 {
            assert!(!w.command(&w.company.dana, "status").await.is_empty());
            assert!(!w.command(&w.company.dana, "status Q").await.is_empty());
            assert!(!w.command(&w.company.alice, "mine").await.is_empty());
        }
    }
    // The day of a reminder, with whatever the campaigns are believed to be.
    w.live_through("2026-09-08").await;
    goes_on(w).await;
}

fn a_review(id: &str, campaign: &str, person: &sandbox::Person) -> Value {
    json!({ "id": id, "campaignId": campaign, "decision": "UNREVIEWED", "reviewerType": "USER", "resourceId": "0oaApp",
            "currentReviewerLevel": "FIRST", "note": { "note": "please" },
            "reviewerProfile": { "id": person.okta, "email": person.email, "firstName": "Alice", "lastName": "Ng",
                                 "login": person.email, "status": "ACTIVE" } })
}

fn a_user(id: &str) -> Value {
    json!({ "id": id, "status": "ACTIVE",
            "profile": { "firstName": "Alice", "lastName": "Ng", "login": "alice.ng@acme.example",
                         "email": "alice.ng@acme.example" } })
}

#[tokio::test]
async fn a_campaign_may_say_anything() {
    let good = |w: &World, id: &str| {
        json!({ "id": id, "name": "Q", "description": "All of it. Please.", "status": "ACTIVE", "createdBy": w.company.dana.okta,
                "recurringCampaignId": null, "remediationSettings": { "noResponse": "DENY" },
                "scheduleSettings": { "type": "ONE_OFF", "startDate": "2026-09-01T08:00:00Z", "endDate": "2026-09-29T08:00:00Z" } })
    };
    world(async |w| lived_through(w, &format!("{CAMPAIGNS}/"), good, false).await).await;
}

#[tokio::test]
async fn a_page_of_reviews_may_hold_anything() {
    let good = |w: &World, id: &str| {
        let group = json!({ "id": format!("{id}group"), "campaignId": id, "reviewerType": "GROUP",
                            "reviewerGroupProfile": { "groupId": "00gNone", "name": "None" } });
        let alice = |number: u32| a_review(&format!("{id}{number}"), id, &w.company.alice);
        json!({ "data": [alice(1), alice(2), group], "_links": { "self": { "href": "https://x/?after=1" } } })
    };
    world(async |w| lived_through(w, REVIEWS, good, false).await).await;
}

#[tokio::test]
async fn the_list_of_campaigns_may_hold_anything() {
    let good = |_: &World, id: &str| json!({ "data": [{ "id": id, "status": "ACTIVE" }, { "id": "iciOther", "scheduleType": "RECURRING" }], "_links": {} });
    world(async |w| lived_through(w, CAMPAIGNS, good, false).await).await;
}

#[tokio::test]
async fn people_may_be_described_in_any_way() {
    let good = |w: &World, _: &str| a_user(&w.company.alice.okta);
    world(async |w| {
        w.okta.hide_emails(true);
        lived_through(w, "/api/v1/users", good, false).await;
    })
    .await;
}

#[tokio::test]
async fn groups_may_have_any_members() {
    let good = |w: &World, _: &str| json!([a_user(&w.company.alice.okta), a_user(&w.company.carol.okta)]);
    world(async |w| lived_through(w, "/api/v1/groups", good, true).await).await;
}

#[tokio::test]
async fn the_system_log_may_hold_anything() {
    let good = |_: &World, id: &str| {
        json!([{ "uuid": format!("of {id}"), "eventType": "certification.campaign.launch", "published": "2026-09-01T08:00:00Z",
                 "actor": { "id": "00uDana", "type": "User", "displayName": "Dana" }, "target": [{ "id": id }],
                 "debugContext": { "debugData": { "campaignId": id } } }])
    };
    world(async |w| {
        // Each story begins with a reading of the log.
        lived_through(w, "/api/v1/logs", good, false).await;
        for number in 0..8 {
            let id = format!("iciLog{number}");
            w.okta.fail_next(
                "/api/v1/logs",
                1,
                Fault::SentButBody(kept(written(&sampled(spoiled(good(w, &id)), 1)[0]))),
            );
            w.command(&w.company.dana, "sync").await;
            w.settle().await;
        }
        w.okta.heal();
        w.settle().await;
    })
    .await;
}

#[tokio::test]
async fn the_reviews_app_may_be_anywhere() {
    world(async |w| {
        let huge = format!("https://{}.example/", "a".repeat(100_000));
        for link in ["javascript:alert(1)", "", huge.as_str(), "https://\u{0}"] {
            let body = json!([{ "status": "ACTIVE", "_links": { "appLinks": [{ "href": link }] } }]);
            w.okta.fail_next("/api/v1/apps", 1, Fault::SentButBody(kept(body.to_string())));
            w.command(&w.company.dana, "sync").await;
            w.settle().await;
            assert_eq!(w.app.reviews_app.get(), None, "{link:.50}");
        }
        goes_on(w).await;
    })
    .await;
}
