//! A campaign that Okta cannot show.

use sandbox::Fault;

use super::{CAMPAIGNS, REVIEWS, minutes, overview, told_within_a_minute, undone};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn a_campaign_that_okta_always_garbles_is_set_aside_and_named_and_the_others_go_on() {
    world(async |w| {
        w.settle().await;
        let bad = begun(w, "Garbled", &[(&w.company.alice, 3)]);
        w.okta.garble(&bad.id);
        begun(w, "Sound", &[(&w.company.bob, 1)]);
        let told = w.clock.now();
        w.hear().await;
        told_within_a_minute(w, told, &[&w.company.bob]);
        minutes(w, 12).await;
        let given_up = undone(w, &bad.id).await;
        assert_eq!(given_up.len(), 1, "{given_up:?}");
        assert_eq!(given_up[0].0, "failed");
        assert!(given_up[0].1.starts_with("Okta's answer to campaign is not understood"), "{given_up:?}");
        let answer = overview(w).await;
        assert!(answer.contains("1 event was given up; certs inbox list names it"), "{answer}");
        let asked = w.okta.count(&format!("{CAMPAIGNS}/{}", bad.id));
        // Sweeps, whose list holds it too, look once each, and leave nothing more behind.
        minutes(w, 60).await;
        let sweeps = w.okta.count(&format!("{CAMPAIGNS}/{}", bad.id)) - asked;
        assert!((3..=5).contains(&sweeps), "{sweeps} looks in an hour");
        assert_eq!(undone(w, &bad.id).await.len(), 1);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
        // Once it can be read, everything is made up for.
        w.okta.heal();
        minutes(w, 16).await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(undone(w, &bad.id).await, []);
        assert!(!overview(w).await.contains("given up"));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_okta_always_fails_at_is_set_aside_once_others_show_that_okta_is_up() {
    for path in ["campaign", "reviews"] {
        world(async |w| {
            w.settle().await;
            let bad = begun(w, "Broken", &[(&w.company.alice, 3)]);
            if path == "campaign" {
                w.okta.fail_next(&format!("{CAMPAIGNS}/{}", bad.id), usize::MAX, Fault::Status(500));
            } else {
                w.okta.fail_about(REVIEWS, &bad.id, usize::MAX, Fault::Status(500));
            }
            begun(w, "Sound", &[(&w.company.bob, 1)]);
            let told = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, told, &[&w.company.bob]);
            // Others are read when a sweep is due. Not at one: its own look at the campaign may still be under way.
            minutes(w, 55).await;
            let given_up = undone(w, &bad.id).await;
            assert_eq!(given_up.len(), 1, "{path}: {given_up:?}");
            assert!(
                given_up.iter().all(|(state, why)| state == "failed" && why.contains("500")),
                "{path}: {given_up:?}"
            );
            assert!(overview(w).await.contains("given up; certs inbox list"), "{path}");
            w.okta.heal();
            minutes(w, 16).await;
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "{path}");
            assert!(!overview(w).await.contains("given up"), "{path}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_campaign_that_the_token_may_not_see_is_set_aside_and_named() {
    world(async |w| {
        w.settle().await;
        let hidden = begun(w, "Admin roles", &[(&w.company.alice, 3)]);
        w.okta.fail_next(&format!("{CAMPAIGNS}/{}", hidden.id), usize::MAX, Fault::Status(403));
        w.hear().await;
        minutes(w, 32).await;
        let given_up = undone(w, &hidden.id).await;
        assert_eq!(given_up.len(), 1, "{given_up:?}");
        assert!(given_up[0].0 == "failed" && given_up[0].1.contains("403"), "{given_up:?}");
        assert!(overview(w).await.contains("1 event was given up"));
        // A role was given.
        w.okta.heal();
        minutes(w, 16).await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(undone(w, &hidden.id).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_right_that_is_taken_away_gives_nothing_up() {
    world(async |w| {
        begun(w, "Earlier", &[(&w.company.bob, 1)]);
        w.hear().await;
        begun(w, "Later", &[(&w.company.alice, 3)]);
        w.okta.fail_next("/governance", usize::MAX, Fault::Status(403));
        w.hear().await;
        minutes(w, 35).await;
        assert!(w.events().await.iter().all(|event| event.state != "failed"));
        w.okta.heal();
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_outage_of_everything_gives_nothing_up_however_long() {
    world(async |w| {
        begun(w, "One", &[(&w.company.alice, 3)]);
        begun(w, "Two", &[(&w.company.bob, 3)]);
        w.okta.fail_next("/", usize::MAX, Fault::Status(503));
        w.hear().await;
        minutes(w, 35).await;
        assert!(w.events().await.iter().all(|event| event.state != "failed"));
        w.okta.heal();
        let healed = w.clock.now();
        w.settle().await;
        told_within_a_minute(w, healed, &[&w.company.alice, &w.company.bob]);
    })
    .await;
}
