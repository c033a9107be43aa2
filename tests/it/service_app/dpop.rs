//! Proofs of possession, which Okta demands of new apps unless somebody switches that off.

use chrono::Duration;

use super::keys::RSA;
use super::{CLIENT, TOKENS, answers, as_app};
use crate::support::World;
use crate::support::campaigns::begun;

/// How many calls were not answered.
fn refused(w: &World) -> usize {
    w.okta.calls().iter().filter(|call| call.path != TOKENS && call.status != 200).count()
}

#[tokio::test]
async fn a_launch_where_a_proof_is_demanded() {
    for key in [RSA.jwk, RSA.pems[0]] {
        as_app(key, async |w| {
            w.okta.change_app(CLIENT, |app| app.needs_dpop = true);
            begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 250)]);
            w.hear().await;
            assert_eq!((w.inbox_of(&w.company.alice).len(), w.inbox_of(&w.company.bob).len()), (1, 1));
            let handshake = [(400, "invalid_dpop_proof"), (400, "use_dpop_nonce"), (200, "")];
            let handshake: Vec<_> = handshake.map(|(status, error)| (status, error.to_owned())).into();
            assert_eq!(answers(w), handshake);
            assert_eq!(refused(w), 0, "every call has a proof of its own");
            // The number that was given is kept: renewing takes one request.
            w.okta.forget_calls();
            w.clock.advance_to(w.clock.now() + Duration::minutes(58));
            w.settle().await;
            assert_eq!(answers(w), [(200, String::new())]);
            w.okta.forget_calls();
            w.okta.change_nonce();
            w.clock.advance_to(w.clock.now() + Duration::minutes(58));
            w.settle().await;
            assert_eq!(answers(w), handshake[1..].to_vec(), "a number that has ended is replaced");
        })
        .await;
    }
}

#[tokio::test]
async fn a_proof_that_is_demanded_midway() {
    as_app(RSA.jwk, async |w| {
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        assert_eq!(answers(w).len(), 1);
        w.okta.change_app(CLIENT, |app| app.needs_dpop = true);
        w.okta.revoke_access_tokens();
        begun(w, "Q5", &[(&w.company.bob, 5)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
        assert_eq!(answers(w).last(), Some(&(200, String::new())));
        assert!(w.app.troubles.list().is_empty());
        // And not any more: what is bound stays good.
        w.okta.change_app(CLIENT, |app| app.needs_dpop = false);
        w.okta.revoke_access_tokens();
        begun(w, "Q6", &[(&w.company.carol, 5)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.carol).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_api_may_want_a_number_too_and_another_one_at_any_time() {
    as_app(RSA.jwk, async |w| {
        w.okta.change_app(CLIENT, |app| app.needs_dpop = true);
        w.settle().await;
        for (name, who) in [("Q4", &w.company.alice), ("Q5", &w.company.bob)] {
            w.okta.want_nonce_at_api();
            w.okta.forget_calls();
            begun(w, name, &[(who, 3)]);
            w.hear().await;
            assert_eq!(w.inbox_of(who).len(), 1);
            assert_eq!(refused(w), 1, "one call learns it for all");
            assert_eq!(answers(w), [], "the token stays as it is");
        }
    })
    .await;
}

#[tokio::test]
async fn another_instance_has_a_key_of_its_own() {
    as_app(RSA.jwk, async |w| {
        w.okta.change_app(CLIENT, |app| app.needs_dpop = true);
        let other = w.second_instance().await;
        let campaign = begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        assert_eq!(other.okta.campaign(&campaign.id).await.unwrap().id, campaign.id);
        let given = answers(w).iter().filter(|(status, _)| *status == 200).count();
        assert_eq!(given, 2);
    })
    .await;
}
