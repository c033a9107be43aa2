//! The app-level token is refused, or Socket Mode is switched off: the service runs on, says so, and goes on by itself.

use certs::flow::command;
use certs::slack::Command;
use chrono::Duration;
use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{BY_SOCKET, Log, World, until, world_with};

const OPEN: &str = "apps.connections.open";

/// What Dana would read in `/certs status`, if her command arrived.
async fn status(w: &World) -> String {
    let command =
        Command { user_id: w.company.dana.slack.clone(), text: "status".to_owned(), response_url: None };
    let message = command::answer(&w.app, &command).await;
    serde_json::to_value(&message).unwrap().to_string()
}

/// The trouble is named everywhere, everything else goes on, and 40 s after its end all is well.
async fn is_named_and_heals(w: &mut World, sentence: &str, log: &Log) {
    until(|| !w.app.troubles.list().is_empty()).await;
    assert_eq!(w.app.troubles.list(), [sentence]);
    assert!(status(w).await.contains(&sentence.replace('>', "&gt;")), "{}", status(w).await);
    assert_eq!(
        log.count(&format!("{sentence}; nothing more is asked of it until this is mended")),
        1,
        "{}",
        log.text()
    );
    assert_eq!(w.figure(r#"certs_api_stopped{api="slack_socket"}"#), Some(1.0));
    assert_eq!(w.figure(r#"certs_api_stopped{api="slack"}"#), Some(0.0));
    begun(w, "Q4", &[(&w.company.alice, 3)]);
    w.hear().await;
    assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "messages go on");
    assert_eq!(w.get("/readyz").await.0, 200);
    w.slack.heal();
    w.clock.advance_to(w.clock.now() + Duration::seconds(40));
    w.slack.connected(1).await;
    assert!(w.command(&w.company.alice, "mine").await.contains("3 access reviews"));
    until(|| w.app.troubles.list().is_empty()).await;
    assert_eq!(w.figure(r#"certs_api_stopped{api="slack_socket"}"#), Some(0.0));
    assert_eq!(log.count("It works again"), 1, "{}", log.text());
    assert!(!log.text().contains("xapp-"), "no token in the log");
}

#[tokio::test]
async fn a_token_that_is_refused_is_named_and_all_else_goes_on() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        // Something came over it, so another one is tried at once.
        assert!(status(w).await.contains("No campaign is active") && !w.command(&w.company.dana, "").await.is_empty());
        w.slack.fail_next(OPEN, usize::MAX, Fault::Error("invalid_auth"));
        w.slack.cut_sockets();
        let sentence = "Slack refuses the app-level token: invalid_auth. Make one with connections:write (Basic Information > App-Level Tokens), set SLACK_APP_TOKEN and start the service again";
        is_named_and_heals(w, sentence, &log).await;
    })
    .await;
}

#[tokio::test]
async fn socket_mode_that_is_switched_off_is_named() {
    world_with(BY_SOCKET, async |w| {
        let log = Log::begin();
        // And whoever connects all the same is turned away.
        w.slack.fail_next(OPEN, usize::MAX, Fault::Status(500));
        w.slack.announce_end_of_sockets("link_disabled");
        let sentence = "Slack says that Socket Mode is switched off for the app. Switch it on (Settings > Socket Mode), or take SLACK_APP_TOKEN away and start the service again";
        until(|| !w.app.troubles.list().is_empty()).await;
        w.slack.cut_sockets();
        is_named_and_heals(w, sentence, &log).await;
    })
    .await;
}

#[tokio::test]
async fn the_scopes_of_the_app_level_token_are_not_taken_for_those_of_the_bot() {
    world_with(BY_SOCKET, async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        assert!(w.app.slack.can_look());
        let log = Log::begin();
        w.slack.cut_sockets();
        until(|| log.count("was lost; making another") == 1).await;
        w.clock.advance_to(w.clock.now() + Duration::seconds(30));
        w.slack.connected(1).await;
        assert!(w.app.slack.can_look());
    })
    .await;
}
