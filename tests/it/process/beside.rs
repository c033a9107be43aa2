//! `certs health` and `certs sync`, beside the service and without it.

use std::time::Duration;

use super::place::Place;
use super::{Instance, eventually};
use crate::support::Database;

#[tokio::test]
async fn health_says_what_the_service_says() {
    let service = Instance::start(&[]).await;
    let listen = service.base.trim_start_matches("http://").to_owned();
    let port = listen.rsplit(':').next().unwrap();
    for listen in [listen.as_str(), &format!("0.0.0.0:{port}")] {
        let place = Place::new().set("CERTS_LISTEN", listen);
        for (arguments, word) in [(&["health"][..], "alive"), (&["health", "--ready"], "ready")] {
            let outcome = place.run(arguments).await;
            let said = (outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str());
            assert_eq!(said, (Some(0), format!("certs: {word}\n").as_str(), ""), "{arguments:?} {listen}");
        }
    }
    service.stop("TERM").await;
    let nobody = Place::new().set("CERTS_LISTEN", &listen).run(&["health"]).await;
    assert_eq!((nobody.status, nobody.stdout.as_str()), (Some(1), ""));
    assert!(
        nobody.stderr.starts_with(&format!("certs: http://{listen}/healthz does not answer")),
        "{}",
        nobody.stderr
    );
}

#[tokio::test]
async fn health_is_bad_when_the_database_is() {
    let service = Instance::start(&[]).await;
    let place = Place::new().set("CERTS_LISTEN", service.base.trim_start_matches("http://"));
    service.database.take_away().await;
    let outcome = place.run(&["health", "--ready"]).await;
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""));
    assert!(outcome.stderr.contains("/readyz answers 503"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("not ready: the database does not answer"), "{}", outcome.stderr);
    assert_eq!(place.run(&["health"]).await.status, Some(0), "it lives all the same");
    service.database.give_back().await;
    service.stop("TERM").await;
}

#[tokio::test]
async fn sync_finds_what_no_hook_told_and_waits_until_it_is_read() {
    let service = Instance::start(&[]).await;
    let okta = &service.sandbox.okta;
    let swept = async || (okta.count("/governance/api/v1/campaigns") > 0).then_some(());
    eventually("the first sweep", Duration::from_secs(20), swept).await;
    #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
    let campaign = service.company.q4_production_access(&service.sandbox, chrono::Utc::now());
    okta.launch(&campaign.id);
    let outcome = service.elsewhere().run(&["sync"]).await;
    let said = (outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str());
    assert_eq!(said, (Some(0), "certs: read 1 of 1 campaigns\n", ""));
    let five = async || (service.sandbox.slack.messages().len() == 5).then_some(());
    eventually("five messages", Duration::from_secs(20), five).await;

    okta.fail_next("/governance/api/v1/campaigns", 10, sandbox::Fault::Status(503));
    let outcome = service.elsewhere().run(&["sync"]).await;
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""));
    assert!(
        outcome.stderr.contains("Okta could not be read; the service tries again at "),
        "{}",
        outcome.stderr
    );
    service.stop("TERM").await;
}

#[tokio::test]
async fn sync_without_a_service_says_so_and_stays_due() {
    let database = Database::create().await;
    let place = Place::new().set("DATABASE_URL", &database.url);
    assert_eq!(place.run(&["migrate"]).await.status, Some(0));
    let outcome = place.run(&["sync", "--wait", "1s"]).await;
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(1), ""));
    assert!(outcome.stderr.contains("no service has begun to read in 1 s"), "{}", outcome.stderr);
    let outcome = place.run(&["sync", "--no-wait"]).await;
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    database.remove().await;
}
