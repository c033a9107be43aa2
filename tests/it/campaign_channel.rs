//! The campaign channel: the status of each campaign, pinned and kept true, and a line when it begins and when it ends.

use chrono::Duration;
use sandbox::{BOT_USER, Channel, Fault, Message};

use crate::support::campaigns::begun;
use crate::support::{World, at, world, world_with};

const SETTING: &str = "CERTS_CAMPAIGN_CHANNEL";
const CHANNEL: &str = "C0REVIEWS";
const CREATE: &str = "conversations.create";
const UPDATE: &str = "chat.update";

/// The channel that is set is there, with the app in it.
fn with_channel(w: &World) {
    let members = vec![BOT_USER.to_owned()];
    w.slack.put_channel(Channel { members, ..Channel::new(CHANNEL, "access-reviews", false) });
}

/// What was posted in the channel, as it stands, in the order of posting.
fn posted(w: &World, channel: &str) -> Vec<Message> {
    w.slack.messages_in(channel)
}

/// The same as notifications showed it.
fn announced(w: &World, channel: &str) -> Vec<String> {
    posted(w, channel).into_iter().map(|message| message.announced).collect()
}

/// The status as it reads now; there is one, and it is the one that is pinned.
fn board(w: &World, channel: &str) -> String {
    let pins = w.slack.channels().into_iter().find(|one| one.id == channel).unwrap().pins;
    assert_eq!(pins.len(), 1, "pins of {channel}");
    let message = posted(w, channel).into_iter().find(|message| message.ts == pins[0]).unwrap();
    message.as_text().join("\n").replace('*', "")
}

/// So many of the open items are decided.
fn decide(w: &World, campaign: &str, many: usize) {
    let open = w.okta.reviews(campaign).into_iter().filter(|item| item.decision == "UNREVIEWED");
    open.take(many).for_each(|item| w.okta.decide(&item.id, &w.company.alice.okta, "APPROVE"));
}

/// Later, without anything being done meanwhile.
fn later(w: &World, seconds: i64) {
    w.clock.advance_to(w.clock.now() + Duration::seconds(seconds));
}

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
                "Q4: 0 of 4 items reviewed"
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
async fn each_campaign_gets_a_channel_of_its_own_with_owner_and_administrators_in_it() {
    let admins = "U0PRIYARAMAN,dana.cruz@acme.example,nobody@acme.example";
    world_with(&[(SETTING, "create"), ("CERTS_ADMINS", admins)], async |w| {
        begun(w, "Q4 Production: Access!", &[(&w.company.alice, 3)]);
        begun(w, "Payroll", &[(&w.company.bob, 1)]);
        w.hear().await;
        let mut channels = w.slack.channels();
        channels.sort_by(|one, other| one.name.cmp(&other.name));
        let names: Vec<&str> = channels.iter().map(|channel| channel.name.as_str()).collect();
        assert_eq!(names.len(), 2);
        assert!(names[0].starts_with("payroll-") && names[1].starts_with("q4-production-access-"), "{names:?}");
        for channel in &channels {
            assert!(channel.is_private);
            assert_eq!(channel.members, [BOT_USER, &w.company.dana.slack, &w.company.priya.slack]);
            assert_eq!(posted(w, &channel.id).len(), 2);
            board(w, &channel.id);
        }
        assert_eq!(w.slack.count(CREATE), 2);
    })
    .await;
}

#[tokio::test]
async fn a_channel_whose_making_was_not_answered_is_found_again() {
    for fault in [Fault::SentButNoAnswer, Fault::SentButStatus(500)] {
        world_with(&[(SETTING, "create")], async |w| {
            w.slack.fail_next(CREATE, 1, fault);
            begun(w, "Q4", &[(&w.company.alice, 3)]);
            w.hear().await;
            let channels = w.slack.channels();
            assert_eq!(channels.len(), 1);
            assert_eq!(channels[0].members, [BOT_USER, &w.company.dana.slack]);
            assert_eq!(posted(w, &channels[0].id).len(), 2);
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        })
        .await;
    }
}

#[tokio::test]
async fn a_name_that_is_somebody_elses_is_not_taken_from_them() {
    world_with(&[(SETTING, "create")], async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        let known = certs::domain::campaign::Campaign {
            id: q4.id.clone(),
            name: "Q4".to_owned(),
            description: None,
            status: certs::domain::campaign::Status::Active,
            starts_at: at("2026-09-01 08:00"),
            ends_at: None,
            owner_id: None,
            silence_revokes: false,
            recurring_parent: None,
            is_recurring_plan: false,
        };
        let [short, long] = known.channel_names();
        w.slack.put_channel(Channel::new("C0THEIRS", &short, true));
        w.hear().await;
        let ours: Vec<Channel> = w.slack.channels().into_iter().filter(|one| one.id != "C0THEIRS").collect();
        assert_eq!(ours.len(), 1);
        assert_eq!(ours[0].name, long);
        assert!(posted(w, "C0THEIRS").is_empty());
        board(w, &ours[0].id);
    })
    .await;
}

#[tokio::test]
async fn a_scope_that_is_missing_is_named_and_made_up_for() {
    world_with(&[(SETTING, "create")], async |w| {
        let without = ["chat:write", "commands", "im:write", "users:read", "users:read.email"];
        w.slack.set_scopes(&without);
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "direct messages go on");
        let status = w.command(&w.company.dana, "status").await;
        assert!(status.contains("groups:write"), "{status}");
        assert!(w.slack.channels().is_empty());
        // Channels can be made, and nothing can be pinned: that holds up nothing else.
        w.slack.set_scopes(&[&without[..], &["groups:write"]].concat());
        w.settle().await;
        let channel = w.slack.channels().pop().unwrap();
        assert_eq!(posted(w, &channel.id).len(), 2);
        assert!(channel.pins.is_empty());
        let status = w.command(&w.company.dana, "status").await;
        assert!(status.contains("pins:write") && !status.contains("groups:write"), "{status}");
        w.slack.set_scopes(&[&without[..], &["groups:write", "pins:write"]].concat());
        w.settle().await;
        board(w, &channel.id);
        assert!(!w.command(&w.company.dana, "status").await.contains("pins:write"));
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_the_app_is_not_in_is_named_until_it_is() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "direct messages go on");
        let status = w.command(&w.company.dana, "status").await;
        assert!(status.contains("channel_not_found"), "{status}");
        w.slack.put_channel(Channel::new(CHANNEL, "access-reviews", false));
        w.settle().await;
        let status = w.command(&w.company.dana, "status").await;
        assert!(status.contains("not_in_channel") && status.contains("Invite the Slack app"), "{status}");
        with_channel(w);
        w.settle().await;
        assert_eq!(announced(w, CHANNEL).len(), 2);
        assert!(!w.command(&w.company.dana, "status").await.contains("in_channel"));
        // The app is sent away, and comes back after a decision.
        let pins = w.slack.channels()[0].pins.clone();
        w.slack.put_channel(Channel { pins: pins.clone(), ..Channel::new(CHANNEL, "access-reviews", false) });
        decide(w, &q4.id, 1);
        w.hear().await;
        assert!(w.command(&w.company.dana, "status").await.contains("not_in_channel"));
        let members = vec![BOT_USER.to_owned()];
        w.slack.put_channel(Channel { pins, members, ..Channel::new(CHANNEL, "access-reviews", false) });
        w.settle().await;
        assert!(board(w, CHANNEL).contains("1 of 3 items reviewed"));
        assert!(!w.command(&w.company.dana, "status").await.contains("in_channel"));
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
        w.set(SETTING, CHANNEL);
        w.restart().await;
        w.settle().await;
        assert_eq!(announced(w, CHANNEL), ["Q4: 1 of 3 items reviewed"]);
        board(w, CHANNEL);
        // Switched off again: what stands there is kept true, and nothing more is said.
        w.set(SETTING, "");
        w.restart().await;
        decide(w, &q4.id, 1);
        w.okta.close(&q4.id);
        w.hear().await;
        assert_eq!(posted(w, CHANNEL).len(), 1);
        assert!(board(w, CHANNEL).contains("It has ended"));
    })
    .await;
}

#[tokio::test]
async fn a_post_that_was_not_answered_is_looked_for_where_the_scope_allows_it() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        let scopes = ["chat:write", "channels:history", "pins:write", "users:read", "users:read.email", "im:history"];
        w.slack.set_scopes(&scopes);
        w.slack.fail_about("chat.postMessage", CHANNEL, 2, Fault::SentButStatus(500));
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert_eq!(posted(w, CHANNEL).len(), 2);
        board(w, CHANNEL);
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_closed_before_the_channel_was_there_is_told_by_one_line() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.okta.close(&q4.id);
        w.hear().await;
        with_channel(w);
        w.settle().await;
        assert_eq!(announced(w, CHANNEL), ["Q4 closed: 0 of 3 items reviewed, 0 of 1 reviewer done"]);
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
