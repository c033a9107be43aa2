//! `CERTS_ESCALATE_DAYS`: a reviewer is told a day ahead, then their manager hears once a day of what is still open.

use sandbox::{Campaign, Person, User};

use crate::support::campaigns::{begun, planned, user};
use crate::support::{World, at, world, world_with};

/// Three days before the close, and no reminder near it.
const THREE: &[(&str, &str)] = &[("CERTS_ESCALATE_DAYS", "3"), ("CERTS_CLOSING_DAYS", "off")];

/// The days of September on which somebody got a message of a kind, and what it said.
async fn got(w: &World, person: &Person, kind: &str) -> Vec<(String, String)> {
    let sent = w.outbox().await.into_iter().filter(|row| row.person_id == person.okta && row.kind == kind);
    let sent = sent.filter(|row| row.state == "sent");
    sent.map(|row| (row.settled_at.unwrap().format("%d").to_string(), row.said.unwrap_or_default())).collect()
}

async fn days(w: &World, person: &Person, kind: &str) -> Vec<String> {
    got(w, person, kind).await.into_iter().map(|(day, _)| day).collect()
}

/// "Q4" until 29 September, with five items of Alice's and two of Bob's, whose manager is Ingrid.
async fn q4(w: &World) -> Campaign {
    let campaign = begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
    w.hear().await;
    campaign
}

#[tokio::test]
async fn it_is_off_unless_it_is_set() {
    world(async |w| {
        q4(w).await;
        w.live_through("2026-09-30").await;
        assert!(w.inbox_of(&w.company.ingrid).is_empty());
        assert!(w.outbox().await.iter().all(|row| !row.kind.starts_with("escalation")));
    })
    .await;
}

#[tokio::test]
async fn the_reviewer_is_told_a_day_ahead_then_the_manager_hears_once_a_day_until_the_close() {
    world_with(THREE, async |w| {
        q4(w).await;
        w.live_through("2026-10-02").await;
        let (alice, ingrid) = (&w.company.alice, &w.company.ingrid);
        let warned = got(w, alice, "escalation_warning").await;
        assert_eq!(warned.len(), 1);
        assert_eq!(
            (warned[0].0.as_str(), warned[0].1.as_str()),
            (
                "25",
                "From tomorrow, your manager, Ingrid Sørensen, gets a daily note of your 5 open reviews in Q4"
            )
        );
        let heard = got(w, ingrid, "escalation").await;
        assert_eq!(heard.iter().map(|(day, _)| day.as_str()).collect::<Vec<_>>(), ["26", "27", "28"]);
        assert!(heard[0].1.starts_with("7 access reviews of 2 people are still open; the campaign closes"));
        let shown = w.last_to(ingrid).as_text().join("\n");
        assert!(shown.contains("Alice Ng: 5 items") && shown.contains("Bob Marsh: 2 items"), "{shown}");
        assert_eq!(w.inbox_of(ingrid).len(), 3);
        assert!(
            days(w, &w.company.dana, "escalation").await.is_empty(),
            "the owner hears nothing where there is a manager"
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_decided_meanwhile_is_not_told_and_where_nothing_is_left_nobody_hears() {
    world_with(THREE, async |w| {
        let campaign = q4(w).await;
        w.live_through("2026-09-26").await;
        let reviews = w.okta.reviews(&campaign.id);
        for review in &reviews[..5] {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.hear().await;
        w.live_through("2026-09-27").await;
        let heard = got(w, &w.company.ingrid, "escalation").await;
        assert!(heard[1].1.starts_with("2 access reviews of 1 person are still open"), "{heard:?}");
        for review in &reviews[5..] {
            w.okta.decide(&review.id, &w.company.bob.okta, "APPROVE");
        }
        w.hear().await;
        w.live_through("2026-09-29").await;
        assert_eq!(days(w, &w.company.ingrid, "escalation").await, ["26", "27"]);
    })
    .await;
}

#[tokio::test]
async fn one_message_a_day_tells_of_all_campaigns() {
    world_with(THREE, async |w| {
        q4(w).await;
        begun(w, "SOX", &[(&w.company.carol, 4)]);
        w.hear().await;
        w.live_through("2026-09-26").await;
        assert_eq!(w.inbox_of(&w.company.ingrid).len(), 1);
        let shown = w.last_to(&w.company.ingrid).as_text().join("\n");
        assert!(shown.contains("11 access reviews of 3 people") && shown.contains("*SOX*"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn without_a_manager_the_owner_hears_and_nobody_of_themselves() {
    world_with(THREE, async |w| {
        let mut gone = User::new("Grace", "Mbeki");
        (gone.id, gone.active) = (w.company.grace.okta.clone(), false);
        w.okta.add_user(gone);
        // Mateo's manager has left, Kenji has none that Okta knows, Fatima is her own.
        for (person, manager) in [
            (&w.company.mateo, Some(w.company.grace.okta.clone())),
            (&w.company.kenji, Some("nobody@acme.example".to_owned())),
            (&w.company.fatima, Some(w.company.fatima.okta.clone())),
            (&w.company.oluwaseun, None),
        ] {
            let mut user = User::new(&person.first, person.name.split(' ').nth(1).unwrap());
            (user.id, user.email, user.manager_id) =
                (person.okta.clone(), Some(person.email.clone()), manager);
            w.okta.add_user(user);
        }
        let company = &w.company;
        let reviewers = [&company.mateo, &company.kenji, &company.fatima, &company.oluwaseun, &company.dana];
        planned(w, "Q4", &reviewers.map(|person| (user(person), 1)));
        w.okta.launch(&w.okta.campaigns()[0].id);
        w.hear().await;
        w.live_through("2026-09-27").await;
        for person in &reviewers[..4] {
            let warned = got(w, person, "escalation_warning").await;
            assert!(warned[0].1.contains("Dana Cruz, who runs this campaign,"), "{warned:?}");
        }
        assert!(days(w, &w.company.dana, "escalation_warning").await.is_empty());
        assert_eq!(days(w, &w.company.dana, "escalation").await, ["26", "27"]);
        let shown = w.last_to(&w.company.dana).as_text().join("\n");
        assert!(shown.contains("4 access reviews of 4 people") && !shown.contains("Dana Cruz:"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_manager_is_found_by_id_by_login_and_by_address() {
    world_with(THREE, async |w| {
        let mut ingrid = User::new("Ingrid", "Sørensen");
        ingrid.id.clone_from(&w.company.ingrid.okta);
        ingrid.email = Some(w.company.ingrid.email.clone());
        ingrid.login = Some("isorensen".to_owned());
        w.okta.add_user(ingrid);
        let mut carol = User::new("Carol", "Diaz");
        carol.id.clone_from(&w.company.carol.okta);
        carol.manager_id = Some("isorensen".to_owned());
        w.okta.add_user(carol);
        let company = &w.company;
        begun(w, "Q4", &[(&company.alice, 1), (&company.bob, 1), (&company.carol, 1)]);
        w.hear().await;
        w.live_through("2026-09-26").await;
        let heard = got(w, &w.company.ingrid, "escalation").await;
        assert!(heard[0].1.starts_with("3 access reviews of 3 people"), "{heard:?}");
        // Asked once for each, and not again the next day.
        w.okta.forget_calls();
        w.live_through("2026-09-27").await;
        let owner = format!("/api/v1/users/{}", w.company.dana.okta);
        let of_others = |path: &str| path.starts_with("/api/v1/users") && path != owner;
        assert!(w.okta.calls().iter().all(|call| !of_others(&call.path)));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_is_first_seen_after_its_day_is_never_escalated_and_on_its_day_a_day_later() {
    for (settings_day, warned, heard) in [("3", vec![], vec![]), ("2", vec!["27"], vec!["28"])] {
        let settings = [("CERTS_ESCALATE_DAYS", settings_day), ("CERTS_CLOSING_DAYS", "off")];
        world_with(&settings, async |w| {
            w.settle().await;
            let campaign = begun(w, "Q4", &[(&w.company.alice, 1)]);
            w.okta.drop_events();
            w.clock.advance_to(at("2026-09-27 08:00"));
            w.settle().await;
            assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "the launch, late: {}", campaign.id);
            w.live_through("2026-09-30").await;
            assert_eq!(days(w, &w.company.alice, "escalation_warning").await, warned);
            assert_eq!(days(w, &w.company.ingrid, "escalation").await, heard);
        })
        .await;
    }
}

#[tokio::test]
async fn a_moved_end_moves_it_and_who_comes_in_late_is_warned_first() {
    world_with(THREE, async |w| {
        let campaign = q4(w).await;
        w.live_through("2026-09-25").await;
        w.okta.move_end(&campaign.id, at("2026-10-10 08:00"));
        w.live_through("2026-10-05").await;
        assert!(days(w, &w.company.ingrid, "escalation").await.is_empty());
        w.live_through("2026-10-06").await;
        assert_eq!(days(w, &w.company.alice, "escalation_warning").await, ["25", "06"]);
        let item = w.okta.reviews(&campaign.id)[0].id.clone();
        w.okta.reassign(&[item], &w.company.alice.okta, &w.company.carol.okta, "yours");
        w.hear().await;
        w.live_through("2026-10-07").await;
        assert_eq!(days(w, &w.company.carol, "escalation_warning").await, ["07"]);
        let heard = w.last_to(&w.company.ingrid).as_text().join("\n");
        assert!(heard.contains("Alice Ng: 4 items") && !heard.contains("Carol"), "{heard}");
        w.live_through("2026-10-08").await;
        assert!(w.last_to(&w.company.ingrid).as_text().join("\n").contains("Carol Diaz: 1 item"));
    })
    .await;
}

#[tokio::test]
async fn who_could_not_be_warned_is_not_escalated() {
    world_with(THREE, async |w| {
        begun(w, "Q4", &[(&w.company.linus, 5)]);
        w.hear().await;
        w.live_through("2026-09-29").await;
        assert!(days(w, &w.company.dana, "escalation").await.is_empty());
        // The launch, the reminders, and one warning: not one each day.
        let failed = w.outbox().await.into_iter().filter(|row| row.state == "failed");
        let warnings = failed.clone().filter(|row| row.kind == "escalation_warning").count();
        assert_eq!(warnings, 1);
        w.expected_failures = failed.count();
    })
    .await;
}

#[tokio::test]
async fn while_okta_does_not_say_who_manages_them_nobody_hears_and_reminders_go_out() {
    let settings = [("CERTS_ESCALATE_DAYS", "3"), ("CERTS_REMINDER_DAYS", "24")];
    world_with(&settings, async |w| {
        q4(w).await;
        w.live_through("2026-09-24").await;
        w.okta.fail_next("/api/v1/users", 100, sandbox::Fault::Status(503));
        w.live_through("2026-09-25").await;
        assert_eq!(days(w, &w.company.alice, "reminder").await, ["25"]);
        assert!(days(w, &w.company.alice, "escalation_warning").await.is_empty());
        w.okta.heal();
        w.live_through("2026-09-27").await;
        assert_eq!(days(w, &w.company.alice, "escalation_warning").await, ["26"]);
        assert_eq!(days(w, &w.company.ingrid, "escalation").await, ["27"]);
    })
    .await;
}

#[tokio::test]
async fn once_all_is_decided_the_warning_says_so_and_has_no_button() {
    world_with(THREE, async |w| {
        let q4 = q4(w).await;
        w.live_through("2026-09-25").await;
        let warning = w.reads(&w.company.alice).pop().unwrap();
        assert!(warning.contains("From tomorrow") && warning.contains("[ Review now ]"), "{warning}");
        for item in w.okta.reviews(&q4.id) {
            w.okta.decide(&item.id, &w.company.alice.okta, "APPROVE");
        }
        w.hear().await;
        assert_eq!(w.reads(&w.company.alice).pop().unwrap(), "✓ All 5 reviews in Q4 are decided. Thank you");
    })
    .await;
}
