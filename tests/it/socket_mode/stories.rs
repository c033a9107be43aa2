//! The same stories through either door: commands, presses, Home.

use entity::click;
use sandbox::Fault;
use sea_orm::EntityTrait;

use crate::support::answers::{press, typed};
use crate::support::campaigns::begun;
use crate::support::through_either_door;

#[tokio::test]
async fn a_command_is_answered_at_once_for_the_asker_alone() {
    through_either_door(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 12)]);
        w.hear().await;
        let answer = typed(w, &w.company.dana, "status").await;
        assert_eq!(answer["response_type"], "ephemeral");
        assert!(answer["text"].as_str().unwrap().starts_with("1 campaign is active"), "{answer}");
        assert!(w.command(&w.company.alice, "mine").await.contains("12 access reviews"));
        assert!(w.command(&w.company.alice, "status").await.contains("takes an administrator"));
        assert_eq!(w.slack.later_answers(), [], "it came with the acknowledgement");
    })
    .await;
}

#[tokio::test]
async fn a_press_is_recorded_once_and_does_what_it_says() {
    through_either_door(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let launch = w.last_to(&w.company.alice);
        assert_eq!(w.slack.click(&w.company.alice.slack, &launch, "review_now").await.unwrap().status, 200);
        assert_eq!(click::Entity::find().all(&w.app.store.db).await.unwrap().len(), 1);
        w.live_through("2026-09-08").await;
        let reminder = w.last_to(&w.company.alice);
        let told = w.press(&w.company.alice, &reminder, ("snooze", &*format!("three_days:{}", q4.id))).await;
        assert!(told.contains("Fri 11 Sep"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_reminder_is_sent_by_a_command_and_a_button() {
    through_either_door(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 2)]);
        w.hear().await;
        w.go_to("2026-09-03 10:00").await;
        let answer = typed(w, &w.company.dana, "remind Q4").await;
        let told = press(w, &w.company.dana, &answer, "remind_now").await.unwrap();
        assert!(told.instead, "{}", told.text);
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn home_is_published_once_for_each_look_however_often_slack_tells() {
    through_either_door(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let look = w.slack.home_opened(&w.company.alice.slack);
        for retry in [None, Some(1)] {
            assert_eq!(w.slack.send_event(&look, retry).await.unwrap().status, 200);
        }
        w.settle().await;
        assert_eq!(w.slack.send_event(&look, Some(2)).await.unwrap().status, 200);
        w.settle().await;
        assert_eq!(w.slack.count("views.publish"), 1);
        assert!(w.slack.home_of(&w.company.alice.slack).unwrap().to_string().contains("3 access reviews"));
        // A press in Home has no response_url.
        let home = w.slack.home_of(&w.company.alice.slack).unwrap();
        assert!(home.to_string().contains("review_now"), "{home}");
        assert_eq!(w.slack.click_home(&w.company.alice.slack, "review_now").await.unwrap().status, 200);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_takes_long_follows() {
    through_either_door(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        // Who asks is not known yet, and Slack is silent about it for longer than it waits itself.
        w.slack.fail_next("users.info", 1, Fault::Hang);
        let (answer, ()) = tokio::join!(typed(w, &w.company.priya, "mine"), async {
            crate::support::until(|| w.slack.count("users.info") > 0).await;
            w.clock.advance_to(w.clock.now() + chrono::Duration::seconds(3));
        });
        assert_eq!(answer["text"], "This takes a moment; the answer follows here.");
    })
    .await;
}
