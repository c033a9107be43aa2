//! An event that cannot be worked off.

use entity::inbox_event;
use sandbox::Fault;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{minutes, overview, told_within_a_minute};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn an_event_whose_payload_cannot_be_read_is_still_a_doorbell() {
    world(async |w| {
        w.settle().await;
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.send_hooks().await.unwrap();
        for payload in ["", "null", "[1]", "{\"review_id\": 5}"] {
            let event = w.events().await.into_iter().find(|event| event.source == "okta").unwrap();
            let mut event: inbox_event::ActiveModel = event.into_active_model();
            event.payload = Set(payload.to_owned());
            event.state = Set("new".to_owned());
            event.update(&w.app.store.db).await.unwrap();
            w.settle().await;
            assert!(w.events().await.iter().all(|event| event.state == "done"), "{payload}");
        }
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_home_that_slack_always_refuses_is_set_aside_and_holds_up_nothing() {
    for (code, at_last) in [("not_enabled", "failed"), ("a_code_of_tomorrow", "ignored")] {
        world(async |w| {
            w.settle().await;
            w.slack.fail_about("views.publish", &w.company.alice.slack, usize::MAX, Fault::Error(code));
            w.slack.open_home(&w.company.alice.slack).await.unwrap();
            begun(w, "Q4", &[(&w.company.bob, 3)]);
            let told = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, told, &[&w.company.bob]);
            w.slack.open_home(&w.company.bob.slack).await.unwrap();
            w.settle().await;
            assert!(w.slack.home_of(&w.company.bob.slack).is_some(), "{code}");
            minutes(w, 12).await;
            let event =
                w.events().await.into_iter().find(|event| event.payload == w.company.alice.slack).unwrap();
            assert_eq!(event.state, at_last, "{code}: {:?}", event.remark);
            assert!(event.remark.unwrap().contains(code));
            let is_failed = at_last == "failed";
            assert_eq!(overview(w).await.contains("1 event was given up"), is_failed, "{code}");
            w.expected_given_up = usize::from(is_failed);
        })
        .await;
    }
}
