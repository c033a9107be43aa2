//! A campaign begins: each of its reviewers gets one DM, whatever happens to the hook.

use certs::domain::pace::Ceiling;
use certs::flow::{Progress, deliver, intake};
use certs::store::notifications::{self, Claim};
use certs::work;
use chrono::Duration;
use sandbox::{Campaign, Fault, Member, Reviewer, User};

use crate::support::{World, at, crash_when, world, world_with};

/// 450 items for 23 reviewers over three pages of Okta's list.
fn large_campaign(w: &World) -> (Campaign, Vec<Member>) {
    let campaign = Campaign::new("Large", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    let mut members = Vec::new();
    for number in 0..23_usize {
        let user = User::new(&format!("N{number}"), "Reviewer");
        let member = Member::new(&format!("N{number}"), "Reviewer");
        w.okta.add_user(user.clone());
        w.slack.add_member(member.clone());
        // 19 or 20 items each, 450 together.
        let items = if number < 13 { 20 } else { 19 };
        w.okta.add_reviews(&campaign.id, Reviewer::User(user.id), items);
        members.push(member);
    }
    (campaign, members)
}

#[tokio::test]
async fn each_reviewer_gets_one_message_with_the_right_count_over_three_pages() {
    world(async |w| {
        let (campaign, members) = large_campaign(w);
        w.settle().await;
        w.okta.launch(&campaign.id);
        w.okta.forget_calls();
        w.hear().await;
        assert_eq!(w.okta.count("/governance/api/v1/reviews"), 3);
        assert_eq!(w.slack.messages().len(), 23);
        for (number, member) in members.iter().enumerate() {
            let messages = w.slack.messages_to(&member.id);
            let count = if number < 13 { 20 } else { 19 };
            assert_eq!(messages.len(), 1);
            assert!(
                messages[0].text.starts_with(&format!("{count} access reviews in ")),
                "{}",
                messages[0].text
            );
        }
        w.clock.advance_to(w.clock.now() + Duration::minutes(20));
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 23, "the sweep repeated a message");
    })
    .await;
}

#[tokio::test]
async fn the_same_event_three_times_and_in_two_envelopes_is_one_message() {
    world(async |w| {
        let campaign = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        let events = w.okta.take_events();
        for _ in 0..3 {
            assert_eq!(w.okta.send_events(&events).await.unwrap(), 204);
        }
        w.settle().await;
        let doubled = [events.clone(), events].concat();
        assert_eq!(w.okta.send_events(&doubled).await.unwrap(), 204);
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(w.events().await.iter().filter(|event| event.source == "okta").count(), 1);
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn a_crash_in_the_middle_of_page_two_starts_over_without_a_second_message() {
    world(async |w| {
        let (campaign, _) = large_campaign(w);
        w.okta.launch(&campaign.id);
        assert_eq!(w.okta.send_hooks().await.unwrap(), [204]);
        let (app, okta) = (w.app.clone(), w.okta.clone());
        crash_when(work::settle(&app, Duration::zero()), || okta.count("/governance/api/v1/reviews") == 2)
            .await;
        assert!(w.slack.messages().is_empty(), "somebody was told before everything was read");
        w.restart().await;
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 23);
    })
    .await;
}

#[tokio::test]
async fn a_crash_in_the_middle_of_the_sending_leaves_nobody_out_and_tells_nobody_twice() {
    world(async |w| {
        let (campaign, members) = large_campaign(w);
        w.okta.launch(&campaign.id);
        assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
        // One batch is sent; of the next one a send has begun when the process dies.
        while intake::step(&w.app).await.unwrap() == Progress::Busy {}
        deliver::step(&w.app).await.unwrap();
        w.clock.advance_to(w.clock.now() + Duration::seconds(3));
        let (store, instance, now) = (&w.app.store, &w.app.instance, w.clock.now());
        let claim = notifications::claim(store, instance, now, 5, Ceiling::per_minute(300)).await.unwrap();
        let Claim::Rows(held, _) = claim else { panic!("{claim:?}") };
        let begun = notifications::begin_sends(store, &[(&held[0], "said")], instance, now).await.unwrap();
        assert_eq!(begun.len(), 1);
        assert_eq!(w.slack.messages().len(), 10);
        w.restart().await;
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 23);
        assert!(members.iter().all(|member| w.slack.messages_to(&member.id).len() == 1));
    })
    .await;
}

#[tokio::test]
async fn a_message_that_arrived_before_the_crash_is_found_by_its_key_and_not_repeated() {
    world(async |w| {
        let campaign = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        assert_eq!(w.okta.send_hooks().await.unwrap(), [204]);
        w.slack.fail_next("chat.postMessage", 1, Fault::SentButNoAnswer);
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 3, "one for each of the payments leads");
    })
    .await;
}

#[tokio::test]
async fn a_launch_that_no_hook_told_is_found_by_the_sweep() {
    world(async |w| {
        w.settle().await;
        let campaign = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        w.okta.drop_events();
        w.settle().await;
        assert!(w.slack.messages().is_empty());
        w.go_to("2026-09-01 08:16").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn the_message_says_what_is_asked_by_when_and_what_silence_does() {
    world(async |w| {
        let campaign = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        w.hear().await;
        let message = w.last_to(&w.company.alice);
        insta::assert_snapshot!(message.as_text().join("\n"));
        assert_eq!(
            message.metadata["event_payload"]["key"],
            format!("launch:{}:{}", campaign.id, w.company.alice.okta)
        );
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn review_now_leads_to_the_reviews_app_of_the_org_or_where_the_settings_say() {
    let button = async |settings: &[(&str, &str)]| {
        let mut url = String::new();
        world_with(settings, async |w| {
            let campaign = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
            w.okta.launch(&campaign.id);
            w.hear().await;
            let blocks = w.last_to(&w.company.kenji).blocks.to_string();
            url = blocks
                .split("\"url\":\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .replace(&campaign.id, "ID");
        })
        .await;
        url
    };
    assert!(button(&[]).await.contains("/home/okta_iga_reviewer/"));
    let template = "https://reviews.acme.example/?campaign={campaignId}";
    assert_eq!(button(&[("CERTS_REVIEW_URL", template)]).await, "https://reviews.acme.example/?campaign=ID");
}
