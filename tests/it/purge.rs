//! The record of an ended campaign is kept for as long as was set, and no longer.

use chrono::Duration;
use entity::{campaign, card, inbox_event, notification_campaign, notification_log, review, snooze};
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::{World, at, world_with};

/// Rows of what a campaign leaves: campaigns, reviews, notices, links, cards, snoozes, events.
async fn rows(w: &World) -> [u64; 7] {
    let db = &w.app.store.db;
    [
        campaign::Entity::find().count(db).await.unwrap(),
        review::Entity::find().count(db).await.unwrap(),
        notification_log::Entity::find().count(db).await.unwrap(),
        notification_campaign::Entity::find().count(db).await.unwrap(),
        card::Entity::find().count(db).await.unwrap(),
        snooze::Entity::find().count(db).await.unwrap(),
        inbox_event::Entity::find().count(db).await.unwrap(),
    ]
}

#[tokio::test]
async fn an_ended_campaign_is_answered_from_the_record_and_then_forgotten() {
    world_with(&[("CERTS_RETENTION_DAYS", "90")], async |w| {
        let campaign = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        w.hear().await;
        w.live_through("2026-09-08").await;
        w.slack.open_home(&w.company.kenji.slack).await.unwrap();
        let tomorrow = format!("tomorrow:{}", campaign.id);
        w.press(&w.company.kenji, &w.last_to(&w.company.kenji), ("snooze", &*tomorrow)).await;
        w.okta.close(&campaign.id);
        w.hear().await;
        w.go_to("2026-12-06 08:00").await;
        let kept = rows(w).await;
        // Two messages to each of three, and the owner's digest; an App Home that nobody looked at for a month is gone.
        assert_eq!(kept[..6], [1, 12, 7, 7, 6, 1]);
        assert!(w.command(&w.company.dana, "status payments").await.contains("Kenji Sato"));
        w.clock.advance_to(w.clock.now() + Duration::days(3));
        w.settle().await;
        assert_eq!(rows(w).await, [0, 0, 0, 0, 0, 0, 0]);
        assert!(!w.command(&w.company.dana, "status payments").await.contains("Kenji Sato"));
    })
    .await;
}
