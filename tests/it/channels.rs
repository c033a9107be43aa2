//! Slack's channels through our client: what was done already is fine, and a channel whose making was never answered is
//! found by its name.

use certs::slack::CREATE;
use sandbox::{Channel, Fault};

use crate::support::world;

#[tokio::test]
async fn a_channel_is_made_people_are_asked_in_and_a_message_is_pinned() {
    world(async |w| {
        let slack = &w.app.slack;
        let channel = slack.create_channel("certs-q4").await.unwrap();
        for _ in 0..2 {
            slack.invite(&channel, &w.company.dana.slack).await.unwrap();
        }
        let [made] = w.slack.channels().try_into().unwrap();
        assert_eq!((made.is_private, made.members), (true, vec![w.company.dana.slack.clone()]));
        let by = w.app.clock.elapsed() + std::time::Duration::from_secs(5);
        let message = certs::slack::view::sentence("How it stands");
        let posted = slack.post(&channel, "board:q4", &message, by).await.unwrap();
        for _ in 0..2 {
            slack.pin(&channel, &posted.ts).await.unwrap();
        }
        assert_eq!(w.slack.pinned_in(&channel).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_channel_whose_making_was_not_answered_is_found_and_not_made_twice() {
    world(async |w| {
        let slack = &w.app.slack;
        for number in 0..250 {
            slack_channel(w, &format!("C1OTHER{number:03}"), &format!("other-{number}"));
        }
        w.slack.fail_next(CREATE, 1, Fault::SentButNoAnswer);
        assert!(slack.create_channel("certs-q4").await.is_err());
        w.clock.advance_to(w.clock.now() + chrono::Duration::seconds(10));
        let why = slack.create_channel("certs-q4").await.unwrap_err();
        assert!(why.is_code("name_taken"), "{why}");
        let ours = w.slack.channels().into_iter().find(|one| one.name == "certs-q4").unwrap();
        assert_eq!(slack.find_channel("certs-q4").await.unwrap(), Some(ours.id));
        assert_eq!(slack.find_channel("other-249").await.unwrap().as_deref(), Some("C1OTHER249"));
        // One that the app is not in is not shown.
        w.slack.set_channel(Channel { is_private: true, ..Channel::new("C2SHUT", "shut") });
        assert_eq!(slack.find_channel("shut").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_slack_refuses_is_told_apart() {
    world(async |w| {
        let slack = &w.app.slack;
        let channel = slack.create_channel("certs-q4").await.unwrap();
        w.slack.deactivate(&w.company.bob.slack);
        assert!(slack.invite(&channel, &w.company.bob.slack).await.unwrap_err().is_code("cant_invite"));
        w.slack.set_scopes(&["chat:write"]);
        let why = slack.pin(&channel, "1.000001").await.unwrap_err();
        assert_eq!(why.verdict(), certs::domain::verdict::Verdict::Stopped);
        assert!(why.remedy().contains("pins:write"), "{}", why.remedy());
        assert!(slack.pace.closed_until("chat.postMessage", w.clock.now()).is_none(), "others go on");
    })
    .await;
}

/// A private channel that the app is in.
fn slack_channel(w: &crate::support::World, id: &str, name: &str) {
    w.slack.set_channel(Channel { is_private: true, has_app: true, ..Channel::new(id, name) });
}
