//! A dry run, and what happens when it ends.

use crate::support::answers::{press, typed};
use crate::support::campaigns::begun;
use crate::support::{World, at, world, world_with};

use super::{said, states, told};

const DRY: &[(&str, &str)] = &[("CERTS_MODE", "dry-run")];
const LIVE: &[(&str, &str)] = &[("CERTS_MODE", "live")];

/// "Q4" until 29 September with five items of Alice's and two of Bob's.
async fn q4(w: &World) -> String {
    let campaign = begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
    w.hear().await;
    campaign.id
}

#[tokio::test]
async fn a_dry_run_says_nothing_and_records_what_it_would_have_said() {
    let settings = [DRY, &[("CERTS_ESCALATE_DAYS", "3"), ("CERTS_CAMPAIGN_CHANNEL", "create")]].concat();
    world_with(&settings, async |w| {
        q4(w).await;
        w.live_through("2026-10-02").await;
        assert_eq!((said(w), w.slack.messages().len(), w.slack.channels().len()), (0, 0, 0));
        let rehearsed = states(w, &w.company.alice).await;
        let expected = [
            "launch rehearsed",
            "reminder rehearsed",
            "reminder rehearsed",
            "reminder rehearsed",
            "escalation_warning rehearsed",
            "reminder rehearsed",
        ];
        assert_eq!(rehearsed.len(), expected.len(), "{rehearsed:?}");
        assert!(expected.iter().all(|one| rehearsed.iter().any(|row| row == one)), "{rehearsed:?}");
        let launch = told(w, &w.company.alice.okta).await.remove(0).2;
        assert!(launch.starts_with("5 access reviews in Q4 are yours until "), "{launch}");
        // A rehearsed warning counts in the rehearsal, so the manager would hear of it.
        assert_eq!(states(w, &w.company.ingrid).await, ["escalation rehearsed"; 3]);
        let channel: Vec<String> =
            told(w, "channel").await.into_iter().map(|(kind, state, _)| format!("{kind} {state}")).collect();
        assert_eq!(channel, ["began rehearsed", "board rehearsed"]);
        assert!(w.outbox().await.iter().all(|row| row.state == "rehearsed"));
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_follows_the_calendar_as_the_real_thing_does() {
    let mut days = Vec::new();
    for settings in [DRY, LIVE] {
        world_with(settings, async |w| {
            q4(w).await;
            w.live_through("2026-09-30").await;
            let rows = w.outbox().await.into_iter();
            let told: Vec<String> = rows
                .map(|row| format!("{} {} {:?}", row.kind, row.settled_at.unwrap().date_naive(), row.said))
                .collect();
            days.push(
                told.into_iter().map(|one| one.split(" Some").next().unwrap().to_owned()).collect::<Vec<_>>(),
            );
        })
        .await;
    }
    assert_eq!(days[0], days[1]);
}

#[tokio::test]
async fn going_live_in_the_middle_of_a_campaign_begins_with_the_launch_dm_alone() {
    world_with(DRY, async |w| {
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        let campaign = q4(w).await;
        w.live_through("2026-09-08").await;
        // Bob is done before anybody was told anything.
        for review in &w.okta.reviews(&campaign)[5..] {
            w.okta.decide(&review.id, &bob.okta, "APPROVE");
        }
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 0);
        w.clock.advance_to(at("2026-09-14 12:00"));
        w.restart_with(LIVE).await;
        assert_eq!(w.inbox_of(&alice).len(), 1, "{:?}", w.inbox_of(&alice));
        assert!(w.inbox_of(&alice)[0].starts_with("5 access reviews in Q4 are yours until"));
        assert!(w.inbox_of(&bob).is_empty());
        // A reminder on the 15th would be a day after it; what was only rehearsed is no contact.
        w.live_through("2026-09-15").await;
        assert_eq!(w.inbox_of(&alice).len(), 1);
        w.live_through("2026-09-22").await;
        assert_eq!(w.inbox_of(&alice).len(), 2);
        assert_eq!(states(w, &alice).await, ["launch sent", "reminder rehearsed", "reminder sent"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_rehearsed_after_a_real_launch_is_no_contact_and_what_was_handed_over_is_told() {
    world_with(&[("CERTS_REMINDER_DAYS", "7,8,20")], async |w| {
        let (alice, carol) = (w.company.alice.clone(), w.company.carol.clone());
        let campaign = q4(w).await;
        w.restart_with(DRY).await;
        w.live_through("2026-09-08").await;
        let items: Vec<String> = w.okta.reviews(&campaign)[..2].iter().map(|one| one.id.clone()).collect();
        w.okta.reassign(&items, &alice.okta, &carol.okta, "yours");
        w.hear().await;
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&carol).len()), (1, 0));
        w.clock.advance_to(at("2026-09-08 20:00"));
        w.restart_with(LIVE).await;
        let told_now = w.inbox_of(&carol);
        assert_eq!(told_now.len(), 1, "{told_now:?}");
        assert!(told_now[0].starts_with("Alice Ng handed you 2 reviews in Q4"), "{told_now:?}");
        assert_eq!(w.inbox_of(&alice).len(), 1, "she was told of the campaign");
        w.live_through("2026-09-09").await;
        assert_eq!(w.inbox_of(&alice).len(), 2, "the rehearsal of the day before does not count");
        w.go_to("2026-09-09 12:00").await;
        assert_eq!(
            w.inbox_of(&carol).len(),
            2,
            "a reminder, and not the same again: {:?}",
            w.inbox_of(&carol)
        );
    })
    .await;
}

#[tokio::test]
async fn what_stands_in_slack_is_left_alone_in_a_dry_run_and_set_right_after_it() {
    world(async |w| {
        let alice = w.company.alice.clone();
        let campaign = q4(w).await;
        w.restart_with(DRY).await;
        w.slack.forget_calls();
        for review in &w.okta.reviews(&campaign)[..5] {
            w.okta.decide(&review.id, &alice.okta, "APPROVE");
        }
        w.hear().await;
        w.go_to("2026-09-01 12:00").await;
        assert_eq!(said(w), 0);
        assert!(w.reads(&alice)[0].contains("5 items are waiting"), "{:?}", w.reads(&alice));
        w.restart_with(LIVE).await;
        assert!(w.reads(&alice)[0].contains("All 5 reviews in Q4 are decided"), "{:?}", w.reads(&alice));
    })
    .await;
}

#[tokio::test]
async fn an_administrator_reads_that_nothing_is_sent() {
    world_with(DRY, async |w| {
        let (alice, dana) = (w.company.alice.clone(), w.company.dana.clone());
        q4(w).await;
        let status = w.command(&dana, "status").await;
        assert!(
            status.starts_with("*Dry run:* nothing is sent; what would have been said is on record."),
            "{status}"
        );
        let details = w.command(&dana, "status Q4").await;
        assert!(details.contains("2 only on record because of a dry run"), "{details}");
        w.go_to("2026-09-01 13:00").await;
        let preview = typed(w, &dana, "remind q4").await;
        assert!(preview.to_string().contains("Dry run:"), "{preview}");
        let told = press(w, &dana, &preview, "remind_now").await.unwrap();
        assert_eq!(told.text, "2 people would get a reminder of Q4 now");
        w.settle().await;
        assert_eq!(states(w, &alice).await, ["launch rehearsed", "nudge rehearsed"]);
        assert_eq!(w.slack.messages().len(), 0);
        w.get("/metrics").await;
        assert_eq!(w.figure("certs_mode{mode=\"dry-run\"}"), Some(1.0));
    })
    .await;
}

#[tokio::test]
async fn no_conversation_is_opened_from_a_message_of_before() {
    world(async |w| {
        let alice = w.company.alice.clone();
        q4(w).await;
        w.live_through("2026-09-08").await;
        let reminder = w.last_to(&alice);
        w.restart_with(DRY).await;
        let told = w.press(&alice, &reminder, "ask_owner").await;
        assert!(told.contains("sends nothing, so no conversation was opened"), "{told}");
        w.settle().await;
        assert!(w.slack.group_dms().is_empty());
    })
    .await;
}
