//! What the channel shows of a campaign from its launch to its close.

use chrono::Duration;

use super::{CHANNEL, SETTING, UPDATE, announced, board, decide, later, posted, with_channel};
use crate::support::campaigns::begun;
use crate::support::{world, world_with};

#[tokio::test]
async fn a_launch_is_a_line_and_a_status_that_is_pinned() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        w.hear().await;
        assert_eq!(
            announced(w, CHANNEL),
            [
                "Q4 has begun: 4 items for 2 reviewers, due <!date^1790668800^{date_long} at {time}|Tue 29 Sep 2026 08:00 UTC>",
                "Q4: 0 of 4 items reviewed, 2 reviewers outstanding"
            ]
        );
        let board = board(w, CHANNEL);
        assert!(board.contains("0 of 4 items reviewed\n0 reviewers done, 2 outstanding"), "{board}");
        assert!(board.contains("Next reminder on Tue 8 Sep"), "{board}");
        assert!(board.contains("[ Open in Okta ]"), "{board}");
        assert_eq!(w.slack.count(UPDATE), 0, "what is true is left alone");
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn decisions_change_it_at_most_once_a_minute() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        let q4 = begun(w, "Q4", &[(&w.company.alice, 60)]);
        w.hear().await;
        let mut minutes = Vec::new();
        for _ in 0..30 {
            decide(w, &q4.id, 1);
            assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
            certs::work::settle(&w.app, Duration::zero()).await.unwrap();
            later(w, 10);
            minutes.push(w.slack.count(UPDATE));
        }
        w.settle().await;
        let edits: Vec<_> = w.slack.calls().into_iter().filter(|call| call.path.ends_with(UPDATE)).collect();
        assert!((5..=7).contains(&edits.len()), "{} edits in five minutes", edits.len());
        let gaps = edits.windows(2).map(|two| two[1].at - two[0].at);
        assert!(gaps.clone().all(|gap| gap >= Duration::minutes(1)), "{:?}", gaps.collect::<Vec<_>>());
        assert!(board(w, CHANNEL).contains("30 of 60 items reviewed"));
        assert_eq!(posted(w, CHANNEL).len(), 2, "nothing new is posted");
    })
    .await;
}

#[tokio::test]
async fn the_days_that_are_left_and_the_next_reminder_are_those_of_today() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert!(board(w, CHANNEL).contains("(28 days)"));
        w.go_to("2026-09-02 00:01").await;
        assert!(board(w, CHANNEL).contains("(27 days)"), "{}", board(w, CHANNEL));
        w.live_through("2026-09-08").await;
        assert!(board(w, CHANNEL).contains("Next reminder on Tue 15 Sep"), "{}", board(w, CHANNEL));
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_reached_is_named_as_in_the_overview() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        begun(w, "Q4", &[(&w.company.alice, 1), (&w.company.linus, 2)]);
        w.hear().await;
        let board = board(w, CHANNEL);
        assert!(board.contains(&format!("1 could not be reached: {}", w.company.linus.name)), "{board}");
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn at_the_close_the_final_figures_are_said_and_stay() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 2)]);
        w.hear().await;
        decide(w, &q4.id, 3);
        w.hear().await;
        later(w, 120);
        w.okta.close(&q4.id);
        let events = w.okta.queued_events();
        w.hear().await;
        let line = posted(w, CHANNEL).pop().unwrap();
        assert_eq!(line.announced, "Q4 closed: 3 of 5 items reviewed, 1 of 2 reviewers done");
        assert!(line.as_text().join("\n").contains("2 items had no decision"), "{line:?}");
        let last = board(w, CHANNEL);
        assert!(last.contains("It has ended") && last.contains("3 of 5 items reviewed"), "{last}");
        assert!(!last.contains("Open in Okta") && !last.contains("reminder"), "{last}");
        // It said its last word: nothing that comes later is said or changed.
        let edits = w.slack.count(UPDATE);
        w.okta.send_events(&events).await.unwrap();
        w.settle().await;
        w.go_to("2026-09-03 00:01").await;
        assert_eq!((posted(w, CHANNEL).len(), w.slack.count(UPDATE)), (3, edits));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_is_deleted_is_said_to_be() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.okta.set_status(&q4.id, "DELETED");
        w.go_to("2026-09-01 09:00").await;
        let line = posted(w, CHANNEL).pop().unwrap();
        assert_eq!(line.announced, "Q4 was deleted in Okta: 0 of 3 items reviewed, 0 of 1 reviewer done");
        assert!(board(w, CHANNEL).contains("it was deleted in Okta"));
    })
    .await;
}

#[tokio::test]
async fn whoever_opens_it_in_okta_is_recorded() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let board = posted(w, CHANNEL).pop().unwrap();
        let answer = w.slack.click(&w.company.dana.slack, &board, "open_in_okta").await.unwrap();
        assert_eq!(answer.status, 200);
        assert!(w.slack.later_answers().is_empty());
    })
    .await;
}
#[tokio::test]
async fn hooks_that_come_again_say_nothing_again() {
    world_with(&[(SETTING, "create")], async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        let events = w.okta.queued_events();
        w.hear().await;
        w.okta.send_events(&events).await.unwrap();
        w.settle().await;
        w.command(&w.company.dana, "sync").await;
        w.settle().await;
        later(w, 60);
        w.restart().await;
        w.settle().await;
        let channels = w.slack.channels();
        assert_eq!(channels.len(), 1);
        assert_eq!(posted(w, &channels[0].id).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_is_older_than_the_setting_gets_its_status_and_no_launch() {
    world(async |w| {
        with_channel(w);
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert!(posted(w, CHANNEL).is_empty());
        decide(w, &q4.id, 1);
        w.hear().await;
        later(w, 60);
        w.settings.insert(SETTING.to_owned(), CHANNEL.to_owned());
        w.restart().await;
        w.settle().await;
        assert_eq!(announced(w, CHANNEL), ["Q4: 1 of 3 items reviewed, 1 reviewer outstanding"]);
        board(w, CHANNEL);
        // Switched off again: what stands there is kept true, and nothing more is said.
        w.settings.remove(SETTING);
        w.restart().await;
        decide(w, &q4.id, 1);
        w.okta.close(&q4.id);
        w.hear().await;
        assert_eq!(posted(w, CHANNEL).len(), 1);
        assert!(board(w, CHANNEL).contains("It has ended"));
    })
    .await;
}
