//! What keeps the app from the channel is named, holds up nothing else, and is made up for.

use sandbox::Fault;

use super::{CHANNEL, SETTING, announced, board, decide, posted, with_channel, without_app};
use crate::support::campaigns::begun;
use crate::support::world_with;

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
        assert!(w.slack.pinned_in(&channel.id).is_empty());
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
        w.slack.set_channel(without_app());
        w.settle().await;
        let status = w.command(&w.company.dana, "status").await;
        assert!(status.contains("not_in_channel") && status.contains("Invite the Slack app"), "{status}");
        with_channel(w);
        w.settle().await;
        assert_eq!(announced(w, CHANNEL).len(), 2);
        assert!(!w.command(&w.company.dana, "status").await.contains("in_channel"));
        // The app is sent away, and comes back after a decision.
        w.slack.set_channel(without_app());
        decide(w, &q4.id, 1);
        w.hear().await;
        assert!(w.command(&w.company.dana, "status").await.contains("not_in_channel"));
        with_channel(w);
        w.settle().await;
        assert!(board(w, CHANNEL).contains("1 of 3 items reviewed"));
        assert!(!w.command(&w.company.dana, "status").await.contains("in_channel"));
    })
    .await;
}

#[tokio::test]
async fn a_post_that_was_not_answered_is_looked_for_where_the_scope_allows_it() {
    world_with(&[(SETTING, CHANNEL)], async |w| {
        with_channel(w);
        let scopes =
            ["chat:write", "channels:history", "pins:write", "users:read", "users:read.email", "im:history"];
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
async fn no_channel_is_made_for_a_campaign_that_is_over() {
    world_with(&[(SETTING, "create")], async |w| {
        w.slack.set_scopes(&["chat:write", "commands", "im:write", "users:read", "users:read.email"]);
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert!(w.command(&w.company.dana, "status").await.contains("groups:write"));
        w.okta.close(&q4.id);
        w.hear().await;
        w.settle().await;
        assert!(!w.command(&w.company.dana, "status").await.contains("groups:write"));
        assert!(w.slack.channels().is_empty());
    })
    .await;
}
