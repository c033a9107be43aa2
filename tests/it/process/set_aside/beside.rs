//! The commands beside a running service, which notices by itself what has become due.

use std::time::Duration;

use sandbox::Fault;

use crate::process::{Instance, eventually};

const WITHIN: Duration = Duration::from_secs(40);

#[tokio::test]
async fn a_notice_that_is_retried_goes_out_within_seconds() {
    let service = Instance::start(&[]).await;
    let slack = &service.sandbox.slack;
    slack.fail_next("chat.postMessage", 1, Fault::Error("invalid_blocks"));
    service.launch_q4().await;
    eventually("four messages", WITHIN, async || (slack.messages().len() == 4).then_some(())).await;
    let failed = async || {
        let outcome = service.beside(&["outbox", "list", "--state", "failed", "--json"]).await;
        assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&outcome.stdout).unwrap();
        (rows.len() == 2).then_some(rows)
    };
    let rows = eventually("two failures, of which one is Linus", WITHIN, failed).await;
    let refused = rows.iter().find(|row| row["why"].as_str().unwrap().contains("invalid_blocks")).unwrap();
    let outcome = service.beside(&["outbox", "retry", refused["key"].as_str().unwrap()]).await;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    eventually("the fifth message", WITHIN, async || (slack.messages().len() == 5).then_some(())).await;
    let person = service.company.by_id(refused["person"].as_str().unwrap()).unwrap();
    assert_eq!(slack.messages_to(&person.slack).len(), 1);
    assert_eq!(service.stop("TERM").await.status, Some(0));
}
