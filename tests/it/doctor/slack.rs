//! Slack: the token, the scopes, our addresses, the tabs, the administrators, the channel.

use certs::doctor::Level;
use sandbox::{Channel, Fault};

use super::{examine, level, says};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn it_refuses_the_token() {
    world(async |w| {
        let report = examine(w, &[("SLACK_BOT_TOKEN", "xoxb-revoked")]).await;
        says!(w, report, "slack.token", "slack_token");
        says!(w, report, "slack.admins", "waits_for_the_bot_token");
        let person = r#"{"ok":true,"team":"Acme","user":"dana","user_id":"U1"}"#;
        w.slack.fail_next("auth.test", 1, Fault::SentButBody(person));
        says!(w, examine(w, &[]).await, "slack.token", "slack_token_of_a_person");
        w.slack.fail_next("auth.test", 1, Fault::RateLimited(30));
        says!(w, examine(w, &[]).await, "slack.token", "slack_limits");
        let report = examine(w, &[("SLACK_API_URL", "http://127.0.0.1:1/api")]).await;
        says!(w, report, "slack.token", "slack_unreachable");
    })
    .await;
}

#[tokio::test]
async fn scopes_are_missing_for_what_is_switched_on() {
    world(async |w| {
        w.slack.set_scopes(&["users:read", "users:read.email", "commands", "im:write"]);
        let report = examine(w, &[]).await;
        says!(w, report, "slack.scopes", "scopes");
        says!(w, report, "slack.optional-scopes", "optional_scopes");
        says!(
            w,
            examine(w, &[("CERTS_CAMPAIGN_CHANNEL", "create")]).await,
            "slack.scopes",
            "scopes_for_channels"
        );
        w.slack.set_scopes(&["chat:write", "users:read", "users:read.email", "commands"]);
        assert_eq!(level(&examine(w, &[]).await, "slack.scopes"), Level::Ok);
        let report = examine(w, &[("CERTS_CAMPAIGN_CHANNEL", "C0REVIEWS")]).await;
        says!(w, report, "slack.scopes", "scopes_for_a_channel");
    })
    .await;
}

#[tokio::test]
async fn our_request_urls_do_not_answer() {
    world(async |w| {
        w.strange_is_fine = true;
        let report = examine(w, &[("SLACK_SIGNING_SECRET", "another")]).await;
        says!(w, report, "slack.request-urls", "urls_other_secret");
        let report = examine(w, &[("CERTS_PUBLIC_URL", "http://127.0.0.1:1")]).await;
        says!(w, report, "slack.request-urls", "urls_silent");
        let report = examine(w, &[("CERTS_PUBLIC_URL", w.slack.url().trim_end_matches("/api"))]).await;
        says!(w, report, "slack.request-urls", "urls_other_server");
        says!(w, examine(w, &[("CERTS_PUBLIC_URL", "")]).await, "slack.request-urls", "urls_unknown");
    })
    .await;
}

#[tokio::test]
async fn socket_mode_does_not_work() {
    world(async |w| {
        let report = examine(w, &[("SLACK_APP_TOKEN", "xapp-revoked")]).await;
        says!(w, report, "slack.socket-mode", "socket_mode");
        w.slack.fail_next("apps.connections.open", 1, Fault::Status(500));
        let report = examine(w, &[("SLACK_APP_TOKEN", sandbox::slack::APP_TOKEN)]).await;
        says!(w, report, "slack.socket-mode", "socket_mode_fails");
        let settings = [
            ("SLACK_APP_TOKEN", sandbox::slack::APP_TOKEN),
            ("SLACK_SIGNING_SECRET", ""),
            ("CERTS_PUBLIC_URL", ""),
        ];
        let report = examine(w, &settings).await;
        assert_eq!(level(&report, "slack.socket-mode"), Level::Ok);
        says!(w, report, "slack.request-urls", "no_urls_needed");
    })
    .await;
}

#[tokio::test]
async fn a_tab_is_off_or_nobody_knows() {
    world(async |w| {
        let report = examine(w, &[]).await;
        says!(w, report, "slack.messages-tab", "messages_tab_unseen");
        says!(w, report, "slack.home-tab", "home_tab_unseen");
        w.slack.fail_next("chat.postMessage", 1, Fault::Error("messages_tab_disabled"));
        begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.hear().await;
        w.expected_failures = 1;
        says!(w, examine(w, &[]).await, "slack.messages-tab", "messages_tab_off");
        let report = examine(w, &[("DATABASE_URL", "sqlite://not-there-yet.db?mode=rwc")]).await;
        says!(w, report, "slack.home-tab", "tabs_without_a_record");
    })
    .await;
}

#[tokio::test]
async fn administrators_are_none_or_unknown() {
    world(async |w| {
        says!(w, examine(w, &[("CERTS_ADMINS", "")]).await, "slack.admins", "no_admins");
        w.slack.deactivate(&w.company.bob.slack);
        let admins = format!("{},U0NOBODY,nobody@acme.example,{}", w.company.dana.slack, w.company.bob.slack);
        says!(w, examine(w, &[("CERTS_ADMINS", &admins)]).await, "slack.admins", "unknown_admins");
        w.slack.set_scopes(&["chat:write", "commands", "users:read"]);
        says!(w, examine(w, &[]).await, "slack.admins", "admins_without_the_scope");
    })
    .await;
}

#[tokio::test]
async fn the_campaign_channel_is_out_of_reach() {
    world(async |w| {
        let setting = [("CERTS_CAMPAIGN_CHANNEL", "C0REVIEWS")];
        says!(w, examine(w, &setting).await, "slack.campaign-channel", "channel_nowhere");
        w.slack.set_channel(Channel::new("C0REVIEWS", "access-reviews"));
        says!(w, examine(w, &setting).await, "slack.campaign-channel", "channel_public");
        w.slack.set_scopes(&["chat:write", "pins:write", "channels:read"]);
        says!(w, examine(w, &setting).await, "slack.campaign-channel", "channel_without_the_app");
        let inside = Channel { has_app: true, ..Channel::new("C0REVIEWS", "access-reviews") };
        w.slack.set_channel(Channel { is_archived: true, ..inside.clone() });
        says!(w, examine(w, &setting).await, "slack.campaign-channel", "channel_archived");
        w.slack.set_channel(inside);
        assert_eq!(level(&examine(w, &setting).await, "slack.campaign-channel"), Level::Ok);
        let report = examine(w, &[("CERTS_CAMPAIGN_CHANNEL", "create")]).await;
        assert_eq!(level(&report, "slack.campaign-channel"), Level::Ok);
    })
    .await;
}
