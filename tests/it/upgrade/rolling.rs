//! An old instance and a newer one beside each other: what the newer one planned is left to it.

use certs::flow::deliver;
use chrono::Duration;
use entity::notification_log::{ActiveModel, Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::support::campaigns::begun;
use crate::support::{World, world};

/// What only the newer version can read.
const OF_NEXT_YEAR: &str = r#"{"kind":"thanks","campaign_id":"iciQ4Z00000000000000"}"#;

/// A newer version plans something for Bob.
async fn plan_something_new(w: &World) {
    let now = w.clock.now();
    let row = ActiveModel {
        key: Set("thanks:1".to_owned()),
        kind: Set("thanks".to_owned()),
        person_id: Set(w.company.bob.okta.clone()),
        payload: Set(OF_NEXT_YEAR.to_owned()),
        state: Set("planned".to_owned()),
        planned_at: Set(now),
        due_at: Set(now),
        attempts: Set(0),
        ..Default::default()
    };
    Entity::insert(row).exec(&w.app.store.db).await.unwrap();
}

async fn state(w: &World) -> (String, i32, Option<String>) {
    let row = w.outbox().await.into_iter().find(|row| row.key == "thanks:1").unwrap();
    (row.state, row.attempts, row.problem)
}

#[tokio::test]
async fn a_notice_of_an_unknown_kind_waits_for_who_knows_it_and_holds_up_nobody() {
    world(async |w| {
        plan_something_new(w).await;
        deliver::step(&w.app).await.unwrap();
        let why = Some("this version does not know that kind of notice".to_owned());
        assert_eq!(state(w).await, ("planned".to_owned(), 0, why));
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        // The newer version comes by, and says it.
        let row = Entity::update_many().filter(Column::Key.eq("thanks:1"));
        row.col_expr(Column::State, Expr::value("sent")).exec(&w.app.store.db).await.unwrap();
        w.settle().await;
        assert_eq!(state(w).await.0, "sent");
    })
    .await;
}

#[tokio::test]
async fn one_that_nobody_knows_is_given_up_after_an_hour_and_named() {
    world(async |w| {
        plan_something_new(w).await;
        w.clock.advance_to(w.clock.now() + Duration::minutes(59));
        deliver::step(&w.app).await.unwrap();
        assert_eq!(state(w).await.0, "planned");
        w.settle().await;
        let why = Some("this version does not know that kind of notice".to_owned());
        assert_eq!(state(w).await, ("failed".to_owned(), 0, why));
        w.expected_failures = 1;
    })
    .await;
}
