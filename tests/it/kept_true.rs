//! What a DM says is true for as long as it stands there: it is changed in place when its work is done, has gone to
//! somebody else, or is over.

use sandbox::Fault;

use crate::support::campaigns::{begun, user};
use crate::support::{World, at, world};

const UPDATE: &str = "chat.update";

/// This person decides so many of their open items.
fn decides(w: &World, campaign: &str, person: &sandbox::Person, many: usize) {
    let theirs = user(person);
    let open = w.okta.reviews(campaign).into_iter();
    let open = open.filter(|item| item.decision == "UNREVIEWED" && item.reviewer == theirs);
    open.take(many).for_each(|item| w.okta.decide(&item.id, &person.okta, "APPROVE"));
}

#[tokio::test]
async fn when_all_is_decided_the_message_says_so_and_has_no_button() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        w.hear().await;
        decides(w, &q4.id, &w.company.alice, 2);
        w.hear().await;
        assert_eq!(w.slack.count(UPDATE), 0, "a message that is still true is left alone");
        decides(w, &q4.id, &w.company.alice, 1);
        w.hear().await;
        assert_eq!(w.reads(&w.company.alice), ["✓ All 3 reviews in Q4 are decided. Thank you"]);
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "nobody is notified of it");
        assert!(w.reads(&w.company.bob)[0].contains("[ Review now ]"));
        assert_eq!(w.slack.count(UPDATE), 1);
    })
    .await;
}

#[tokio::test]
async fn a_burst_of_decisions_is_one_edit() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 30)]);
        w.hear().await;
        for _ in 0..30 {
            decides(w, &q4.id, &w.company.alice, 1);
            assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
        }
        w.settle().await;
        assert_eq!(w.slack.count(UPDATE), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_on_is_said_to_be_with_somebody_else() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 2)]);
        w.hear().await;
        let items: Vec<String> = w.okta.reviews(&q4.id).into_iter().map(|item| item.id).collect();
        w.okta.reassign(&items, &w.company.alice.okta, &w.company.carol.okta, "yours since August");
        w.hear().await;
        assert_eq!(w.reads(&w.company.alice), ["Your 2 reviews in Q4 went to Carol Diaz"]);
        assert!(w.reads(&w.company.carol)[0].contains("[ Review now ]"));
        // And on, by an administrator, with no event that tells.
        w.okta.reassign_quietly(&items, &w.company.dana.okta, &w.company.bob.okta, "");
        w.clock.advance_to(at("2026-09-01 08:30"));
        w.settle().await;
        assert_eq!(w.reads(&w.company.carol), ["Your 2 reviews in Q4 went to Bob Marsh"]);
    })
    .await;
}

#[tokio::test]
async fn at_the_close_the_message_says_what_had_no_decision_and_what_that_means() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 2)]);
        w.hear().await;
        w.clock.advance_to(at("2026-09-05 08:00"));
        // Decided in the last moment: both come with the same hook as the close.
        decides(w, &q4.id, &w.company.alice, 1);
        decides(w, &q4.id, &w.company.bob, 2);
        w.okta.close(&q4.id);
        w.hear().await;
        let alice = w.reads(&w.company.alice).remove(0);
        assert!(alice.starts_with("Q4 closed; 2 of your 3 items had no decision\n"), "{alice}");
        assert!(!alice.contains("Review now"), "{alice}");
        assert_eq!(w.reads(&w.company.bob), ["✓ All 2 reviews in Q4 are decided. Thank you"]);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_takes_the_button_of_the_older_message() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.go_to("2026-09-08 09:00").await;
        let reads = w.reads(&w.company.alice);
        assert_eq!(reads[0], "Q4: a newer message below tells how it stands");
        assert!(reads[1].contains("[ Review now ]"), "{}", reads[1]);
        decides(w, &q4.id, &w.company.alice, 3);
        w.hear().await;
        let reads = w.reads(&w.company.alice);
        assert_eq!(reads[0], "Q4: a newer message below tells how it stands");
        assert_eq!(reads[1], "✓ All 3 reviews in Q4 are decided. Thank you");
        // One for the older message, one for the newer; the close is no news.
        w.okta.close(&q4.id);
        w.hear().await;
        assert_eq!(w.slack.count(UPDATE), 2);
    })
    .await;
}

#[tokio::test]
async fn of_a_digest_each_campaign_is_kept_true() {
    world(async |w| {
        let one = begun(w, "One", &[(&w.company.alice, 3)]);
        let two = begun(w, "Two", &[(&w.company.alice, 2)]);
        w.hear().await;
        w.go_to("2026-09-08 09:00").await;
        decides(w, &one.id, &w.company.alice, 3);
        w.hear().await;
        let digest = w.reads(&w.company.alice).pop().unwrap();
        assert!(digest.contains("2 access reviews in 1 campaign are waiting"), "{digest}");
        assert!(digest.contains("✓ All 3 reviews in One are decided. Thank you"), "{digest}");
        assert_eq!(digest.matches("Review now").count(), 1, "{digest}");
        decides(w, &two.id, &w.company.alice, 2);
        w.hear().await;
        let digest = w.reads(&w.company.alice).pop().unwrap();
        assert!(digest.starts_with("Nothing of this is waiting for you any more"), "{digest}");
    })
    .await;
}

#[tokio::test]
async fn a_moved_end_is_seen_in_the_message() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert!(w.reads(&w.company.alice)[0].contains("September 29th"), "{:?}", w.reads(&w.company.alice));
        w.okta.move_end(&q4.id, at("2026-10-06 08:00"));
        w.clock.advance_to(at("2026-09-01 08:30"));
        w.settle().await;
        assert!(w.reads(&w.company.alice)[0].contains("October 6th"), "{:?}", w.reads(&w.company.alice));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_campaign_asks_nothing_any_more() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.okta.set_status(&q4.id, "DELETED");
        w.clock.advance_to(at("2026-09-01 08:30"));
        w.settle().await;
        assert_eq!(w.reads(&w.company.alice), ["Q4 was deleted in Okta; nothing is asked of you any more"]);
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_slack_does_not_take_is_made_up_for() {
    world(async |w| {
        let faults = [Fault::Status(503), Fault::SentButNoAnswer, Fault::RateLimited(20)];
        for (name, fault) in ["One", "Two", "Three"].into_iter().zip(faults) {
            let q4 = begun(w, name, &[(&w.company.alice, 1)]);
            w.hear().await;
            w.slack.fail_next(UPDATE, 2, fault);
            decides(w, &q4.id, &w.company.alice, 1);
            w.hear().await;
            w.settle().await;
            let expected = format!("✓ Your review in {name} is decided. Thank you");
            assert_eq!(w.reads(&w.company.alice).pop(), Some(expected));
        }
    })
    .await;
}

#[tokio::test]
async fn a_message_that_was_deleted_stops_nothing() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 1), (&w.company.bob, 1)]);
        w.hear().await;
        let channel = w.last_to(&w.company.alice).channel;
        w.slack.fail_about(UPDATE, &channel, usize::MAX, Fault::Error("message_not_found"));
        decides(w, &q4.id, &w.company.alice, 1);
        decides(w, &q4.id, &w.company.bob, 1);
        w.hear().await;
        assert_eq!(w.reads(&w.company.bob), ["✓ Your review in Q4 is decided. Thank you"]);
        w.okta.close(&q4.id);
        w.hear().await;
        assert_eq!(w.slack.count(UPDATE), 2, "it is tried once");
    })
    .await;
}
