//! A connection is lost, ended by Slack, dead, or shared.

use std::time::Duration as Real;

use certs::web;
use chrono::Duration;
use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{BY_SOCKET, Log, World, until, world_with};

const OPEN: &str = "apps.connections.open";

async fn is_answered(w: &World) {
    assert!(w.command(&w.company.dana, "").await.contains("/certs status"));
}

#[tokio::test]
async fn one_that_is_lost_is_made_anew_at_once() {
    world_with(BY_SOCKET, async |w| {
        is_answered(w).await;
        let log = Log::begin();
        assert_eq!(w.figure("certs_slack_sockets"), Some(1.0));
        w.slack.cut_sockets();
        w.slack.connected(0).await;
        w.slack.connected(1).await;
        is_answered(w).await;
        assert_eq!(w.slack.count(OPEN), 2);
        assert_eq!(log.count("The connection of Socket Mode was lost; making another"), 1, "{}", log.text());
        assert_eq!(log.count("Slack speaks over Socket Mode"), 1, "{}", log.text());
        assert!(w.app.troubles.list().is_empty());
    })
    .await;
}

#[tokio::test]
async fn ones_that_are_lost_as_soon_as_they_are_made_are_made_ever_more_seldom() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        for lost in 1..=3 {
            w.slack.cut_sockets();
            w.slack.connected(0).await;
            until(|| log.count("was lost; making another") == lost).await;
            // Nothing is tried before its time.
            tokio::task::yield_now().await;
            assert_eq!(w.slack.count(OPEN), lost);
            w.clock.advance_to(w.clock.now() + Duration::seconds(30));
            w.slack.connected(1).await;
        }
        is_answered(w).await;
    })
    .await;
}

#[tokio::test]
async fn slack_unreachable_for_a_while_is_tried_again_and_nothing_else_stops() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        is_answered(w).await;
        w.slack.fail_next(OPEN, 3, Fault::Status(503));
        w.slack.cut_sockets();
        w.slack.connected(0).await;
        until(|| log.count("No connection of Socket Mode could be made; trying again") >= 1).await;
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "messages go on");
        for failed in 1..=3 {
            until(|| log.count("No connection of Socket Mode could be made; trying again") >= failed).await;
            w.clock.advance_to(w.clock.now() + Duration::seconds(30));
        }
        w.slack.connected(1).await;
        is_answered(w).await;
        assert!(w.app.troubles.list().is_empty(), "nobody has to act");
    })
    .await;
}

#[tokio::test]
async fn another_one_is_open_before_slack_ends_the_old_one() {
    for reason in ["warning", "refresh_requested"] {
        world_with(BY_SOCKET, async |w| {
            is_answered(w).await;
            let log = Log::begin();
            w.slack.announce_end_of_sockets(reason);
            // The old one is closed by Slack when the new one is there.
            until(|| log.count("Slack speaks over Socket Mode") == 1).await;
            w.slack.connected(1).await;
            is_answered(w).await;
            until(|| w.figure("certs_slack_sockets") == Some(1.0)).await;
            assert_eq!(log.count("was lost"), 0, "{}", log.text());
            assert_eq!(w.slack.count(OPEN), 2);
        })
        .await;
    }
}

#[tokio::test]
async fn one_that_is_dead_is_given_up_after_a_silence() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        w.app.stop.cancel();
        w.slack.connected(0).await;
        let app = w.second_instance().await;
        let patience = web::Patience { silence: Real::from_secs(2), ..web::Patience::default() };
        let listening = tokio::spawn(web::listen(app.clone(), patience));
        w.slack.connected(1).await;
        is_answered(w).await;
        w.slack.freeze_sockets();
        w.slack.connected(0).await;
        w.slack.connected(1).await;
        is_answered(w).await;
        assert_eq!(log.count("was lost; making another"), 1, "{}", log.text());
        app.stop.cancel();
        listening.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_instances_share_what_comes_and_either_does_alone() {
    world_with(BY_SOCKET, async |w| {
        let other = w.second_instance().await;
        w.open_the_socket(&other, 2).await;
        let looks: Vec<_> = (0..6).map(|_| w.slack.home_opened(&w.company.alice.slack)).collect();
        for look in &looks {
            // The same one also over the other connection.
            for _ in 0..2 {
                assert_eq!(w.slack.send_event(look, None).await.unwrap().status, 200);
            }
        }
        let stored = w.events().await.into_iter().filter(|event| event.source == "slack").count();
        assert_eq!(stored, 6);
        w.settle().await;
        is_answered(w).await;
        is_answered(w).await;
        w.app.stop.cancel();
        w.slack.connected(1).await;
        is_answered(w).await;
        is_answered(w).await;
        other.stop.cancel();
        w.slack.connected(0).await;
    })
    .await;
}
