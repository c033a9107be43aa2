//! An item that Okta cannot show.

use sandbox::Fault;

use super::{REVIEWS, minutes, overview, told_within_a_minute, undone};
use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn an_item_that_is_never_shown_on_its_own_is_found_on_the_pages_of_its_campaign() {
    for fault in [Fault::Status(500), Fault::Status(403), Fault::Status(400), Fault::Garbage] {
        world(async |w| {
            let (alice, bob, carol) =
                (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
            let campaign = begun(w, "Q4", &[(&alice, 4)]);
            w.hear().await;
            let ids: Vec<String> = w.okta.reviews(&campaign.id).into_iter().map(|item| item.id).collect();
            w.okta.fail_next(&format!("{REVIEWS}/{}", ids[0]), usize::MAX, fault);
            let other = begun(w, "Other", &[(&w.company.priya, 1)]);
            w.okta.reassign(&ids[..1], &alice.okta, &bob.okta, "a note that nobody can read");
            w.okta.reassign(&ids[1..2], &alice.okta, &carol.okta, "yours");
            let handed = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, handed, &[&w.company.priya]);
            minutes(w, 3).await;
            assert!(w.inbox_of(&carol)[0].starts_with("Alice Ng handed you 1 review in "), "{fault:?}");
            assert!(w.inbox_of(&bob)[0].starts_with("Alice Ng handed you 1 review in "), "{fault:?}");
            let late = w.last_to(&bob).at - handed;
            assert!(late <= chrono::Duration::minutes(3), "{fault:?}: told after {late}");
            assert_eq!(undone(w, &campaign.id).await, [], "{fault:?}");
            assert_eq!(undone(w, &other.id).await, []);
        })
        .await;
    }
}

#[tokio::test]
async fn a_note_that_is_never_shown_holds_up_no_other_handover() {
    world(async |w| {
        let (alice, bob, carol) = (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
        let large = begun(w, "Large", &[(&alice, 30)]);
        let other = begun(w, "Other", &[(&w.company.priya, 2)]);
        w.hear().await;
        let items = |id: &str| w.okta.reviews(id).into_iter().map(|item| item.id).collect::<Vec<_>>();
        // So many that they are read as pages, which hold no notes.
        for id in &items(&large.id) {
            w.okta.fail_next(&format!("{REVIEWS}/{id}"), usize::MAX, Fault::Status(500));
        }
        w.okta.reassign(&items(&large.id)[..25], &alice.okta, &bob.okta, "leave");
        w.okta.reassign(&items(&other.id)[..1], &w.company.priya.okta, &carol.okta, "yours");
        let handed = w.clock.now();
        w.hear().await;
        told_within_a_minute(w, handed, &[&carol]);
        assert!(w.last_to(&carol).as_text().join("\n").contains("yours"));
        minutes(w, 2).await;
        assert!(w.inbox_of(&bob)[0].starts_with("Alice Ng handed you 25 reviews in "));
        assert!(!w.last_to(&bob).as_text().join("\n").contains("leave"));
    })
    .await;
}

#[tokio::test]
async fn an_item_that_is_garbled_in_the_list_is_left_out_and_named_and_the_others_are_told() {
    world(async |w| {
        w.settle().await;
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        let bobs = w.okta.reviews(&campaign.id)[3].id.clone();
        w.okta.garble(&bobs);
        let told = w.clock.now();
        w.hear().await;
        told_within_a_minute(w, told, &[&w.company.alice]);
        let answer = overview(w).await;
        assert!(
            answer.contains("*These figures may be old:* ") && answer.contains("1 of its items"),
            "{answer}"
        );
        minutes(w, 13).await;
        assert!(overview(w).await.contains("1 event was given up"));
        let why = undone(w, &campaign.id).await;
        assert!(
            why.iter().all(|(state, why)| state == "failed" && why.contains("1 of its items")),
            "{why:?}"
        );
        w.okta.heal();
        minutes(w, 16).await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1, "told once it can be read");
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(undone(w, &campaign.id).await, []);
        assert!(!overview(w).await.contains("may be old"));
    })
    .await;
}

#[tokio::test]
async fn what_was_known_of_an_item_stays_while_it_is_garbled() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3), (&w.company.bob, 1)]);
        w.hear().await;
        w.okta.garble(&w.okta.reviews(&campaign.id)[3].id);
        minutes(w, 16).await;
        let answer = overview(w).await;
        assert!(answer.contains("0 of 4 items reviewed"), "{answer}");
        assert!(w.command(&w.company.bob, "mine").await.contains("1 access review"));
        // The daily run reminds him of it too.
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 2);
        w.okta.heal();
        w.settle().await;
        minutes(w, 16).await;
    })
    .await;
}
