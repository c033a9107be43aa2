//! All is well; and whatever is wrong, nothing is changed.

use certs::doctor::{Level, Style, as_json, as_text};
use sandbox::EventHook;
use serde_json::Value;

use super::{examine, names, plain};
use crate::support::campaigns::begun;
use crate::support::{World, world};

/// A deployment that has worked for a while: a message arrived, somebody looked at their Home, one campaign is active.
async fn lived_in(w: &World) {
    let mut campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
    w.hear().await;
    assert_eq!(w.slack.open_home(&w.company.alice.slack).await.unwrap().status, 200);
    w.settle().await;
    campaign.own_emails = false;
    "ACTIVE".clone_into(&mut campaign.status);
    w.okta.add_campaign(campaign);
}

#[tokio::test]
async fn a_deployment_that_works_has_nothing_to_mend() {
    world(async |w| {
        lived_in(w).await;
        let report = examine(w, &[]).await;
        insta::assert_snapshot!("all_is_well", plain(w, &as_text(&report, Style::Plain)));
        assert!(!report.is_bad());
        assert_eq!(names(&report, Level::Ok).len(), report.0.len());
        assert!(
            !as_text(&report, Style::Plain).contains('\u{1b}')
                && as_text(&report, Style::Coloured).contains('\u{1b}')
        );
    })
    .await;
}

#[tokio::test]
async fn programs_read_the_same_under_names_that_stay() {
    world(async |w| {
        lived_in(w).await;
        w.okta.fail_next("/api/v1/logs", 1, sandbox::Fault::Status(403));
        let report = examine(w, &[("CERTS_ADMINS", "")]).await;
        let json = as_json(&report).unwrap();
        insta::assert_snapshot!("json", plain(w, &json));
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (&read["result"], read["checks"].as_array().unwrap().len()),
            (&"warning".into(), report.0.len())
        );
        let names: std::collections::BTreeSet<_> = report.0.iter().map(|(check, _)| check.name).collect();
        assert_eq!(names.len(), report.0.len(), "each has a name of its own");
    })
    .await;
}

#[tokio::test]
async fn a_new_deployment_is_told_what_is_still_to_come() {
    world(async |w| {
        w.okta.remove_event_hooks();
        let report =
            examine(w, &[("DATABASE_URL", "sqlite://not-there-yet.db?mode=rwc"), ("CERTS_PUBLIC_URL", "")])
                .await;
        insta::assert_snapshot!("new", plain(w, &as_text(&report, Style::Plain)));
        assert!(!std::path::Path::new("not-there-yet.db").exists(), "looking makes no file");
    })
    .await;
}

#[tokio::test]
async fn nothing_is_changed() {
    world(async |w| {
        lived_in(w).await;
        let unverified =
            EventHook { verified: false, ..EventHook::new("who2", &w.base, "another", &["group.create"]) };
        w.okta.set_event_hook(unverified);
        w.okta.forget_calls();
        w.slack.forget_calls();
        let before = (
            w.outbox().await,
            w.events().await,
            format!("{:?}", w.okta.event_hooks()),
            w.slack.messages().len(),
        );
        examine(w, &[("CERTS_CAMPAIGN_CHANNEL", "C0NOWHERE")]).await;
        let after = (
            w.outbox().await,
            w.events().await,
            format!("{:?}", w.okta.event_hooks()),
            w.slack.messages().len(),
        );
        assert_eq!(before, after);
        let writes: Vec<String> =
            w.okta.calls().into_iter().filter(|call| call.method != "GET").map(|call| call.path).collect();
        assert_eq!(writes, Vec::<String>::new());
        let asked =
            ["apps.connections.open", "auth.test", "users.lookupByEmail", "users.info", "conversations.info"];
        let other: Vec<String> = w
            .slack
            .calls()
            .into_iter()
            .map(|call| call.path.trim_start_matches("/api/").to_owned())
            .filter(|method| !asked.contains(&method.as_str()))
            .collect();
        assert_eq!(other, Vec::<String>::new());
    })
    .await;
}
