//! The database goes and comes back under the running service.

use std::time::Duration;

use super::{Instance, eventually};

/// What the figures say of the database.
async fn is_stopped(service: &Instance) -> bool {
    let (status, figures) = service.get("/metrics").await.unwrap();
    assert_eq!(status, 200, "the figures are given whatever the database does");
    figures.lines().any(|line| line == r#"certs_api_stopped{api="database"} 1"#)
}

#[tokio::test]
async fn without_its_database_it_lives_says_so_and_makes_up_for_it() {
    let service = Instance::start(&[("CERTS_SWEEP_EVERY", "1s")]).await;
    assert!(!is_stopped(&service).await);
    service.database.take_away().await;
    assert_eq!(service.get("/readyz").await.map(|(status, _)| status), Some(503));
    assert_eq!(service.get("/healthz").await.map(|(status, _)| status), Some(200));
    #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
    let campaign = service.company.q4_production_access(&service.sandbox, chrono::Utc::now());
    service.sandbox.okta.launch(&campaign.id);
    let statuses = service.sandbox.okta.send_hooks().await.unwrap();
    assert!(statuses.iter().all(|status| *status == 503), "{statuses:?}");
    let noted = async || is_stopped(&service).await.then_some(());
    eventually("the trouble in the figures", Duration::from_secs(20), noted).await;
    let failed = async || service.log().contains("A step failed; trying it again").then_some(());
    eventually("a step that fails", Duration::from_secs(20), failed).await;
    service.database.give_back().await;
    // Forty seconds are promised; a machine that does other things as well is given more.
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", Duration::from_secs(90), five).await;
    assert_eq!(service.get("/readyz").await.map(|(status, _)| status), Some(200));
    let mended = async || (!is_stopped(&service).await).then_some(());
    eventually("the end of the trouble in the figures", Duration::from_secs(90), mended).await;
    assert!(service.log().contains("It works again"), "{}", service.log());
    assert_eq!(service.stop("TERM").await.status, Some(0));
}
