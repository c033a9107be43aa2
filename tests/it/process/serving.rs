//! `certs serve` from its start to its end.

use std::net::TcpStream;
use std::time::Duration;

use sandbox::Fault;

use super::{Instance, eventually};

#[tokio::test]
async fn it_becomes_ready_and_ends_in_order_when_it_is_told_to() {
    for signal in ["TERM", "INT"] {
        let service = Instance::start(&[]).await;
        assert_eq!(service.get("/healthz").await, Some((200, "alive\n".to_owned())));
        assert_eq!(service.get("/readyz").await, Some((200, "ready\n".to_owned())));
        assert_eq!(service.get("/metrics").await.map(|(status, _)| status), Some(200));
        let alice = &service.company.alice.slack;
        assert_eq!(service.sandbox.slack.command(alice, "mine").await.unwrap().status, 200);
        let (outcome, left) = service.stop_and_look(signal).await;
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), ""), "{signal}: {}", outcome.stderr);
        assert!(left.is_empty() || left == ["certs.db"], "a backup would need {left:?}");
        assert!(outcome.stderr.contains("Stopped"), "{}", outcome.stderr);
    }
}

#[tokio::test]
async fn it_ends_in_order_while_slack_is_silent_and_a_connection_is_held_open() {
    let service = Instance::start(&[]).await;
    let _held = TcpStream::connect(service.base.trim_start_matches("http://")).unwrap();
    service.sandbox.slack.fail_next("chat.postMessage", 100, Fault::Hang);
    service.launch_q4().await;
    let asked = async || (service.sandbox.slack.count("chat.postMessage") > 0).then_some(());
    eventually("a message on its way", Duration::from_secs(20), asked).await;
    let outcome = service.stop("TERM").await;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
}

#[tokio::test]
async fn a_launch_that_okta_tells_of_reaches_each_reviewer() {
    let service = Instance::start(&[]).await;
    let campaign = service.launch_q4().await;
    let five = async || Some(service.sandbox.slack.messages()).filter(|messages| messages.len() == 5);
    let messages = eventually("five messages", Duration::from_secs(20), five).await;
    for person in
        ["Alice", "Bob", "Carol", "Priya", "Mateo"].map(|first| service.company.person(first).unwrap())
    {
        let own: Vec<_> = messages.iter().filter(|message| message.user == person.slack).collect();
        assert_eq!(own.len(), 1, "messages to {}", person.name);
        assert_eq!(own[0].metadata["event_payload"]["key"], format!("launch:{campaign}:{}", person.okta));
    }
    // Missing, when it was the sweep that found the campaign, or when the log loses lines.
    assert!(service.log().contains("Took events in"), "no hook in the log: {}", service.log());
    assert_eq!([service.sandbox.okta.strange(), service.sandbox.slack.strange()].concat(), [] as [String; 0]);
    assert_eq!(service.stop("TERM").await.status, Some(0));
}
