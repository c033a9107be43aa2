//! `certs serve` where nothing can reach it: a service app for Okta, Slack over a socket, events by the System Log.

use std::time::Duration;

use super::{Instance, eventually};
use crate::service_app::{as_settings, registered};
use crate::support::BY_SOCKET;

#[tokio::test]
async fn a_campaign_is_told_of_and_a_command_is_answered() {
    let polling = [("OKTA_EVENTS", "poll"), ("OKTA_HOOK_SECRET", ""), ("CERTS_SWEEP_EVERY", "1s")];
    let service = Instance::start(&[&as_settings()[..], BY_SOCKET, &polling].concat()).await;
    let (okta, slack) = (&service.sandbox.okta, &service.sandbox.slack);
    okta.register_app(registered());
    slack.use_sockets(true);
    slack.connected(1).await;
    #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
    let campaign = service.company.q4_production_access(&service.sandbox, chrono::Utc::now());
    okta.launch(&campaign.id);
    okta.drop_events();
    let five = async || Some(slack.messages()).filter(|messages| messages.len() == 5);
    eventually("five messages", Duration::from_mins(1), five).await;
    // A machine that is busy is told that it takes a moment.
    let status = async || {
        let answer = slack.command(&service.company.dana.slack, "status").await.unwrap();
        answer.as_text().join("\n").contains("Q4 Production Access").then_some(())
    };
    eventually("the status", Duration::from_mins(1), status).await;
    for path in ["/okta/hooks", "/slack/commands"] {
        assert_eq!(service.get(path).await.map(|(status, _)| status), Some(404), "{path}");
    }
    assert_eq!(service.get("/readyz").await.map(|(status, _)| status), Some(200));
    // A sweep may have found the campaign before.
    let found = async || service.log().contains("Found events in the System Log").then_some(());
    eventually("the events", Duration::from_mins(1), found).await;
    let log = service.log();
    assert!(!log.contains("was lost"), "{log}");
    assert_eq!(slack.count("apps.connections.open"), 1, "one connection is enough");
    assert_eq!([okta.strange(), slack.strange()].concat(), [] as [String; 0]);
    let outcome = service.stop("TERM").await;
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("xapp-") && !outcome.stderr.contains("BEGIN"), "{}", outcome.stderr);
}
