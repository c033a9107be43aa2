//! Traces, where they are built in: they reach a collector, name what was done, and nobody whom it was done for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::routing::post;
use sandbox::Company;

use super::{Instance, eventually};

/// A collector that keeps what it is sent, and where it listens.
async fn collector() -> (Arc<Mutex<Vec<u8>>>, String) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = kept.clone();
    let take = post(move |body: Bytes| {
        keep.lock().unwrap().extend_from_slice(&body);
        async { ([("content-type", "application/x-protobuf")], "") }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/v1/traces", take)).await });
    (kept, address)
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

#[tokio::test]
async fn a_collector_hears_what_was_done_and_of_nobody() {
    let (kept, address) = collector().await;
    let settings = [("OTEL_EXPORTER_OTLP_ENDPOINT", &*address), ("OTEL_BSP_SCHEDULE_DELAY", "100")];
    let service = Instance::start(&settings).await;
    let campaign = service.launch_q4().await;
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", Duration::from_secs(20), five).await;
    service.sandbox.slack.command(&service.company.dana.slack, "status").await.unwrap();
    let outcome = service.stop("TERM").await;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let bytes = kept.lock().unwrap().clone();
    for word in
        ["certs", "hook", "read campaign", "send", "okta", "slack", "chat.postMessage", "command", &campaign]
    {
        assert!(holds(&bytes, word), "no {word} in {} bytes", bytes.len());
    }
    let company = Company::acme();
    for person in company.everybody() {
        for word in [&person.name, &person.email, &person.slack, &person.okta] {
            assert!(!holds(&bytes, word), "it holds {word}");
        }
    }
}

#[tokio::test]
async fn without_a_collector_nothing_is_sent_and_one_that_is_away_does_no_harm() {
    let service = Instance::start(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")]).await;
    service.launch_q4().await;
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", Duration::from_secs(20), five).await;
    assert_eq!(service.stop("TERM").await.status, Some(0));
}
