//! No way in at all: Slack over a socket, Okta by its System Log every minute.

use certs::flow::accept::{CLOSE, LAUNCH};
use chrono::Duration;
use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{BY_SOCKET, Log, World, world_with};

const POLL: &[(&str, &str)] = &[("OKTA_EVENTS", "poll"), ("OKTA_HOOK_SECRET", "")];

/// The answer of a route to a POST.
async fn post(w: &World, path: &str) -> u16 {
    let request = w.http.post(format!("{}{path}", w.base)).header("authorization", "").body("ssl_check=1");
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn nothing_listens_but_health_and_figures() {
    world_with(&[BY_SOCKET, POLL].concat(), async |w| {
        for path in ["/okta/hooks", "/slack/commands", "/slack/interactions", "/slack/events"] {
            assert_eq!((post(w, path).await, w.get(path).await.0), (404, 404), "{path}");
        }
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert_eq!(w.get(path).await.0, 200, "{path}");
        }
    })
    .await;
    world_with(BY_SOCKET, async |w| {
        assert_eq!((post(w, "/slack/commands").await, post(w, "/okta/hooks").await), (404, 401));
    })
    .await;
    world_with(POLL, async |w| {
        assert_eq!((post(w, "/slack/commands").await, post(w, "/okta/hooks").await), (200, 404));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_from_its_launch_to_its_close_within_a_minute_each() {
    world_with(&[BY_SOCKET, POLL, &[("CERTS_SWEEP_EVERY", "1d")]].concat(), async |w| {
        w.settle().await;
        let q4 = begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
        let before = w.clock.now();
        w.hear().await;
        let came = w.last_to(&w.company.alice).at - before;
        assert!(came <= Duration::seconds(61), "{came}");
        let items: Vec<String> = w.okta.reviews(&q4.id).into_iter().take(3).map(|item| item.id).collect();
        w.okta.reassign(&items, &w.company.alice.okta, &w.company.carol.okta, "on leave");
        w.hear().await;
        w.settle().await;
        let told = &w.inbox_of(&w.company.carol)[0];
        assert!(told.starts_with("Alice Ng handed you 3 reviews in Q4"), "with the giver's name: {told}");
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 2, "the daily run reminds");
        w.okta.close(&q4.id);
        w.hear().await;
        let kinds: Vec<String> = w.events().await.into_iter().map(|event| event.kind).collect();
        assert!(kinds.iter().any(|kind| kind == LAUNCH) && kinds.iter().any(|kind| kind == CLOSE));
        assert!(!w.command(&w.company.dana, "status").await.contains("Q4"));
    })
    .await;
}

#[tokio::test]
async fn the_log_is_read_every_minute_and_campaigns_are_swept_as_before() {
    world_with(POLL, async |w| {
        w.settle().await;
        w.okta.forget_calls();
        certs::work::settle(&w.app, Duration::minutes(10)).await.unwrap();
        let logs = w.okta.count("/api/v1/logs");
        assert!((9..=11).contains(&logs), "{logs} readings in ten minutes");
        assert_eq!(w.okta.count("/governance/api/v1/campaigns"), 0);
        certs::work::settle(&w.app, Duration::minutes(10)).await.unwrap();
        assert_eq!(w.okta.count("/governance/api/v1/campaigns"), 1);
    })
    .await;
    // Whoever sweeps more often than that reads the log as often.
    world_with(&[POLL, &[("CERTS_SWEEP_EVERY", "20s")]].concat(), async |w| {
        w.settle().await;
        w.okta.forget_calls();
        certs::work::settle(&w.app, Duration::minutes(2)).await.unwrap();
        let logs = w.okta.count("/api/v1/logs");
        assert!((5..=7).contains(&logs), "{logs} readings in two minutes");
    })
    .await;
}

#[tokio::test]
async fn a_log_that_may_not_be_read_is_trouble_where_nothing_else_tells() {
    world_with(POLL, async |w| {
        let log = Log::begin();
        w.settle().await;
        w.okta.fail_next("/api/v1/logs", usize::MAX, Fault::Status(403));
        w.hear().await;
        let sentence = "Okta refuses to show logs (403 E0000006): the user of the API token lacks a right. Give that user the role Report Administrator or Read-only Administrator";
        let status = w.command(&w.company.dana, "status").await;
        assert!(status.starts_with(&format!("*Needs attention*\n• {sentence}")), "{status}");
        assert_eq!(w.figure(r#"certs_api_stopped{api="okta"}"#), Some(1.0));
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        let came = w.last_to(&w.company.alice).at - healed;
        assert!(came <= Duration::seconds(40), "{came}");
        assert_eq!(w.app.troubles.list(), [] as [String; 0]);
        assert_eq!(log.count("It works again"), 1, "{}", log.text());
    })
    .await;
}
