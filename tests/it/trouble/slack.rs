//! Slack is down, limits, or refuses.

use chrono::Duration;
use sandbox::{Campaign, Fault, Person, Reviewer};

use super::{each_has, is_ready, overview, stopped};
use crate::support::campaigns::begun;
use crate::support::{Log, World, at, world};

/// Every method that is used.
const METHODS: &[&str] = certs::slack::METHODS;

/// All of Slack goes wrong from now on.
fn fail(w: &World, fault: Fault) {
    for method in METHODS {
        w.slack.fail_next(method, usize::MAX, fault);
    }
}

/// A campaign of 28 days from now on in which somebody has three items begins, and the hook tells.
async fn begins(w: &World, name: &str, person: &Person) -> Campaign {
    let campaign = Campaign::new(name, &w.company.dana.okta, w.clock.now(), 28);
    w.okta.add_campaign(campaign.clone());
    w.okta.add_reviews(&campaign.id, Reviewer::User(person.okta.clone()), 3);
    w.okta.launch(&campaign.id);
    w.hear().await;
    campaign
}

#[tokio::test]
async fn down_for_a_day() {
    world(async |w| {
        let company = w.company.clone();
        let q4 = begun(w, "Q4", &[(&company.alice, 5), (&company.bob, 2)]);
        w.hear().await;
        overview(w).await;
        w.go_to("2026-09-08 08:30").await;
        fail(w, Fault::Status(503));
        w.go_to("2026-09-08 09:00").await;
        begins(w, "Early", &company.carol).await;

        assert!(is_ready(w).await && !stopped(w, "slack").await, "nobody has to act");
        // Two reminders and the owner's digest; a launch.
        assert_eq!(w.figure("certs_outbox_depth"), Some(4.0));
        let failed =
            w.figure(r#"certs_api_calls_total{api="slack",method="users.lookupByEmail",status="503"}"#);
        assert!(failed > Some(0.0));
        // Dana was known a week ago; Slack cannot say anew who she is.
        let answer = w.command(&company.dana, "status Q4").await;
        assert!(answer.contains("3 planned, 2 sent, 0 failed"), "{answer}");
        for item in &w.okta.reviews(&q4.id)[..2] {
            w.okta.decide(&item.id, &company.alice.okta, "APPROVE");
        }
        w.hear().await;

        w.go_to("2026-09-09 08:00").await;
        assert!(w.get("/metrics").await.0 == 200 && w.figure("certs_outbox_oldest_seconds") > Some(80_000.0));
        w.slack.heal();
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.alice, 2), (&company.bob, 2), (&company.carol, 1)], healed);
        let told = w.last_to(&company.alice).text;
        assert!(told.starts_with("3 of 5 reviews in Q4 are still open; 20 days left"), "{told}");
        w.live_through("2026-09-14").await;
        assert_eq!(w.inbox_of(&company.dana).len(), 1, "the digest of the 8th, with the figures of the 9th");
        assert_eq!(w.slack.messages().len(), 6, "nobody heard old news or the same news again");
    })
    .await;
}

#[tokio::test]
async fn limits() {
    world(async |w| {
        let company = w.company.clone();
        begun(w, "Q4", &[(&company.alice, 5), (&company.bob, 2)]);
        w.hear().await;
        w.go_to("2026-09-08 08:30").await;
        w.slack.fail_next("chat.postMessage", 1, Fault::RateLimited(3600));
        w.slack.forget_calls();
        w.go_to("2026-09-08 09:00").await;
        begins(w, "Early", &company.alice).await;
        w.go_to("2026-09-08 09:55").await;
        assert_eq!(w.slack.count("chat.postMessage"), 1, "asked although Slack had said for how long not to");
        assert!(is_ready(w).await && !stopped(w, "slack").await);
        assert_eq!(w.figure(r#"certs_rate_limit_waits_total{api="slack"}"#), Some(1.0));
        let mine = w.command(&company.alice, "mine").await;
        assert!(
            mine.contains("Early") && mine.contains("Q4"),
            "Okta is read and commands are answered: {mine}"
        );
        let opens = at("2026-09-08 10:00");
        w.go_to("2026-09-08 10:00").await;
        each_has(w, &[(&company.alice, 3), (&company.bob, 2)], opens);
    })
    .await;
}

#[tokio::test]
async fn token_revoked() {
    world(async |w| {
        let log = Log::begin();
        let company = w.company.clone();
        begun(w, "Q4", &[(&company.alice, 5), (&company.bob, 2)]);
        w.hear().await;
        overview(w).await;
        w.go_to("2026-09-07 20:00").await;
        fail(w, Fault::Error("token_revoked"));
        w.go_to("2026-09-08 09:00").await;
        begins(w, "Early", &company.carol).await;
        w.go_to("2026-09-10 12:00").await;

        let answer = overview(w).await;
        let sentence = "*Needs attention*\n• Slack refuses the bot token: token_revoked. Install the app to the workspace again, set SLACK_BOT_TOKEN";
        assert!(answer.starts_with(sentence), "{answer}");
        assert!(answer.contains("*Q4*") && answer.contains("*Early*"), "Okta is read: {answer}");
        assert!(is_ready(w).await && stopped(w, "slack").await);
        assert_eq!(log.count("Slack refuses the bot token"), 1, "{}", log.text());
        assert!(w.outbox().await.iter().all(|row| ["planned", "sent"].contains(&row.state.as_str())));

        w.slack.heal();
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.alice, 2), (&company.bob, 2), (&company.carol, 1)], healed);
        assert!(!stopped(w, "slack").await && !overview(w).await.contains("Needs attention"));
        assert_eq!(log.count("It works again"), 1, "{}", log.text());
    })
    .await;
}

#[tokio::test]
async fn without_chat_write() {
    world(async |w| {
        let company = w.company.clone();
        overview(w).await;
        w.slack.set_scopes(&["users:read", "users:read.email", "im:write", "commands", "im:history"]);
        begun(w, "Q4", &[(&company.alice, 5)]);
        w.hear().await;
        w.go_to("2026-09-01 12:00").await;
        let answer = overview(w).await;
        let sentence = "• Slack refused chat.postMessage: missing_scope (needs the scope chat:write). Give the Slack app what is missing and install it to the workspace again";
        assert!(answer.contains(sentence), "{answer}");
        assert!(stopped(w, "slack").await && is_ready(w).await);
        assert!(w.command(&company.alice, "mine").await.contains("5 access reviews"));
        w.slack.set_scopes(&["chat:write", "users:read", "users:read.email", "im:write", "commands"]);
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.alice, 1)], healed);
        assert!(!stopped(w, "slack").await && !overview(w).await.contains("Needs attention"));
    })
    .await;
}

#[tokio::test]
async fn without_users_read_email() {
    world(async |w| {
        let log = Log::begin();
        let company = w.company.clone();
        overview(w).await;
        begun(w, "Known", &[(&company.alice, 5)]);
        w.hear().await;
        w.slack.set_scopes(&["chat:write", "users:read", "im:write", "commands", "im:history"]);
        w.go_to("2026-09-03 08:00").await;
        begun(w, "Q4", &[(&company.alice, 1), (&company.bob, 2)]);
        let told = w.clock.now();
        w.hear().await;
        // Whose account is known is written to, and that says nothing about the others.
        each_has(w, &[(&company.alice, 2)], told);
        assert!(w.inbox_of(&company.bob).is_empty());
        w.go_to("2026-09-03 12:00").await;
        let answer = overview(w).await;
        assert!(
            answer.contains("users.lookupByEmail: missing_scope (needs the scope users:read.email)"),
            "{answer}"
        );
        assert!(stopped(w, "slack").await && is_ready(w).await);
        assert_eq!(log.count("It works again"), 0, "{}", log.text());
        assert_eq!(log.count("nothing more is asked of it"), 1, "{}", log.text());
        w.slack.set_scopes(&["chat:write", "users:read", "users:read.email", "im:write", "commands"]);
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.bob, 1)], healed);
        assert!(!stopped(w, "slack").await && !overview(w).await.contains("Needs attention"));
    })
    .await;
}

#[tokio::test]
async fn a_scope_that_is_granted_is_noticed_though_nothing_is_left_to_say() {
    world(async |w| {
        let company = w.company.clone();
        overview(w).await;
        w.slack.set_scopes(&["chat:write", "users:read", "im:write", "commands", "im:history"]);
        let q4 = begun(w, "Q4", &[(&company.bob, 1)]);
        w.hear().await;
        w.okta.decide(&w.okta.reviews(&q4.id)[0].id, &company.bob.okta, "APPROVE");
        w.hear().await;
        w.slack.set_scopes(&["chat:write", "users:read", "users:read.email", "im:write", "commands"]);
        w.clock.advance_to(w.clock.now() + Duration::seconds(1));
        w.settle().await;
        assert!(w.slack.messages().is_empty());
        assert!(!stopped(w, "slack").await && !overview(w).await.contains("Needs attention"));
    })
    .await;
}
