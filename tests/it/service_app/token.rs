//! The access token: asked for once, renewed before it ends, and what happens when there is none.

use chrono::Duration;
use sandbox::Fault;

use super::keys::{EC, RSA};
use super::{CLIENT, TOKENS, answers, as_app, public, registered};
use crate::support::campaigns::{begun, user};
use crate::support::{Log, World, world_with};

/// A whole launch: who has items hears of them once.
async fn launches(w: &mut World) {
    begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
    w.hear().await;
    assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
    assert!(w.command(&w.company.dana, "status").await.contains("Q4"));
}

#[tokio::test]
async fn a_launch_by_an_rsa_key() {
    as_app(RSA.pems[0], async |w| {
        launches(w).await;
        assert_eq!(answers(w), [(200, String::new())], "one token is enough");
        let figure = r#"certs_api_calls_total{api="okta",method="token",status="200"}"#;
        assert_eq!(w.figure(figure), Some(1.0));
    })
    .await;
}

#[tokio::test]
async fn a_launch_by_an_ec_key() {
    let settings = [
        ("OKTA_API_TOKEN", ""),
        ("OKTA_CLIENT_ID", CLIENT),
        ("OKTA_PRIVATE_KEY", EC.pems[1]),
        ("OKTA_KEY_ID", "certs-2"),
    ];
    world_with(&settings, async |w| {
        w.okta.register_app(registered());
        launches(w).await;
        assert_eq!(answers(w), [(200, String::new())]);
    })
    .await;
}

#[tokio::test]
async fn a_scope_that_nothing_needs_is_not_asked_for() {
    let settings = [
        ("OKTA_API_TOKEN", ""),
        ("OKTA_CLIENT_ID", CLIENT),
        ("OKTA_PRIVATE_KEY", RSA.jwk),
        ("OKTA_KEY_ID", "certs-1"),
        ("CERTS_REVIEW_URL", "https://acme.okta.com/reviews"),
    ];
    world_with(&settings, async |w| {
        w.okta.register_app(registered());
        launches(w).await;
        let asked = w.okta.calls().into_iter().find(|call| call.path == TOKENS).unwrap();
        let scopes =
            "okta.governance.accessCertifications.read okta.groups.read okta.users.read okta.logs.read";
        assert_eq!(asked.body["scope"], scopes);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends_also_in_the_midst_of_a_long_read() {
    as_app(RSA.jwk, async |w| {
        w.settle().await;
        // One page a minute, and tokens of ninety seconds.
        w.okta.set_token_lifetime(90);
        w.okta.revoke_access_tokens();
        w.okta.set_rate_limit(1);
        begun(w, "Large", &[(&w.company.alice, 1500)]);
        w.okta.forget_calls();
        w.okta.send_hooks().await.unwrap();
        certs::work::settle(&w.app, Duration::minutes(30)).await.unwrap();
        assert!(
            w.inbox_of(&w.company.alice)[0].starts_with("1500 access reviews in"),
            "{:?}",
            w.inbox_of(&w.company.alice)
        );
        let calls = w.okta.calls();
        let refused = calls.iter().filter(|call| call.status == 401).count();
        assert!(refused <= 1, "{refused} calls showed a token that had ended; only the revoked one may");
        assert!(answers(w).len() >= 4, "{:?}", answers(w));
    })
    .await;
}

#[tokio::test]
async fn many_who_ask_at_once_ask_for_one_token() {
    as_app(RSA.jwk, async |w| {
        let ids: Vec<String> =
            ["A", "B", "C", "D"].map(|name| begun(w, name, &[(&w.company.alice, 1)]).id).into();
        w.okta.drop_events();
        let looks = ids.iter().map(|id| w.app.okta.campaign(id));
        for look in futures_util::future::join_all(looks).await {
            look.unwrap();
        }
        assert_eq!(answers(w).len(), 1);
        w.okta.revoke_access_tokens();
        let looks = ids.iter().map(|id| w.app.okta.campaign(id));
        for look in futures_util::future::join_all(looks).await {
            look.unwrap();
        }
        assert_eq!(answers(w).len(), 2, "of all whose token was refused, one asks for another");
        w.settle().await;
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_fails_matters_only_when_the_token_has_ended() {
    as_app(RSA.jwk, async |w| {
        let log = Log::begin();
        w.settle().await;
        w.okta.fail_next(TOKENS, usize::MAX, Fault::Status(503));
        w.clock.advance_to(w.clock.now() + Duration::minutes(56));
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "the old token still lasts");
        assert!(log.count("could not be renewed; using it while it lasts") > 0, "{}", log.text());
        w.clock.advance_to(w.clock.now() + Duration::minutes(10));
        begun(w, "Q5", &[(&w.company.bob, 5)]);
        w.hear().await;
        assert!(w.inbox_of(&w.company.bob).is_empty(), "it has ended");
        let troubles = w.app.troubles.list();
        assert!(troubles.is_empty(), "nobody has to act: {troubles:?}");
        w.okta.heal();
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
    })
    .await;
}

/// Somebody breaks the app in the console; it is named, and once it is mended all goes on within 40 s.
async fn breaks_and_heals(
    w: &mut World,
    code: &str,
    breaks: impl Fn(&sandbox::Okta),
    heals: impl Fn(&sandbox::Okta),
) {
    let log = Log::begin();
    launches(w).await;
    breaks(&w.okta);
    w.okta.revoke_access_tokens();
    let late = begun(w, "Late", &[(&w.company.carol, 3)]);
    w.hear().await;
    w.go_to("2026-09-01 09:10").await;
    assert!(w.inbox_of(&w.company.carol).is_empty());
    let status = w.command(&w.company.dana, "status").await;
    let sentence = format!(
        "*Needs attention*\n• Okta gives the service app no access token (401 {code}): it knows no active service app with OKTA_CLIENT_ID"
    );
    assert!(status.starts_with(&sentence), "{status}");
    assert_eq!(w.figure(r#"certs_api_stopped{api="okta"}"#), Some(1.0));
    assert_eq!(log.count("nothing more is asked of it until this is mended"), 1, "{}", log.text());
    assert_eq!(w.get("/readyz").await.0, 200);
    heals(&w.okta);
    let healed = w.clock.now();
    w.settle().await;
    let came = w.last_to(&w.company.carol).at - healed;
    assert!(came <= Duration::seconds(40), "{came}");
    assert_eq!(w.figure(r#"certs_api_stopped{api="okta"}"#), Some(0.0));
    assert!(!w.command(&w.company.dana, "status").await.contains("Needs attention"));
    assert!(w.events().await.iter().any(|event| event.campaign_id.as_ref() == Some(&late.id)));
    let private = RSA.jwk.split('"').filter(|part| part.len() > 80);
    assert!(private.clone().count() > 2 && !private.into_iter().any(|part| log.text().contains(part)));
}

#[tokio::test]
async fn a_key_that_was_revoked_is_named_and_once_it_is_back_all_goes_on() {
    as_app(RSA.pems[1], async |w| {
        let breaks = |okta: &sandbox::Okta| okta.change_app(CLIENT, |app| app.keys.truncate(1));
        let heals =
            |okta: &sandbox::Okta| okta.change_app(CLIENT, |app| app.keys.push(public(RSA.jwk, "certs-1")));
        breaks_and_heals(w, "invalid_client", breaks, heals).await;
    })
    .await;
}

#[tokio::test]
async fn an_app_that_was_switched_off_is_named_and_once_it_is_back_all_goes_on() {
    as_app(RSA.jwk, async |w| {
        let breaks = |okta: &sandbox::Okta| okta.change_app(CLIENT, |app| app.is_active = false);
        let heals = |okta: &sandbox::Okta| okta.change_app(CLIENT, |app| app.is_active = true);
        breaks_and_heals(w, "invalid_client", breaks, heals).await;
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_disagrees_is_noticed_and_oktas_is_signed_by() {
    for ahead in [600, -600, 3000] {
        as_app(RSA.jwk, async |w| {
            let log = Log::begin();
            w.okta.set_clock_ahead(ahead);
            w.okta.change_app(CLIENT, |app| app.needs_dpop = true);
            launches(w).await;
            assert_eq!(log.count("signing by Okta's"), 1, "{}", log.text());
        })
        .await;
    }
}

#[tokio::test]
async fn an_answer_that_is_no_token_is_refused_and_asked_for_again() {
    as_app(RSA.jwk, async |w| {
        let campaign = sandbox::Campaign::new("Q4", &w.company.dana.okta, w.clock.now(), 28);
        w.okta.add_campaign(campaign.clone());
        w.okta.add_reviews(&campaign.id, user(&w.company.alice), 3);
        for fault in [
            Fault::SentButBody(r#"{"access_token":"","token_type":"Bearer"}"#),
            Fault::SentButBody("[]"),
            Fault::SentButBody("{\"access_token\":\"a\\nb\",\"token_type\":\"Bearer\"}"),
            Fault::CutConnection,
            Fault::Status(500),
            Fault::RateLimited(30),
        ] {
            w.okta.fail_next(TOKENS, 1, fault);
            assert!(w.app.okta.campaign(&campaign.id).await.is_err(), "{fault:?}");
            w.clock.advance_to(w.clock.now() + Duration::seconds(40));
        }
        assert!(w.app.okta.campaign(&campaign.id).await.is_ok());
        w.settle().await;
    })
    .await;
}
