//! An event is acknowledged once what it started is stored, and only then; what comes again changes nothing.

use crate::support::campaigns::begun;
use crate::support::{BY_SOCKET, Log, until, world_with};

#[tokio::test]
async fn an_acknowledgement_that_is_lost_brings_the_event_again_and_changes_nothing() {
    world_with(BY_SOCKET, async |w| {
        w.slack.lose_acknowledgements(2);
        assert_eq!(w.slack.open_home(&w.company.alice.slack).await.unwrap().status, 200, "the third time");
        w.settle().await;
        assert_eq!(w.events().await.iter().filter(|event| event.source == "slack").count(), 1);
        assert_eq!(w.slack.count("views.publish"), 1);
        assert_eq!(w.slack.count("apps.connections.open"), 3);
    })
    .await;
}

#[tokio::test]
async fn what_comes_while_nothing_is_connected_comes_later() {
    world_with(BY_SOCKET, async |w| {
        w.app.stop.cancel();
        w.slack.connected(0).await;
        let (answer, ()) = tokio::join!(w.slack.open_home(&w.company.alice.slack), async {
            let app = w.second_instance().await;
            w.open_the_socket(&app, 1).await;
        });
        assert_eq!(answer.unwrap().status, 200);
        w.settle().await;
        assert_eq!(w.slack.count("views.publish"), 1);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_acknowledged_and_comes_again() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        w.settle().await;
        w.database.take_away().await;
        let look = w.slack.home_opened(&w.company.alice.slack);
        let (answer, ()) = tokio::join!(w.slack.send_event(&look, None), async {
            until(|| log.count("could not be stored; the sender is asked to send it again") > 0).await;
            w.database.give_back().await;
            let app = &w.app;
            // The pool notices in its own time.
            while app.store.try_writing(w.clock.now()).await.is_err() {
                tokio::task::yield_now().await;
            }
            w.slack.send_again();
        });
        assert_eq!(answer.unwrap().status, 200);
        assert_eq!(w.figure(r#"certs_socket_parcels_total{type="events_api",outcome="refused"}"#), Some(1.0));
        w.settle().await;
        assert_eq!(w.events().await.iter().filter(|event| event.source == "slack").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_stop_finishes_and_acknowledges_what_is_under_way() {
    world_with(BY_SOCKET, async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let commands: Vec<_> = (0..5).map(|_| w.slack.command(&w.company.alice.slack, "mine")).collect();
        let stopping = async {
            // They have arrived, and not all of them are answered.
            until(|| {
                w.slack.count("users.info") > 0
                    || w.figure("certs_commands_total{command=\"mine\"}") == Some(5.0)
            })
            .await;
            w.app.stop.cancel();
        };
        let (answers, ()) = tokio::join!(futures_util::future::join_all(commands), stopping);
        let answered = answers.into_iter().filter(|answer| answer.as_ref().unwrap().status == 200).count();
        assert!(answered > 0, "what was taken is answered");
        w.slack.connected(0).await;
        assert_eq!(w.figure("certs_slack_sockets"), Some(0.0));
    })
    .await;
}
