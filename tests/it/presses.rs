//! Slack's events and presses: each is acknowledged, and counts once however often it comes.

use entity::click;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::support::campaigns::begun;
use crate::support::{World, world};

/// The presses on record.
async fn clicks(w: &World) -> Vec<click::Model> {
    click::Entity::find().all(&w.app.store.db).await.unwrap()
}

#[tokio::test]
async fn an_event_that_slack_repeats_publishes_home_once() {
    world(async |w| {
        let event = w.slack.home_opened(&w.company.alice.slack);
        assert_eq!(w.slack.send_event(&event, None).await.unwrap().status, 200);
        assert_eq!(w.slack.send_event(&event, Some(1)).await.unwrap().status, 200);
        w.settle().await;
        assert_eq!(w.slack.send_event(&event, Some(2)).await.unwrap().status, 200);
        w.settle().await;
        assert_eq!(w.slack.count("views.publish"), 1);
        // Another look is another event.
        w.slack.open_home(&w.company.alice.slack).await.unwrap();
        w.settle().await;
        assert_eq!(w.slack.count("views.publish"), 2);
    })
    .await;
}

#[tokio::test]
async fn events_of_other_types_are_acknowledged() {
    world(async |w| {
        let alice = &w.company.alice.slack;
        let others = [
            json!({ "type": "app_uninstalled" }),
            json!({ "type": "user_change", "user": { "id": alice } }),
            json!({ "type": "app_home_opened", "user": alice, "tab": "messages" }),
        ];
        for event in others.map(|event| w.slack.event(event)) {
            assert_eq!(w.slack.send_event(&event, None).await.unwrap().status, 200);
        }
        let limited = json!({ "type": "app_rate_limited", "minute_rate_limited": 1 }).to_string();
        assert_eq!(
            w.slack.raw("/slack/events", "application/json", limited, None, None).await.unwrap().status,
            200
        );
        w.settle().await;
        assert_eq!(w.slack.count("views.publish"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_press_of_review_now_is_recorded_once_with_its_campaign() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let alice = w.company.alice.slack.clone();
        let message = w.last_to(&w.company.alice);
        let pressed = w.clock.now();
        for _ in 0..2 {
            assert_eq!(w.slack.click(&alice, &message, "review_now").await.unwrap().status, 200);
        }
        let on_record = clicks(w).await;
        assert_eq!(on_record.len(), 1, "the same press, told twice");
        assert_eq!((&on_record[0].slack_id, &on_record[0].campaign_id), (&alice, &Some(campaign.id.clone())));
        assert_eq!(on_record[0].clicked_at, pressed);
        w.go_to("2026-09-01 09:30").await;
        // Where the app is installed for a whole organization, `team` is null.
        assert_eq!(w.slack.click_orgwide(&alice, &message, "review_now").await.unwrap().status, 200);
        assert_eq!(clicks(w).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn interactions_of_other_types_are_acknowledged_and_left_alone() {
    world(async |w| {
        let alice = json!({ "id": w.company.alice.slack });
        for kind in
            ["view_submission", "view_closed", "shortcut", "message_action", "block_suggestion", "new"]
        {
            let interaction = json!({ "type": kind, "user": alice, "team": null, "actions": [] });
            assert_eq!(w.slack.interact(&interaction).await.unwrap().status, 200, "{kind}");
        }
        assert!(clicks(w).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_press_in_the_app_home_and_in_an_answer_is_recorded_too() {
    world(async |w| {
        let alice = &w.company.alice.slack;
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.slack.open_home(alice).await.unwrap();
        w.settle().await;
        assert_eq!(w.slack.click_home(alice, "review_now").await.unwrap().status, 200);
        w.clock.advance_to(w.clock.now() + chrono::Duration::seconds(1));
        let answer = w.slack.command(alice, "mine").await.unwrap();
        assert_eq!(w.slack.click_answer(alice, &answer.body, "review_now").await.unwrap().status, 200);
        let clicks = clicks(w).await;
        assert_eq!(clicks.len(), 2);
        assert!(clicks.iter().all(|click| click.campaign_id.as_ref() == Some(&campaign.id)));
    })
    .await;
}
