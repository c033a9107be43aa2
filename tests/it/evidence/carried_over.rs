//! A database from before there was a record: the record begins with what there was.

use sea_orm::ConnectionTrait;

use super::{breaks, export};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn notices_from_before_the_record_are_its_first_entries() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
        w.hear().await;
        for table in ["delivery_record", "delivery_record_head"] {
            w.app.store.db.execute_unprepared(&format!("DELETE FROM {table}")).await.unwrap();
        }
        w.restart().await;
        assert_eq!(breaks(w).await, [] as [&str; 0]);
        w.live_through("2026-09-08").await;
        // Starting again carries nothing over again.
        w.restart().await;
        let entries = export(w, &campaign.id).await.entries.into_iter();
        let about_reviewers = entries.filter(|entry| entry.kind != "owner_digest");
        let events: Vec<String> = about_reviewers.map(|entry| entry.event).collect();
        let reminders = ["planned", "planned", "sending", "sent", "sending", "sent"];
        // The reminders take the buttons of the older messages.
        assert_eq!(events, [&["carried_over"; 2][..], &reminders, &["edited"; 2]].concat());
    })
    .await;
}
