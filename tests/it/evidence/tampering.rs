//! Somebody with access to the database changes what is on record: it is noticed, and said where.

use sea_orm::ConnectionTrait;

use super::{breaks, export};
use crate::support::campaigns::begun;
use crate::support::{World, world};

/// Two people were told of a campaign and reminded of it, and whoever runs it was told how it stands; then this happens in the database.
async fn after(statements: &[&str], check: impl AsyncFnOnce(&World, Vec<String>)) {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        assert_eq!(export(w, &campaign.id).await.entries.len(), 17);
        assert_eq!(breaks(w).await, [] as [&str; 0]);
        for statement in statements {
            w.app.store.db.execute_unprepared(statement).await.unwrap();
        }
        let found = breaks(w).await;
        w.expected_breaks = found.len();
        check(w, found).await;
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_was_changed() {
    for column in
        ["at = '2026-09-02 08:00:00+00:00'", "key = 'x'", "kind = 'x'", "person_id = 'x'", "detail = '{}'"]
    {
        let statement = format!("UPDATE delivery_record SET {column} WHERE number = 5");
        after(&[&statement], async |_, found| {
            assert!(found.iter().any(|what| what == "entry 5 was changed or moved"), "{column}: {found:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn entries_that_were_removed() {
    after(&["DELETE FROM delivery_record WHERE number IN (4, 5)"], async |_, found| {
        assert!(found.contains(&"entries 4 to 5 were removed".to_owned()), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn entries_that_were_cut_off_at_the_end() {
    after(&["DELETE FROM delivery_record WHERE number > 10"], async |_, found| {
        assert!(found.contains(&"the entries after 10 were cut off; there were 17".to_owned()), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn entries_that_changed_places() {
    let statements = [
        "UPDATE delivery_record SET number = 1000 WHERE number = 3",
        "UPDATE delivery_record SET number = 3 WHERE number = 4",
        "UPDATE delivery_record SET number = 4 WHERE number = 1000",
    ];
    after(&statements, async |_, found| {
        assert!(found.contains(&"entry 3 was changed or moved".to_owned()), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn a_whole_record_that_was_removed() {
    let statements = ["DELETE FROM delivery_record", "DELETE FROM delivery_record_head"];
    after(&statements, async |_, found| {
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found.iter().all(|what| what.ends_with("is in the notification log, and not on record")));
    })
    .await;
}

#[tokio::test]
async fn a_notice_whose_state_or_text_was_changed_beside_the_record() {
    after(&["UPDATE notification_log SET state = 'failed' WHERE id = 1"], async |w, found| {
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("is failed in the notification log, and sent on record"), "{found:?}");
        w.app
            .store
            .db
            .execute_unprepared("UPDATE notification_log SET state = 'sent' WHERE id = 1")
            .await
            .unwrap();
        w.app
            .store
            .db
            .execute_unprepared("UPDATE notification_log SET said = 'Hello' WHERE id = 2")
            .await
            .unwrap();
        let found = breaks(w).await;
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("the text of launch:"), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_was_removed() {
    after(&["DELETE FROM notification_log WHERE id = 1"], async |_, found| {
        assert_eq!(found.len(), 1);
        assert!(found[0].ends_with("is on record, and not in the notification log"), "{found:?}");
    })
    .await;
}
