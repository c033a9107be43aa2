//! A scope that the app was not granted: what it is for rests and is named, the rest goes on.

use chrono::Duration;

use super::keys::RSA;
use super::{CLIENT, answers, as_app};
use crate::support::Log;
use crate::support::campaigns::begun;

fn take_away(okta: &sandbox::Okta, scope: &str) {
    okta.change_app(CLIENT, |app| app.scopes.retain(|have| have != scope));
}

fn grant(okta: &sandbox::Okta, scope: &str) {
    okta.change_app(CLIENT, |app| app.scopes.push(scope.to_owned()));
}

#[tokio::test]
async fn the_scope_of_everything_is_named_and_once_granted_all_goes_on() {
    let scope = "okta.governance.accessCertifications.read";
    as_app(RSA.jwk, async |w| {
        let log = Log::begin();
        take_away(&w.okta, scope);
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        w.go_to("2026-09-01 08:20").await;
        let status = w.command(&w.company.dana, "status").await;
        let sentence = format!("*Needs attention*\n• Okta refuses to show campaigns (403 E0000006): the service app lacks the scope {scope}. Grant it in Okta (the app's tab Okta API Scopes)");
        assert!(status.starts_with(&sentence), "{status}");
        let line = format!("The service app was not granted a scope; what it is for does not work until it is (Okta API Scopes) api=\"okta\" scopes=\"{scope}\"");
        assert_eq!(log.count(&line), 1, "{}", log.text());
        grant(&w.okta, scope);
        let healed = w.clock.now();
        w.settle().await;
        let came = w.last_to(&w.company.alice).at - healed;
        assert!(came <= Duration::seconds(40), "a new token is asked for, though the old one lasts: {came}");
        assert!(!w.command(&w.company.dana, "status").await.contains("Needs attention"));
        assert_eq!(log.count("The service app was granted every scope"), 1, "{}", log.text());
    })
    .await;
}

#[tokio::test]
async fn without_the_system_log_everything_else_goes_on() {
    as_app(RSA.jwk, async |w| {
        let log = Log::begin();
        take_away(&w.okta, "okta.logs.read");
        take_away(&w.okta, "okta.apps.read");
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(log.count("the service app lacks the scope okta.logs.read"), 1, "{}", log.text());
        assert_eq!(log.count("scopes=\"okta.logs.read okta.apps.read\""), 1, "{}", log.text());
        assert!(w.app.troubles.list().is_empty());
        let asked = answers(w).len();
        w.go_to("2026-09-01 08:50").await;
        assert!(answers(w).len() < asked + 30, "it is not asked for at every call");
    })
    .await;
}

#[tokio::test]
async fn an_app_without_any_scope_is_named() {
    as_app(RSA.jwk, async |w| {
        w.okta.change_app(CLIENT, |app| app.scopes.clear());
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        let troubles = w.app.troubles.list();
        assert_eq!(troubles.len(), 1);
        assert!(troubles[0].starts_with("Okta gives the service app no access token (400 invalid_scope): it was granted none of the scopes."), "{troubles:?}");
        w.okta.change_app(CLIENT, |app| app.scopes = super::SCOPES.iter().map(|&scope| scope.to_owned()).collect());
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}
