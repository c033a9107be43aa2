//! Whatever comes from outside – malformed, endless, enormous, slow or forged – the service lives, does nothing by
//! halves, and goes on with its work.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot look at what it tests has failed")]

mod calendar;
mod config;
mod hook;
mod nasty;
mod okta_answers;
mod okta_lists;
mod panic;
mod seeds;
mod signed;
mod slack_answers;
mod slack_requests;
mod slow;

use entity::{campaign, click, handover, inbox_event, notification_log, person, review, slack_account};
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::World;
use crate::support::campaigns::begun;

/// How many rows there are, of everything that a request could leave behind.
async fn rows(w: &World) -> Vec<u64> {
    let db = &w.app.store.db;
    vec![
        inbox_event::Entity::find().count(db).await.unwrap(),
        click::Entity::find().count(db).await.unwrap(),
        campaign::Entity::find().count(db).await.unwrap(),
        review::Entity::find().count(db).await.unwrap(),
        person::Entity::find().count(db).await.unwrap(),
        handover::Entity::find().count(db).await.unwrap(),
        notification_log::Entity::find().count(db).await.unwrap(),
        slack_account::Entity::find().count(db).await.unwrap(),
    ]
}

/// Everything that is stored can be read back, and the service goes on: a launch reaches its reviewer.
async fn goes_on(w: &mut World) {
    let db = &w.app.store.db;
    inbox_event::Entity::find().all(db).await.unwrap();
    click::Entity::find().all(db).await.unwrap();
    campaign::Entity::find().all(db).await.unwrap();
    review::Entity::find().all(db).await.unwrap();
    person::Entity::find().all(db).await.unwrap();
    handover::Entity::find().all(db).await.unwrap();
    slack_account::Entity::find().all(db).await.unwrap();
    let bob = w.company.bob.clone();
    w.okta.heal();
    w.slack.heal();
    begun(w, "After all that", &[(&bob, 2)]);
    w.hear().await;
    let about_it = |text: &String| text.contains("After all that");
    assert_eq!(w.inbox_of(&bob).iter().filter(|text| about_it(text)).count(), 1, "{:?}", w.inbox_of(&bob));
    assert!(w.command(&w.company.dana, "status").await.contains("After all that"));
    assert!(w.slack.strange().is_empty(), "Slack did not understand: {:#?}", w.slack.strange());
    w.expected_failures = w.outbox().await.iter().filter(|row| row.state == "failed").count();
}
