//! A notice's key names its fact, and what is kept of it is what was decided.

use certs::domain::notice::{CHANNEL, Notice};
use certs::domain::review::{FIRST, SECOND};
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{after, day};

fn launch(campaign_id: &str, level: &str) -> Notice {
    Notice::Launch { campaign_id: campaign_id.to_owned(), level: level.to_owned() }
}

fn reminder(date: &str, campaign_ids: &[&str]) -> Notice {
    Notice::Reminder {
        date: day(date),
        campaign_ids: campaign_ids.iter().map(|id| (*id).to_owned()).collect(),
        before: 0,
    }
}

fn reassignment(campaign_id: &str, first_handover: i64) -> Notice {
    Notice::Reassignment {
        campaign_id: campaign_id.to_owned(),
        from_id: None,
        from_name: None,
        note: None,
        review_ids: Vec::new(),
        first_handover,
    }
}

fn nudge(campaign_id: &str, asked_by: Option<String>, number: i64) -> Notice {
    Notice::Nudge { campaign_id: campaign_id.to_owned(), asked_by, number }
}

fn warning(campaign_id: &str, begins: NaiveDate) -> Notice {
    Notice::EscalationWarning { campaign_id: campaign_id.to_owned(), begins }
}

fn escalation(date: NaiveDate, campaign_ids: Vec<String>) -> Notice {
    let reviewers = campaign_ids.iter().map(|_| vec!["00u2".to_owned()]).collect();
    Notice::Escalation { date, campaign_ids, reviewers }
}

#[test]
fn a_key_reads_as_its_fact() {
    let keys = [
        launch("ici1", FIRST),
        launch("ici1", SECOND),
        reminder("2026-09-08", &["ici1", "ici2"]),
        reassignment("ici1", 42),
        nudge("ici1", None, 7),
        warning("ici1", day("2026-09-26")),
        escalation(day("2026-09-26"), vec!["ici1".to_owned()]),
    ]
    .map(|notice| notice.key("00u1"));
    assert_eq!(
        keys,
        [
            "launch:ici1:00u1",
            "launch:ici1:00u1:SECOND",
            "reminder:2026-09-08:00u1",
            "reassignment:ici1:00u1:42",
            "nudge:ici1:00u1:7",
            "escalation_warning:ici1:00u1:2026-09-26",
            "escalation:2026-09-26:00u1",
        ]
    );
}

#[test]
fn the_channel_is_told_once_whoever_that_is() {
    let campaign_id = || "ici1".to_owned();
    let notices = [
        Notice::Board { campaign_id: campaign_id() },
        Notice::CampaignBegan { campaign_id: campaign_id() },
        Notice::CampaignClosed { campaign_id: campaign_id() },
    ];
    assert_eq!(
        notices.clone().map(|notice| notice.key(CHANNEL)),
        ["board:ici1", "began:ici1", "closed:ici1"]
    );
    assert!(notices.iter().all(|notice| notice.of_channel() == Some("ici1") && !notice.asks_for_decisions()));
    assert_eq!(launch("ici1", FIRST).of_channel(), None);
}

#[test]
fn a_person_has_one_reminder_a_day_whatever_is_due() {
    let (one, two) = (reminder("2026-09-08", &["ici1"]), reminder("2026-09-08", &["ici2", "ici1"]));
    assert_eq!(one.key("00u1"), two.key("00u1"));
}

#[test]
fn a_kind_that_a_newer_version_wrote_is_not_understood_and_does_no_harm() {
    for json in [r#"{"kind":"toast","campaign_id":"ici1"}"#, r#"{"kind":"launch"}"#, "{}", "", "launch"] {
        assert_eq!(Notice::from_json(json), None, "{json}");
    }
}

#[test]
fn a_notice_of_a_newer_version_with_one_more_field_is_understood() {
    let json = r#"{"kind":"launch","campaign_id":"ici1","level":"FIRST","mood":"kind"}"#;
    assert_eq!(Notice::from_json(json), Some(launch("ici1", FIRST)));
}

fn id() -> impl Strategy<Value = String> {
    // Few, so that equal ones are met.
    "[a-b1]{1,2}"
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0_i64..3).prop_map(|days| after(day("2026-09-08"), days))
}

fn notices() -> impl Strategy<Value = Notice> {
    prop_oneof![
        (id(), prop_oneof![Just(FIRST), Just(SECOND)]).prop_map(|(campaign, level)| launch(&campaign, level)),
        (date(), vec(id(), 1..3), 0..3_u32).prop_map(|(date, campaign_ids, before)| Notice::Reminder {
            date,
            campaign_ids,
            before
        }),
        (
            id(),
            option::of(id()),
            option::of(any::<String>()),
            option::of(any::<String>()),
            vec(id(), 0..3),
            1_i64..4
        )
            .prop_map(|(campaign_id, from_id, from_name, note, review_ids, first_handover)| {
                Notice::Reassignment { campaign_id, from_id, from_name, note, review_ids, first_handover }
            }),
        (id(), option::of(any::<String>()), 1_i64..4)
            .prop_map(|(campaign, asked_by, number)| nudge(&campaign, asked_by, number)),
        (id(), date()).prop_map(|(campaign, begins)| warning(&campaign, begins)),
        (date(), vec(id(), 1..3)).prop_map(|(date, campaigns)| escalation(date, campaigns)),
        (date(), vec(id(), 1..3)).prop_map(|(date, campaign_ids)| Notice::OwnerDigest { date, campaign_ids }),
        (id(), id(), date()).prop_map(|(campaign_id, to_id, date)| Notice::Question {
            campaign_id,
            to_id,
            date
        }),
    ]
}

/// What makes two notices to one person the same.
fn fact(notice: &Notice) -> (&'static str, Option<&str>, Option<&str>, Option<NaiveDate>, Option<i64>) {
    match notice {
        Notice::Launch { campaign_id, level } => (notice.kind(), Some(campaign_id), Some(level), None, None),
        Notice::Reminder { date, before, .. } => {
            (notice.kind(), None, None, Some(*date), Some(i64::from(*before)))
        }
        Notice::Reassignment { campaign_id, first_handover, .. } => {
            (notice.kind(), Some(campaign_id), None, None, Some(*first_handover))
        }
        Notice::EscalationWarning { campaign_id, begins } => {
            (notice.kind(), Some(campaign_id), None, Some(*begins), None)
        }
        Notice::Escalation { date, .. } | Notice::OwnerDigest { date, .. } => {
            (notice.kind(), None, None, Some(*date), None)
        }
        Notice::Nudge { campaign_id, number, .. } => {
            (notice.kind(), Some(campaign_id), None, None, Some(*number))
        }
        Notice::Question { campaign_id, to_id, date } => {
            (notice.kind(), Some(campaign_id), Some(to_id), Some(*date), None)
        }
        Notice::Board { campaign_id }
        | Notice::CampaignBegan { campaign_id }
        | Notice::CampaignClosed { campaign_id } => (notice.kind(), Some(campaign_id), None, None, None),
    }
}

proptest! {
    #[test]
    fn keys_are_equal_exactly_when_the_facts_and_the_people_are(
        one in notices(),
        other in notices(),
        person in id(),
        neighbour in id(),
    ) {
        let same = fact(&one) == fact(&other) && person == neighbour;
        prop_assert_eq!(one.key(&person) == other.key(&neighbour), same);
        prop_assert_eq!(one.key(&person), one.clone().key(&person));
    }

    #[test]
    fn what_is_kept_is_what_was_decided(notice in notices()) {
        prop_assert_eq!(Notice::from_json(&notice.to_json()), Some(notice));
    }
}
