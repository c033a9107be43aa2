//! A group or a person of the directory that Okta cannot show.

use sandbox::{Fault, Group, Reviewer};

use super::{minutes, overview, told_within_a_minute, undone};
use crate::support::campaigns::{planned, user};
use crate::support::world;

#[tokio::test]
async fn a_group_that_okta_always_fails_at_is_named_and_the_others_are_told() {
    for fault in [Fault::Status(500), Fault::Garbage] {
        world(async |w| {
            w.settle().await;
            let group = Group::new("Leads", std::slice::from_ref(&w.company.kenji.okta), &[]);
            w.okta.add_group(group.clone());
            w.okta.fail_next(&format!("/api/v1/groups/{}", group.id), usize::MAX, fault);
            let campaign =
                planned(w, "Q4", &[(Reviewer::Group(group.id.clone()), 4), (user(&w.company.bob), 2)]);
            w.okta.launch(&campaign.id);
            let told = w.clock.now();
            w.hear().await;
            told_within_a_minute(w, told, &[&w.company.bob]);
            let answer = w.command(&w.company.dana, "status Q4").await;
            assert!(answer.contains("• Leads: 4 items wait for this group; Okta"), "{fault:?}: {answer}");
            minutes(w, 31).await;
            let given_up = undone(w, &campaign.id).await;
            assert_eq!(given_up.len(), 1, "{given_up:?}");
            assert!(given_up[0].0 == "failed" && given_up[0].1.contains("group_users"), "{given_up:?}");
            assert!(overview(w).await.contains("1 event was given up; certs inbox list"));
            assert_eq!(w.slack.messages().len(), 1, "{fault:?}");
            w.okta.heal();
            minutes(w, 16).await;
            assert_eq!(w.inbox_of(&w.company.kenji).len(), 1, "{fault:?}: told once the group can be read");
            assert_eq!(undone(w, &campaign.id).await, []);
        })
        .await;
    }
}

#[tokio::test]
async fn a_person_whom_okta_always_fails_at_keeps_nobody_else_from_being_told() {
    world(async |w| {
        w.settle().await;
        w.okta.hide_emails(true);
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        w.okta.fail_next(&format!("/api/v1/users/{}", alice.okta), usize::MAX, Fault::Status(500));
        let campaign = planned(w, "Q4", &[(user(&alice), 4), (user(&bob), 2)]);
        w.okta.launch(&campaign.id);
        let told = w.clock.now();
        w.hear().await;
        told_within_a_minute(w, told, &[&bob]);
        let answer = w.command(&w.company.dana, "status Q4").await;
        assert!(answer.contains("• Alice Ng: has no e-mail address in Okta"), "{answer}");
        minutes(w, 31).await;
        w.okta.heal();
        minutes(w, 16).await;
        assert_eq!(w.inbox_of(&alice).len(), 1, "told once her address can be read");
        assert_eq!(w.inbox_of(&bob).len(), 1);
        assert_eq!(undone(w, &campaign.id).await, []);
    })
    .await;
}
