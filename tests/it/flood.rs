//! The close of a large campaign sends an event for every undecided item: they cost a bounded number of calls, and
//! hold up nobody else.

use certs::store::commit;
use certs::store::inbox::{self, Begin, Incoming, NEW};
use chrono::Duration;
use sandbox::Reviewer;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::{World, at, world};

#[tokio::test]
async fn thousands_of_events_of_a_close_are_one_look_and_delay_no_other_campaign() {
    world(async |w| {
        let large = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&large.id);
        w.hear().await;
        w.okta.add_reviews(&large.id, Reviewer::User(w.company.alice.okta.clone()), 5000);
        let small = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.forget_calls();
        w.okta.close(&large.id);
        w.okta.launch(&small.id);
        let told = w.clock.now();
        w.hear().await;
        assert!(w.okta.count(&format!("/governance/api/v1/campaigns/{}", large.id)) <= 2);
        assert!(w.okta.count("/governance/api/v1/reviews") <= 1, "only the small campaign was read");
        let message = w.last_to(&w.company.kenji);
        assert!(message.at - told <= Duration::minutes(1));
        assert!(
            w.events().await.iter().filter(|event| event.source == "okta").all(|event| event.state == "done")
        );
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}

/// Events of one campaign that nobody has worked on yet, and one of another.
async fn flooded(w: &World, events: usize) {
    let event = |number: usize, campaign: &str| Incoming {
        source: "okta",
        uuid: format!("{campaign}-{number}"),
        kind: "certification.campaign.item.decide".to_owned(),
        campaign_id: Some(campaign.to_owned()),
        payload: "{}".to_owned(),
        state: NEW,
    };
    let tx = w.app.store.begin().await.unwrap();
    let flood: Vec<Incoming> = (0..events).map(|number| event(number, "iciLarge")).collect();
    inbox::record(&tx, &flood, w.clock.now()).await.unwrap();
    inbox::record(&tx, &[event(0, "iciSmall")], w.clock.now()).await.unwrap();
    commit(tx).await.unwrap();
}

#[tokio::test]
async fn whose_turn_it_is_is_answered_by_indexes_however_much_waits() {
    world(async |w| {
        flooded(w, 20_000).await;
        let db = &w.app.store.db;
        inbox::claim(&w.app.store, "somebody", Begin::WithNews, w.clock.now()).await.unwrap();
        let backend = db.get_database_backend();
        db.execute_unprepared("ANALYZE").await.unwrap();
        for question in inbox::QUESTIONS {
            let (explain, column) = match backend {
                DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
                _ => ("EXPLAIN", "QUERY PLAN"),
            };
            let at = format!("'{}'", w.clock.now().to_rfc3339());
            let question = format!("{explain} {}", question.replace("$1", &at));
            let plan = db.query_all_raw(Statement::from_string(backend, question)).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.try_get("", column).unwrap()).collect();
            let is_slow = |line: &&String| {
                line.contains("Seq Scan on inbox_event")
                    || line.contains("SCAN e")
                    || line.contains("SCAN inbox")
                    || (line.contains("SEARCH") && line.contains("ix_inbox") && !line.contains("COVERING"))
            };
            assert_eq!(plan.iter().find(is_slow), None, "{plan:#?}");
        }
        w.app.store.db.execute_unprepared("DELETE FROM inbox_event").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_is_worked_on_is_passed_over_however_much_of_it_waits() {
    world(async |w| {
        flooded(w, 3000).await;
        let (store, now) = (&w.app.store, w.clock.now());
        let mut claimed = Vec::new();
        for instance in ["one", "two", "three"] {
            let batch = inbox::claim(store, instance, Begin::WithNews, now).await.unwrap();
            let of = batch.first().and_then(|event| event.campaign_id.clone());
            assert!(batch.iter().all(|event| event.campaign_id == of));
            claimed.push((of, batch.len()));
        }
        let of = |name: &str| Some(name.to_owned());
        assert_eq!(claimed, [(of("iciLarge"), 1000), (of("iciSmall"), 1), (None, 0)]);
        // A lease that ends makes it free again, with what was not claimed.
        let later = now + Duration::seconds(21);
        assert_eq!(inbox::next_due(&store.db).await.unwrap(), Some(now), "2000 of them wait");
        let again = inbox::claim(store, "four", Begin::WithNews, later).await.unwrap();
        assert_eq!((again.len(), again[0].campaign_id.as_deref()), (1000, Some("iciLarge")));
        store.db.execute_unprepared("DELETE FROM inbox_event").await.unwrap();
    })
    .await;
}
