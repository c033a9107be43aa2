//! What is foreseen on some days, beside what comes of it.

use sandbox::{Campaign, Reviewer};

use crate::support::campaigns::{begun, user};
use crate::support::{World, at, world_with};

use super::{comes_true, foreseen, live, told};

/// Three campaigns of different lengths, one of them with whom nobody can reach, and one of Bob's alone.
async fn three(w: &mut World) {
    let (alice, bob, carol) = (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
    begun(w, "Q4", &[(&alice, 5), (&bob, 2), (&w.company.linus, 1)]);
    for (name, start, days, people) in [
        ("Payroll", "2026-08-28 08:00", 21, vec![&alice, &carol]),
        ("Contractors", "2026-08-31 08:00", 40, vec![&bob]),
    ] {
        let campaign = Campaign::new(name, &w.company.mateo.okta, at(start), days);
        w.okta.add_campaign(campaign.clone());
        for person in people {
            w.okta.add_reviews(&campaign.id, user(person), 2);
        }
        w.okta.launch(&campaign.id);
    }
    w.hear().await;
}

/// What is foreseen of them on three days is what comes; only who cannot be reached is not.
async fn three_come_true(w: &mut World) {
    three(w).await;
    let days = ["2026-09-01 09:30", "2026-09-08 12:00", "2026-09-20 12:00"];
    comes_true(w, &days, "2026-10-12 12:00", &[]).await;
    let rows = w.outbox().await;
    w.expected_failures = rows.iter().filter(|row| row.state == "failed").count();
}

#[tokio::test]
async fn it_comes_true_to_the_end_with_digests_the_two_days_and_the_owners() {
    world_with(&[], async |w| {
        three_come_true(w).await;
    })
    .await;
}

#[tokio::test]
async fn it_comes_true_by_each_readers_own_clock_and_never_on_their_weekends() {
    world_with(&[("CERTS_TIME_ZONE", "reader"), ("CERTS_REMINDER_DAYS", "4,5,7,11,+2")], async |w| {
        three_come_true(w).await;
    })
    .await;
}

#[tokio::test]
async fn it_comes_true_for_those_who_hear_of_it_from_when_their_managers_are_known() {
    let settings = [("CERTS_ESCALATE_DAYS", "4"), ("CERTS_REMINDER_DAYS", "7,+3")];
    world_with(&settings, async |w| {
        begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
        w.hear().await;
        let days = ["2026-09-01 09:30", "2026-09-08 12:00", "2026-09-24 12:00"];
        comes_true(w, &days, "2026-09-30 12:00", &["escalation:"]).await;
    })
    .await;
}

#[tokio::test]
async fn managers_who_are_not_known_yet_are_named_by_whom_they_manage() {
    world_with(&[("CERTS_ESCALATE_DAYS", "2")], async |w| {
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        w.hear().await;
        let foreseen = foreseen(w).await;
        let heard: Vec<_> = foreseen.messages.iter().filter(|one| one.kind == "escalation").collect();
        let days: Vec<String> = heard.iter().map(|one| one.day.to_string()).collect();
        assert_eq!(days, ["2026-09-27", "2026-09-28"]);
        assert!(heard.iter().all(|one| one.name == "manager of Alice Ng"), "{heard:?}");
    })
    .await;
}

#[tokio::test]
async fn it_comes_true_for_whoever_put_a_reminder_off() {
    world_with(&[], async |w| {
        let alice = w.company.alice.clone();
        let q4 = begun(w, "Q4", &[(&alice, 5), (&w.company.bob, 2)]);
        w.hear().await;
        live(w, "2026-09-08 12:00").await;
        let reminder = w.last_to(&alice);
        w.press(&alice, &reminder, ("snooze", &*format!("three_days:{}", q4.id))).await;
        w.settle().await;
        let snoozed = foreseen(w).await.snoozed;
        assert_eq!(snoozed.len(), 1);
        assert_eq!(
            (snoozed[0].name.as_str(), snoozed[0].until.to_string().as_str()),
            ("Alice Ng", "2026-09-11")
        );
        comes_true(w, &["2026-09-08 13:00", "2026-09-13 12:00"], "2026-09-30 12:00", &[]).await;
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_told_is_named_and_foreseen_for_nothing() {
    world_with(&[], async |w| {
        let company = &w.company;
        let campaign = begun(w, "Q4", &[(&company.alice, 5), (&company.linus, 1), (&company.grace, 1)]);
        let staff = company.staff.iter().map(|one| one.okta.clone()).collect::<Vec<_>>();
        let group = sandbox::Group::new("Everyone", &staff, &[]);
        w.okta.add_group(group.clone());
        w.okta.add_reviews(&campaign.id, Reviewer::Group(group.id.clone()), 3);
        w.hear().await;
        w.expected_failures = 1; // Linus is not in Slack.
        let foreseen = foreseen(w).await;
        let mut who: Vec<&str> = foreseen.not_reached.iter().map(|one| one.who.as_str()).collect();
        who.sort_unstable();
        assert_eq!(who, ["Everyone", "Grace Mbeki", "Linus Berg"]);
        let mut told: Vec<&str> = foreseen.messages.iter().map(|one| one.name.as_str()).collect();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told, ["Alice Ng", "Dana Cruz"]);
    })
    .await;
}

#[tokio::test]
async fn it_comes_true_in_a_dry_run_and_says_what_going_live_would_bring() {
    world_with(&[("CERTS_MODE", "dry-run")], async |w| {
        begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
        w.hear().await;
        live(w, "2026-09-10 12:00").await;
        assert!(foreseen(w).await.messages.iter().all(|one| one.held == Some("dry_run")));
        w.settings.insert("CERTS_MODE".to_owned(), "live".to_owned());
        let live_then = told(&foreseen(w).await);
        let launches = live_then.iter().filter(|line| line.starts_with("launch:")).count();
        assert_eq!(launches, 2, "{live_then:?}");
        let since = w.clock.now();
        w.clock.advance_to(since + chrono::Duration::seconds(1));
        w.restart_with(&[]).await;
        live(w, "2026-09-30 12:00").await;
        assert_eq!(live_then, super::came(w, since, &["sent"]).await);
    })
    .await;
}
