//! Who was told what, when, how and with which outcome, and who could not be.

use certs::flow::evidence::{Export, Told, verify, verify_export};
use sandbox::{Fault, Group, Reviewer};

use super::export;
use crate::support::campaigns::{begun, planned, user};
use crate::support::{at, world};

/// The one notice of a kind to somebody.
fn of<'a>(notices: &'a [Told], person_id: &str, kind: &str) -> &'a Told {
    let mut found = notices.iter().filter(|told| told.person_id == person_id && told.kind == kind);
    let one = found.next().unwrap_or_else(|| panic!("no {kind} to {person_id} in {notices:#?}"));
    assert_eq!(found.next(), None);
    one
}

/// What the chain says happened to a notice, oldest first.
fn life(export: &Export, key: &str) -> Vec<String> {
    export.entries.iter().filter(|entry| entry.key == key).map(|entry| entry.event.clone()).collect()
}

#[tokio::test]
async fn each_notice_is_there_with_its_person_its_words_and_its_outcome() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.linus, 1)]);
        w.hear().await;
        let record = export(w, &campaign.id).await;
        assert_eq!(
            (record.campaign.name.as_str(), record.campaign.items, record.campaign.reviewed),
            ("Q4", 3, 0)
        );

        let told = of(&record.notices, &w.company.alice.okta, "launch");
        let message = w.last_to(&w.company.alice);
        assert_eq!(told.name.as_ref(), Some(&w.company.alice.name));
        assert_eq!(told.email.as_ref(), Some(&w.company.alice.email));
        assert_eq!((told.outcome.as_str(), told.why.as_ref()), ("sent", None));
        assert_eq!((told.channel.as_ref(), told.ts.as_ref()), (Some(&message.channel), Some(&message.ts)));
        assert_eq!(told.said.as_ref(), Some(&message.text));
        assert_eq!(told.settled_at, Some(message.at));
        assert_eq!(life(&record, &told.key), ["planned", "sending", "sent"]);

        let failed = of(&record.notices, &w.company.linus.okta, "launch");
        assert_eq!(failed.outcome, "failed");
        assert!(failed.why.as_ref().unwrap().contains("no active Slack account"), "{failed:?}");
        assert_eq!(life(&record, &failed.key), ["planned", "failed"]);
        assert_eq!(record.unreachable.len(), 1);
        assert_eq!(record.unreachable[0].who, w.company.linus.name);
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn who_was_never_written_to_is_there_with_the_reason_once() {
    world(async |w| {
        let everybody: Vec<String> = w.company.everybody().map(|person| person.okta.clone()).collect();
        let group = Group::new("Everybody", &everybody, &[]);
        w.okta.add_group(group.clone());
        let loads =
            [(user(&w.company.alice), 1), (user(&w.company.bob), 1), (Reviewer::Group(group.id.clone()), 2)];
        let campaign = planned(w, "Q4", &loads);
        w.okta.deactivate_user(&w.company.bob.okta);
        w.okta.launch(&campaign.id);
        w.hear().await;
        // Many looks later the reason is still the same.
        w.live_through("2026-09-09").await;
        let record = export(w, &campaign.id).await;
        let bob = of(&record.notices, &w.company.bob.okta, "launch");
        assert_eq!((bob.outcome.as_str(), bob.why.as_deref()), ("withheld", Some("is deactivated in Okta")));
        assert_eq!(bob.name.as_ref(), Some(&w.company.bob.name));
        assert_eq!(life(&record, &bob.key), ["withheld"]);
        assert_eq!(of(&record.notices, &w.company.bob.okta, "reminder").outcome, "withheld");
        let all = of(&record.notices, &group.id, "launch");
        assert_eq!((all.name.as_deref(), all.outcome.as_str()), (Some("Everybody"), "withheld"));
        assert!(all.why.as_ref().unwrap().contains("Okta picks ten"), "{all:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_refused_or_in_doubt_on_the_way_is_there_too() {
    world(async |w| {
        w.slack.fail_next("chat.postMessage", 1, Fault::RateLimited(10));
        let campaign = begun(w, "Q4", &[(&w.company.alice, 2)]);
        w.hear().await;
        w.slack.fail_next("chat.postMessage", 1, Fault::SentButStatus(500));
        w.live_through("2026-09-08").await;
        w.slack.fail_next("chat.postMessage", 1, Fault::Status(500));
        w.live_through("2026-09-15").await;
        let record = export(w, &campaign.id).await;
        let alices: Vec<_> =
            record.notices.iter().filter(|told| told.person_id == w.company.alice.okta).collect();
        let lives: Vec<Vec<String>> = alices.iter().map(|told| life(&record, &told.key)).collect();
        assert_eq!(lives[0], ["planned", "sending", "refused", "sending", "sent", "edited"]);
        assert_eq!(lives[1], ["planned", "sending", "in_doubt", "found", "edited"]);
        assert_eq!(lives[2], ["planned", "sending", "in_doubt", "not_arrived", "sending", "sent"]);
        assert_eq!(alices[2].tries, 1);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_of_two_campaigns_is_in_the_record_of_each() {
    world(async |w| {
        let one = begun(w, "One", &[(&w.company.alice, 2)]);
        let other = begun(w, "Other", &[(&w.company.alice, 1)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        for campaign in [&one, &other] {
            let record = export(w, &campaign.id).await;
            assert_eq!(of(&record.notices, &w.company.alice.okta, "reminder").outcome, "sent");
            assert_eq!(of(&record.notices, &w.company.dana.okta, "owner_digest").outcome, "sent");
            let alices = record.entries.iter().filter(|entry| entry.person_id == w.company.alice.okta);
            assert_eq!(alices.count(), 7, "{:#?}", record.entries);
        }
    })
    .await;
}

#[tokio::test]
async fn an_export_can_be_checked_by_itself_and_shows_what_was_changed_in_it() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
        w.hear().await;
        let record = export(w, &campaign.id).await;
        let copy: Export = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
        assert_eq!(verify_export(&copy).breaks, []);
        let what = |change: &dyn Fn(&mut Export)| {
            let mut changed = record.clone();
            change(&mut changed);
            let breaks = verify_export(&changed).breaks;
            breaks.into_iter().map(|found| found.what).collect::<Vec<_>>().join("; ")
        };
        assert!(what(&|r| drop(r.entries.remove(2))).contains("entry 3 was removed"));
        assert!(what(&|r| drop(r.entries.pop())).contains("were cut off"));
        assert!(what(&|r| r.entries[1].person_id.push('x')).contains("entry 2 was changed or moved"));
        assert!(what(&|r| r.entries.swap(0, 1)).contains("entry 1 stands where entry 3 should"));
        assert!(what(&|r| r.notices[0].outcome = "failed".to_owned()).contains("is listed as failed"));
        assert!(what(&|r| r.notices[0].said = Some("nothing".to_owned())).contains("text"));
    })
    .await;
}

#[tokio::test]
async fn the_record_of_an_ended_campaign_stays_as_long_as_the_campaign() {
    world(async |w| {
        let campaign = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        w.hear().await;
        w.okta.close(&campaign.id);
        w.hear().await;
        let before = export(w, &campaign.id).await.entries.len();
        w.go_to("2027-09-01 10:00").await;
        assert_eq!(export(w, &campaign.id).await.entries.len(), before);
        w.go_to("2027-12-24 10:00").await;
        let kept = verify(&w.app.store, None).await.unwrap();
        assert_eq!(kept, []);
    })
    .await;
}
