//! Who is a reviewer, who is written to, and who is named to the administrator instead.

use sandbox::{Fault, Review, Reviewer};

use crate::support::campaigns::{begun, planned, user};
use crate::support::{World, at, world};

/// The campaign in full, as Dana sees it.
async fn status(w: &World, campaign: &str) -> String {
    w.command(&w.company.dana, &format!("status {campaign}")).await
}

#[tokio::test]
async fn one_who_has_nothing_left_to_decide_is_not_written_to() {
    world(async |w| {
        let campaign = planned(w, "Q4", &[(user(&w.company.alice), 2), (user(&w.company.bob), 1)]);
        for review in &w.okta.reviews(&campaign.id)[..2] {
            w.okta.add_review(Review { decision: "APPROVE".into(), ..review.clone() });
        }
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert!(w.inbox_of(&w.company.alice).is_empty());
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_delegate_is_written_to_and_the_delegator_is_not() {
    world(async |w| {
        let campaign = planned(w, "Q4", &[(user(&w.company.bob), 3)]);
        for review in w.okta.reviews(&campaign.id) {
            w.okta.add_review(Review { delegator: Some(w.company.alice.okta.clone()), ..review });
        }
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert!(w.inbox_of(&w.company.alice).is_empty());
        assert!(w.inbox_of(&w.company.bob)[0].starts_with("3 access reviews in "));
    })
    .await;
}

#[tokio::test]
async fn approvals_hand_on_to_the_second_level_which_is_told_once() {
    world(async |w| {
        let sox = w.company.sox_two_level(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&sox.id);
        w.hear().await;
        assert!(w.inbox_of(&w.company.ingrid).is_empty(), "her level has not begun");
        let items: Vec<String> = w.okta.reviews(&sox.id).into_iter().map(|review| review.id).collect();
        for (n, id) in items.iter().enumerate() {
            w.go_to(&format!("2026-09-03 10:0{n}")).await;
            w.okta.decide(id, &w.company.mateo.okta, if n == 4 { "REVOKE" } else { "APPROVE" });
            w.hear().await;
        }
        let told = w.inbox_of(&w.company.ingrid);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].starts_with("1 second-level access review in "), "{}", told[0]);
        assert!(w.command(&w.company.ingrid, "mine").await.contains("0 of 7 reviews decided, 7 open."));
        assert_eq!(w.inbox_of(&w.company.mateo).len(), 1, "his own launch alone");
    })
    .await;
}

#[tokio::test]
async fn who_is_inactive_or_not_in_slack_is_named_and_holds_up_nobody() {
    world(async |w| {
        let company = w.company.clone();
        begun(w, "Q4", &[(&company.grace, 4), (&company.linus, 5), (&company.alice, 1)]);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 1);
        assert_eq!(w.inbox_of(&company.alice).len(), 1);
        let answer = status(w, "Q4").await;
        assert!(answer.contains("• Grace Mbeki: is deactivated in Okta"), "{answer}");
        assert!(answer.contains("• Linus Berg: has no active Slack account"), "{answer}");
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn an_address_that_items_do_not_show_comes_from_the_directory() {
    world(async |w| {
        w.okta.hide_emails(true);
        let campaign = begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
        // It is kept: a later look that does not show it either takes nothing away.
        w.okta.forget_calls();
        w.go_to("2026-09-01 09:00").await;
        assert!(w.okta.count("/governance/api/v1/campaigns") > 0, "no sweep looked");
        assert_eq!(w.okta.count(&format!("/api/v1/users/{}", w.company.alice.okta)), 0);
        assert!(!status(w, &campaign.id).await.contains("could not be reached"));
    })
    .await;
}

#[tokio::test]
async fn one_without_an_address_is_named_and_holds_up_nobody() {
    world(async |w| {
        w.okta.hide_emails(true);
        let path = format!("/api/v1/users/{}", w.company.alice.okta);
        w.okta.fail_next(&path, 1000, Fault::Error("E0000006"));
        begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
        w.hear().await;
        assert!(w.inbox_of(&w.company.alice).is_empty());
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
        let answer = status(w, "Q4").await;
        assert!(answer.contains("• Alice Ng: has no e-mail address in Okta"), "{answer}");
        // Told as soon as there is one.
        w.okta.heal();
        w.go_to("2026-09-01 09:00").await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert!(!status(w, "Q4").await.contains("no e-mail address"));
    })
    .await;
}

#[tokio::test]
async fn items_without_a_reviewer_are_shown() {
    world(async |w| {
        let campaign = planned(w, "Q4", &[(Reviewer::Nobody, 3), (user(&w.company.bob), 1)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 1);
        let answer = status(w, "Q4").await;
        assert!(answer.contains("• Nobody: 3 items have no reviewer in Okta"), "{answer}");
        assert!(answer.contains("0 of 4 items reviewed"), "{answer}");
    })
    .await;
}

#[tokio::test]
async fn one_who_was_not_in_slack_is_reminded_once_they_are() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.linus, 5)]);
        w.hear().await;
        let linus = w.company.linus.clone();
        let joined = sandbox::Member { id: linus.slack.clone(), ..sandbox::Member::new("Linus", "Berg") };
        w.slack.add_member(joined);
        w.live_through("2026-09-08").await;
        assert_eq!(w.inbox_of(&linus).len(), 1);
        assert!(!status(w, "Q4").await.contains("could not be reached"));
        w.expected_failures = 1; // The launch, while he had no account.
    })
    .await;
}
