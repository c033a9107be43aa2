//! Okta is down, limits, or refuses.

use chrono::{DateTime, Duration, Utc};
use sandbox::{Campaign, Fault, Reviewer};

use super::{each_has, is_ready, overview, stopped};
use crate::support::campaigns::begun;
use crate::support::{Log, World, at, world, world_with};

const CAMPAIGNS: &str = "/governance/api/v1/campaigns";
const REVIEWS: &str = "/governance/api/v1/reviews";

/// When paths with this prefix were asked for.
fn calls(w: &World, prefix: &str) -> Vec<DateTime<Utc>> {
    w.okta.calls().iter().filter(|call| call.path.starts_with(prefix)).map(|call| call.at).collect()
}

/// Q4, of which Alice and Bob were told on 1 September, and whose reminders of the 8th are planned and wait ten minutes
/// for Slack.
async fn reminders_wait(w: &World) -> Campaign {
    let q4 = begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
    w.hear().await;
    w.go_to("2026-09-08 08:30").await;
    w.slack.fail_next("chat.postMessage", 1, Fault::RateLimited(600));
    w.go_to("2026-09-08 09:00").await;
    assert_eq!(w.slack.messages().len(), 2, "the reminders wait");
    q4
}

#[tokio::test]
async fn down_over_a_launch() {
    world(async |w| {
        let company = w.company.clone();
        reminders_wait(w).await;
        w.okta.fail_next("/", usize::MAX, Fault::Status(503));
        let early = Campaign::new("Early", &company.dana.okta, w.clock.now(), 28);
        w.okta.add_campaign(early.clone());
        w.okta.add_reviews(&early.id, Reviewer::User(company.carol.okta.clone()), 3);
        w.okta.launch(&early.id);
        w.hear().await;
        w.go_to("2026-09-08 09:10").await;
        each_has(w, &[(&company.alice, 2), (&company.bob, 2)], at("2026-09-08 09:10"));
        w.go_to("2026-09-08 12:00").await;
        let answer = overview(w).await;
        assert!(answer.contains("*These figures may be old:* Okta answered campaigns with 503"), "{answer}");
        assert!(w.command(&company.alice, "mine").await.contains("5 access reviews"));
        assert!(is_ready(w).await && !stopped(w, "okta").await, "nobody has to act");
        assert!(w.figure(r#"certs_api_calls_total{api="okta",method="campaigns",status="503"}"#) > Some(0.0));
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.carol, 1)], healed);
        assert!(!overview(w).await.contains("may be old"));
        assert_eq!(w.slack.messages().len() - w.inbox_of(&company.dana).len(), 5);
    })
    .await;
}

#[tokio::test]
async fn down_over_a_daily_run() {
    world(async |w| {
        let company = w.company.clone();
        let q4 = begun(w, "Q4", &[(&company.alice, 5), (&company.bob, 1)]);
        w.hear().await;
        w.go_to("2026-09-08 08:50").await;
        w.okta.fail_next("/", usize::MAX, Fault::CutConnection);
        for hour in 9..24 {
            w.go_to(&format!("2026-09-08 {hour:02}:00")).await;
        }
        assert_eq!(w.slack.messages().len(), 2, "nobody is reminded of what may be done");
        assert!(is_ready(w).await && !stopped(w, "okta").await);
        let item = w.okta.reviews(&q4.id).into_iter().next_back().unwrap();
        w.okta.decide(&item.id, &company.bob.okta, "APPROVE");
        w.okta.drop_events();
        w.go_to("2026-09-09 08:00").await;
        w.okta.heal();
        w.live_through("2026-09-12").await;
        assert_eq!(w.inbox_of(&company.bob).len(), 1, "he has decided all, and Okta was asked before");
        let messages = w.slack.messages_to(&company.alice.slack);
        assert_eq!(messages.len(), 2, "one message makes up for it");
        assert_eq!(messages[1].at, at("2026-09-09 09:00"));
    })
    .await;
}

#[tokio::test]
async fn down_after_a_handover() {
    world(async |w| {
        let company = w.company.clone();
        let q4 = begun(w, "Q4", &[(&company.alice, 30), (&company.bob, 1)]);
        w.hear().await;
        let ids: Vec<String> = w.okta.reviews(&q4.id).into_iter().take(21).map(|item| item.id).collect();
        w.okta.reassign(&ids, &company.alice.okta, &company.carol.okta, "on leave");
        w.okta.send_hooks().await.unwrap();
        // The pages are read; what they do not show is asked for when the window has passed.
        certs::work::settle(&w.app, Duration::seconds(5)).await.unwrap();
        w.okta.fail_next("/", usize::MAX, Fault::Status(503));
        certs::work::settle(&w.app, Duration::seconds(50)).await.unwrap();
        assert!(w.inbox_of(&company.carol).is_empty(), "the justification is waited for");
        w.go_to("2026-09-01 08:03").await;
        assert!(w.inbox_of(&company.carol)[0].starts_with("Alice Ng handed you 21 reviews in Q4"));
        w.okta.heal();
    })
    .await;
}

#[tokio::test]
async fn token_revoked() {
    world(async |w| {
        let log = Log::begin();
        let company = w.company.clone();
        reminders_wait(w).await;
        w.okta.fail_next("/", usize::MAX, Fault::Status(401));
        let early = begun(w, "Early", &[(&company.carol, 3)]);
        w.hear().await;
        w.go_to("2026-09-08 09:10").await;
        each_has(w, &[(&company.alice, 2), (&company.bob, 2)], at("2026-09-08 09:10"));
        w.go_to("2026-09-08 12:00").await;
        let answer = overview(w).await;
        let sentence = "*Needs attention*\n• Okta refuses the API token (401 E0000011): it was revoked or has expired. Make a new one, set OKTA_API_TOKEN and start the service again";
        assert!(answer.starts_with(sentence), "{answer}");
        assert!(stopped(w, "okta").await && is_ready(w).await);
        assert_eq!(log.count("nothing more is asked of it"), 1, "{}", log.text());
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.carol, 1)], healed);
        assert!(!stopped(w, "okta").await && !overview(w).await.contains("Needs attention"));
        assert!(w.events().await.iter().any(|event| event.campaign_id.as_ref() == Some(&early.id)));
    })
    .await;
}

#[tokio::test]
async fn forbids_everything() {
    world(async |w| {
        let log = Log::begin();
        let company = w.company.clone();
        reminders_wait(w).await;
        w.okta.fail_next("/governance", usize::MAX, Fault::Status(403));
        begun(w, "Early", &[(&company.carol, 3)]);
        w.hear().await;
        w.go_to("2026-09-08 09:10").await;
        each_has(w, &[(&company.alice, 2), (&company.bob, 2)], at("2026-09-08 09:10"));
        let answer = overview(w).await;
        let sentence = "*Needs attention*\n• Okta refuses to show campaigns (403 E0000006): the user of the API token lacks a right. Give that user the role Access Certifications Administrator";
        assert!(answer.starts_with(sentence), "{answer}");
        assert!(stopped(w, "okta").await && is_ready(w).await);
        assert_eq!(log.count("nothing more is asked of it"), 1, "{}", log.text());
        w.go_to("2026-09-08 12:00").await;
        assert_eq!(log.count("nothing more is asked of it"), 1, "{}", log.text());
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&company.carol, 1)], healed);
        assert!(!stopped(w, "okta").await && !overview(w).await.contains("Needs attention"));
    })
    .await;
}

#[tokio::test]
async fn forbids_one_campaign() {
    world(async |w| {
        let log = Log::begin();
        let company = w.company.clone();
        let secret = begun(w, "Admin roles", &[(&company.carol, 3)]);
        w.okta.fail_next(&format!("{CAMPAIGNS}/{}", secret.id), usize::MAX, Fault::Status(403));
        begun(w, "Q4", &[(&company.alice, 5)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&company.alice).len(), 1);
        w.go_to("2026-09-01 12:00").await;
        let answer = overview(w).await;
        let sentence = format!(
            "*Needs attention*\n• Okta does not show the campaign {} to the user of the API token",
            secret.id
        );
        assert!(answer.starts_with(&sentence), "{answer}");
        assert!(is_ready(w).await && !stopped(w, "okta").await, "the others go on");
        assert_eq!(log.count("the other campaigns go on"), 1, "{}", log.text());
        w.okta.forget_calls();
        certs::work::settle(&w.app, Duration::minutes(10)).await.unwrap();
        assert!(calls(w, &format!("{CAMPAIGNS}/")).len() <= 16, "it uses up what the others are read with");
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&company.alice).len(), 2, "the others are reminded");
        w.okta.heal();
        w.go_to("2026-09-08 09:16").await;
        assert!(w.inbox_of(&company.carol)[0].starts_with("3 access reviews in Admin roles are yours"));
        assert!(!overview(w).await.contains("Needs attention"));
        assert_eq!(log.count("The campaign can be read again"), 1, "{}", log.text());
    })
    .await;
}

#[tokio::test]
async fn limits_by_a_clock_that_disagrees() {
    for (ahead, path) in [(600, CAMPAIGNS), (-600, REVIEWS), (150, REVIEWS), (-45, CAMPAIGNS)] {
        world(async |w| {
            w.okta.set_clock_ahead(ahead);
            w.settle().await;
            begun(w, "Q4", &[(&w.company.alice, 1)]);
            w.okta.forget_calls();
            w.okta.fail_next(path, 1, Fault::RateLimited(45));
            w.hear().await;
            w.settle().await;
            let asked = calls(w, path);
            assert!(asked.len() >= 2, "{asked:?}");
            let waited = asked[1] - asked[0];
            assert!(waited >= Duration::seconds(45) && waited <= Duration::seconds(50), "{ahead}: {waited}");
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
            assert!(
                w.figure(r#"certs_api_calls_total{api="okta",method="campaign",status="200"}"#) > Some(0.0)
            );
            assert!(is_ready(w).await && !stopped(w, "okta").await);
        })
        .await;
    }
}

#[tokio::test]
async fn limits_every_page_by_a_clock_that_disagrees() {
    for ahead in [600, -600] {
        world_with(&[("CERTS_SWEEP_EVERY", "30d")], async |w| {
            w.okta.set_clock_ahead(ahead);
            begun(w, "Large", &[(&w.company.alice, 700)]);
            w.okta.set_rate_limit(2);
            w.okta.forget_calls();
            w.hear().await;
            w.go_to("2026-09-01 08:10").await;
            assert!(w.inbox_of(&w.company.alice)[0].starts_with("700 access reviews in "));
            let refused = w.okta.calls().iter().filter(|call| call.status == 429).count();
            assert_eq!(refused, 0, "{ahead}: asked although the headers said that nothing was left");
            assert!(w.figure(r#"certs_rate_limit_waits_total{api="okta"}"#) > Some(0.0));
        })
        .await;
    }
}
