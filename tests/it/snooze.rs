//! Putting a reminder off.

use entity::snooze;
use sandbox::Message;
use sea_orm::EntityTrait;

use crate::support::campaigns::{begun, user};
use crate::support::{World, at, world, world_with};

/// The reminder that Alice has in front of her.
fn reminder(w: &World) -> Message {
    w.last_to(&w.company.alice)
}

/// How often Alice was written to.
fn told(w: &World) -> usize {
    w.inbox_of(&w.company.alice).len()
}

#[tokio::test]
async fn the_next_reminder_comes_on_the_day_that_was_chosen() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let answer =
            w.press(&w.company.alice, &reminder(w), ("snooze", &*format!("three_days:{}", q4.id))).await;
        assert_eq!(answer, "You will be reminded of Q4 again on Fri 11 Sep");
        w.settle().await;
        let reads = w.reads(&w.company.alice).pop().unwrap();
        assert!(reads.contains("You put this off: the next reminder comes on Fri 11 Sep."), "{reads}");
        assert!(!reads.contains("[ Snooze"), "{reads}");
        w.live_through("2026-09-10").await;
        assert_eq!(told(w), 2);
        w.live_through("2026-09-11").await;
        assert_eq!(told(w), 3);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 2, "only who put it off has another day");
        // After that all is as before.
        w.live_through("2026-09-29").await;
        assert_eq!(told(w), 6);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_that_would_have_come_meanwhile_does_not_and_the_record_says_why() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let choice = format!("before_close:{}", q4.id);
        let answer = w.press(&w.company.alice, &reminder(w), ("snooze", &*choice)).await;
        assert_eq!(answer, "You will be reminded of Q4 again on Sat 26 Sep");
        w.live_through("2026-09-25").await;
        assert_eq!(told(w), 2);
        w.live_through("2026-09-29").await;
        assert_eq!(told(w), 3);
        let record = entity::delivery_record::Entity::find().all(&w.app.store.db).await.unwrap();
        let withheld: Vec<&str> =
            record.iter().filter(|entry| entry.event == "withheld").map(|entry| entry.key.as_str()).collect();
        assert_eq!(withheld.len(), 2, "{withheld:?}");
        assert!(withheld[0].starts_with("reminder:2026-09-15:"), "{withheld:?}");
    })
    .await;
}

#[tokio::test]
async fn the_last_reminder_cannot_be_put_off_and_says_so() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.live_through("2026-09-22").await;
        let earlier = reminder(w);
        w.live_through("2026-09-26").await;
        let last = w.reads(&w.company.alice).pop().unwrap();
        assert!(last.contains("This is the last reminder before the close; it cannot be put off."), "{last}");
        assert!(!last.contains("[ Snooze"), "{last}");
        // An older one that is still on somebody's screen.
        let choice = format!("tomorrow:{}", q4.id);
        let answer = w.press(&w.company.alice, &earlier, ("snooze", &*choice)).await;
        assert!(answer.starts_with("Q4 closes "), "{answer}");
        assert!(answer.ends_with("its last reminder cannot be put off"), "{answer}");
        assert_eq!(snooze::Entity::find().all(&w.app.store.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn new_items_end_it() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 2)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        w.press(&w.company.alice, &reminder(w), ("snooze", &*format!("before_close:{}", q4.id))).await;
        w.live_through("2026-09-10").await;
        let bobs = w.okta.reviews(&q4.id).into_iter().filter(|item| item.reviewer == user(&w.company.bob));
        let bobs: Vec<String> = bobs.map(|item| item.id).collect();
        w.okta.reassign(&bobs, &w.company.bob.okta, &w.company.alice.okta, "for you");
        w.hear().await;
        let ended = snooze::Entity::find().all(&w.app.store.db).await.unwrap();
        assert_eq!(ended[0].ended_by.as_deref(), Some("new_items"));
        w.live_through("2026-09-15").await;
        assert!(w.inbox_of(&w.company.alice).pop().unwrap().contains("still open"), "reminded as planned");
    })
    .await;
}

#[tokio::test]
async fn a_digest_is_put_off_as_a_whole() {
    world(async |w| {
        begun(w, "One", &[(&w.company.alice, 3)]);
        begun(w, "Two", &[(&w.company.alice, 2)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let answer = w.press(&w.company.alice, &reminder(w), ("snooze", "tomorrow:*")).await;
        assert_eq!(answer, "2 reminders were put off");
        w.live_through("2026-09-09").await;
        assert_eq!(told(w), 4);
        assert!(
            reminder(w).announced.contains("5 access reviews in 2 campaigns"),
            "{}",
            reminder(w).announced
        );
    })
    .await;
}

#[tokio::test]
async fn a_press_counts_once_however_often_slack_tells_and_another_choice_replaces_it() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let message = reminder(w);
        let (three, one) = (format!("three_days:{}", q4.id), format!("tomorrow:{}", q4.id));
        for _ in 0..3 {
            let answer = w.press(&w.company.alice, &message, ("snooze", &*three)).await;
            assert_eq!(answer, "You will be reminded of Q4 again on Fri 11 Sep");
        }
        assert_eq!(snooze::Entity::find().all(&w.app.store.db).await.unwrap().len(), 1);
        w.moment();
        let answer = w.press(&w.company.alice, &message, ("snooze", &*one)).await;
        assert_eq!(answer, "You will be reminded of Q4 again on Wed 9 Sep");
        let all = snooze::Entity::find().all(&w.app.store.db).await.unwrap();
        let ended: Vec<Option<&str>> = all.iter().map(|row| row.ended_by.as_deref()).collect();
        assert_eq!(ended, [Some("another"), None]);
    })
    .await;
}

#[tokio::test]
async fn nobody_puts_off_what_is_not_theirs() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let message = reminder(w);
        let choice = format!("tomorrow:{}", q4.id);
        let answer = w.press(&w.company.bob, &message, ("snooze", &*choice)).await;
        assert_eq!(answer, "Nothing of this waits for you any more, so there is nothing to put off");
        assert_eq!(snooze::Entity::find().all(&w.app.store.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_has_decided_all_by_then_is_left_alone() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        w.press(&w.company.alice, &reminder(w), ("snooze", &*format!("tomorrow:{}", q4.id))).await;
        // No event tells: the run reads it.
        w.okta.decide(&w.okta.reviews(&q4.id)[0].id, &w.company.alice.okta, "APPROVE");
        w.live_through("2026-09-29").await;
        assert_eq!(told(w), 2);
    })
    .await;
}

#[tokio::test]
async fn the_end_that_moves_nearer_does_not_swallow_the_last_reminder() {
    world_with(&[("CERTS_REMINDER_DAYS", "7")], async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        w.press(&w.company.alice, &reminder(w), ("snooze", &*format!("before_close:{}", q4.id))).await;
        w.okta.move_end(&q4.id, at("2026-09-20 08:00"));
        w.live_through("2026-09-29").await;
        let last = w.inbox_of(&w.company.alice).pop().unwrap();
        assert_eq!(told(w), 3, "{last}");
    })
    .await;
}
