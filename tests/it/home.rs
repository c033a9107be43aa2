//! App Home: published when somebody looks, and kept true for as long as they come back.

use sandbox::{Fault, Person};

use crate::support::campaigns::{begun, user};
use crate::support::{World, at, world};

const PUBLISH: &str = "views.publish";

/// What a person sees in their Home now.
fn home(w: &World, person: &Person) -> String {
    let view = w.slack.home_of(&person.slack).expect("it was never published");
    sandbox::render(&view["blocks"]).join("\n").replace('*', "")
}

async fn looks(w: &World, person: &Person) {
    assert_eq!(w.slack.open_home(&person.slack).await.unwrap().status, 200);
    w.settle().await;
}

fn decides(w: &World, campaign: &str, person: &Person) {
    let theirs = user(person);
    let open = w.okta.reviews(campaign).into_iter().filter(|item| item.reviewer == theirs);
    open.for_each(|item| w.okta.decide(&item.id, &person.okta, "APPROVE"));
}

#[tokio::test]
async fn it_shows_what_waits_what_is_put_off_and_what_was_finished() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        let payroll = begun(w, "Payroll", &[(&w.company.alice, 2)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        looks(w, &w.company.alice).await;
        let seen = home(w, &w.company.alice);
        assert!(seen.starts_with("5 access reviews in 2 campaigns are waiting for you"), "{seen}");
        assert_eq!(seen.matches("[ Review now ]").count(), 2, "{seen}");
        assert!(!seen.contains("Finished"), "{seen}");
        let reminder = w.last_to(&w.company.alice);
        w.press(&w.company.alice, &reminder, ("snooze", "three_days:*")).await;
        decides(w, &payroll.id, &w.company.alice);
        w.hear().await;
        let seen = home(w, &w.company.alice);
        assert!(seen.starts_with("3 access reviews in 1 campaign are waiting for you"), "{seen}");
        assert!(seen.contains("You put this off: the next reminder comes on Fri 11 Sep."), "{seen}");
        assert!(seen.contains("Finished\n• ✓ 2 reviews in Payroll"), "{seen}");
        w.okta.close(&q4.id);
        w.hear().await;
        assert!(home(w, &w.company.alice).starts_with("Nothing is waiting for you"));
    })
    .await;
}

#[tokio::test]
async fn a_burst_of_changes_is_published_once() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 30)]);
        w.hear().await;
        looks(w, &w.company.alice).await;
        for item in w.okta.reviews(&q4.id) {
            w.okta.decide(&item.id, &w.company.alice.okta, "APPROVE");
            assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
        }
        w.settle().await;
        assert_eq!(w.slack.count(PUBLISH), 2);
        assert!(home(w, &w.company.alice).contains("✓ 30 reviews in Q4"));
    })
    .await;
}

#[tokio::test]
async fn who_did_not_look_for_a_month_is_left_alone_until_they_do() {
    world(async |w| {
        w.settle().await;
        looks(w, &w.company.alice).await;
        w.clock.advance_to(at("2026-10-02 08:00"));
        w.settle().await;
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.clock.advance_to(at("2026-09-01 08:00").max(w.clock.now()));
        w.strange_is_fine = false;
        w.hear().await;
        assert_eq!(w.slack.count(PUBLISH), 1);
        looks(w, &w.company.alice).await;
        assert_eq!(w.slack.count(PUBLISH), 2);
    })
    .await;
}

#[tokio::test]
async fn administrators_see_the_campaigns_as_they_move_and_others_do_not() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        w.hear().await;
        looks(w, &w.company.dana).await;
        looks(w, &w.company.bob).await;
        let seen = home(w, &w.company.dana);
        assert!(seen.contains("1 campaign is active"), "{seen}");
        assert!(seen.contains("0 of 4 items reviewed"), "{seen}");
        decides(w, &q4.id, &w.company.alice);
        w.hear().await;
        assert!(home(w, &w.company.dana).contains("3 of 4 items reviewed"), "{}", home(w, &w.company.dana));
        let bobs = home(w, &w.company.bob);
        assert!(!bobs.contains("active") && !bobs.contains("4 items"), "{bobs}");
    })
    .await;
}

#[tokio::test]
async fn what_slack_does_not_take_is_published_later() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        looks(w, &w.company.alice).await;
        w.slack.fail_next(PUBLISH, 3, Fault::Status(503));
        decides(w, &q4.id, &w.company.alice);
        w.hear().await;
        w.settle().await;
        assert!(home(w, &w.company.alice).starts_with("Nothing is waiting for you"));
    })
    .await;
}

#[tokio::test]
async fn who_is_not_there_any_more_has_none_and_that_is_no_trouble() {
    world(async |w| {
        assert_eq!(w.slack.open_home("U0NOBODY").await.unwrap().status, 200);
        w.settle().await;
        assert!(w.events().await.iter().all(|event| event.state == "done"));
        assert_eq!(w.slack.count(PUBLISH), 0);
    })
    .await;
}
