//! In which state Okta has a campaign when it is looked at, and what is done about it.

use sandbox::{Campaign, Fault};

use crate::support::campaigns::{begun, planned, user};
use crate::support::{World, world};

/// A campaign whose launch Okta has told of while its API still shows this status.
async fn told_early(w: &World, status: &str) -> Campaign {
    let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
    w.okta.set_status(&campaign.id, status);
    w.hear().await;
    assert!(w.slack.messages().is_empty(), "{status}: nothing is asked of anybody yet");
    campaign
}

#[tokio::test]
async fn one_that_is_still_being_launched_is_looked_at_again() {
    for status in ["LAUNCHING", "SCHEDULED"] {
        world(async |w| {
            let campaign = told_early(w, status).await;
            w.go_to("2026-09-01 08:04").await;
            assert!(w.slack.messages().is_empty());
            w.okta.set_status(&campaign.id, "ACTIVE");
            w.okta.forget_calls();
            w.settle().await;
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "{status}");
            let sent = w.last_to(&w.company.alice).at;
            assert!(sent <= crate::support::at("2026-09-01 08:06"), "{status}: only at {sent}");
            w.go_to("2026-09-01 09:30").await;
            assert_eq!(w.slack.messages().len(), 1, "{status}: told again");
        })
        .await;
    }
}

#[tokio::test]
async fn one_that_is_not_launched_within_an_hour_is_left_to_the_sweep() {
    world(async |w| {
        let campaign = told_early(w, "SCHEDULED").await;
        w.go_to("2026-09-01 09:01").await;
        let event = w.events().await.into_iter().find(|event| event.source == "okta").unwrap();
        assert_eq!(event.state, "ignored", "{:?}", event.remark);
        w.okta.set_status(&campaign.id, "ACTIVE");
        w.go_to("2026-09-01 09:20").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_plan_for_campaigns_is_no_campaign_and_its_occurrence_is() {
    world(async |w| {
        let mut plan = planned(w, "Every quarter", &[]);
        plan.recurring = true;
        w.okta.add_campaign(plan.clone());
        w.okta.launch(&plan.id);
        let mut occurrence = planned(w, "Quarter three", &[(user(&w.company.alice), 3)]);
        occurrence.recurring_parent = Some(plan.id.clone());
        w.okta.add_campaign(occurrence.clone());
        w.okta.launch(&occurrence.id);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 1);
        let overview = w.command(&w.company.dana, "status").await;
        assert!(overview.starts_with("*1 campaign is active*\n*Quarter three*"), "{overview}");
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2);
        assert_eq!(w.slack.messages().len(), 3, "the other one is the owner's");
    })
    .await;
}

#[tokio::test]
async fn a_status_of_tomorrow_asks_nothing_of_anybody_until_it_is_active() {
    world(async |w| {
        let campaign = told_early(w, "PAUSED").await;
        assert!(w.command(&w.company.dana, "status").await.contains("No campaign is active"));
        w.okta.set_status(&campaign.id, "ACTIVE");
        w.go_to("2026-09-01 08:20").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        // And back again: it leaves the reminders, but not the record.
        w.okta.set_status(&campaign.id, "PAUSED");
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn one_that_okta_could_not_launch_or_that_is_over_asks_nothing() {
    for status in ["ERROR", "COMPLETED", "DELETED"] {
        world(async |w| {
            told_early(w, status).await;
            w.live_through("2026-09-08").await;
            assert!(w.slack.messages().is_empty(), "{status}");
            assert!(w.command(&w.company.dana, "status").await.contains("No campaign is active"), "{status}");
        })
        .await;
    }
}

#[tokio::test]
async fn one_that_was_deleted_leaves_the_active_list_but_not_the_record() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.okta.set_status(&campaign.id, "DELETED");
        w.okta.fail_next(&format!("/governance/api/v1/campaigns/{}", campaign.id), 1000, Fault::Status(404));
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "reminded of a campaign that is gone");
        assert!(w.command(&w.company.dana, "status").await.contains("No campaign is active"));
        assert!(w.command(&w.company.alice, "mine").await.contains("Nothing is waiting for you"));
        let record = w.command(&w.company.dana, "status Q4").await;
        assert!(record.contains("It has ended: it was deleted in Okta"), "{record}");
        assert!(record.contains("1 sent"), "{record}");
    })
    .await;
}

#[tokio::test]
async fn one_that_is_gone_before_it_was_read_is_forgotten() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.set_status(&campaign.id, "DELETED");
        w.okta.fail_next(&format!("/governance/api/v1/campaigns/{}", campaign.id), 1000, Fault::Status(404));
        w.hear().await;
        assert!(w.slack.messages().is_empty());
        assert!(!w.command(&w.company.dana, "status").await.contains("Needs attention"));
    })
    .await;
}
