//! `/certs status`: how the campaigns stand, for administrators.

use crate::support::campaigns::begun;
use crate::support::{World, at, world};

/// What Dana, who runs the campaigns, is answered.
async fn status(w: &World, rest: &str) -> String {
    w.command(&w.company.dana, &format!("status {rest}")).await
}

#[tokio::test]
async fn without_campaigns_it_says_so() {
    world(async |w| {
        assert_eq!(status(w, "").await, "*No campaign is active*");
        let answer = status(w, "Q4").await;
        assert_eq!(answer, "No campaign matches “Q4”; none is known yet");
    })
    .await;
}

#[tokio::test]
async fn the_overview_has_a_bar_the_figures_the_next_reminder_and_the_unreachable() {
    world(async |w| {
        let q4 = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        let payments = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&q4.id);
        w.okta.launch(&payments.id);
        w.hear().await;
        for review in &w.okta.reviews(&q4.id)[..12] {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.go_to("2026-09-02 10:00").await;
        w.hear().await;
        let lines = [
            "*2 campaigns are active*",
            "*Payments Quarterly*",
            "░░░░░░░░░░ 0 %",
            "0 of 12 items reviewed",
            "0 reviewers done, 3 outstanding",
            "Closes Tuesday, September 15th, 2026 at 8:00 AM (13 days)",
            "Next reminder on Tue 8 Sep",
            "[ Details ]  [ Remind … ]",
            "*Q4 Production Access*",
            "▓▓░░░░░░░░ 20 %",
            "12 of 60 items reviewed",
            "1 reviewer done, 6 outstanding",
            "Closes Tuesday, September 29th, 2026 at 8:00 AM (27 days)",
            "Next reminder on Tue 8 Sep",
            "*2 could not be reached:* Grace Mbeki, Linus Berg",
            "[ Details ]  [ Remind … ]",
        ];
        assert_eq!(status(w, "").await, lines.join("\n"));
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn one_campaign_lists_who_is_outstanding_the_deliveries_and_who_was_not_reached() {
    world(async |w| {
        let q4 = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&q4.id);
        w.hear().await;
        w.go_to("2026-09-04 10:00").await;
        let answer = status(w, &q4.id).await;
        for line in [
            "0 of 60 items reviewed",
            "0 planned, 5 sent, 1 failed, 0 unknown, 0 dropped",
            "• Grace Mbeki: is deactivated in Okta",
            "• Linus Berg: has no active Slack account for their Okta e-mail address",
            "• Bob Marsh: 14 items, last message Sep 1, 2026",
            "• Linus Berg: 5 items, no message yet",
        ] {
            assert!(answer.lines().any(|shown| shown == line), "{line:?} is not in\n{answer}");
        }
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn a_campaign_is_found_by_id_by_name_and_by_a_part_of_it() {
    world(async |w| {
        let alice = &w.company.alice;
        let ids = ["Production", "Production EMEA", "Finance"].map(|name| begun(w, name, &[(alice, 1)]).id);
        w.hear().await;
        for (asked, found) in [
            (ids[1].as_str(), "Production EMEA"),
            ("production emea", "Production EMEA"),
            // The name as a whole comes before a part of another name.
            ("Production", "Production"),
            ("fin", "Finance"),
            ("  EMEA ", "Production EMEA"),
        ] {
            assert_eq!(status(w, asked).await.lines().next(), Some(found), "{asked}");
        }
        let several = status(w, "PROD").await;
        assert!(several.starts_with("2 campaigns match “PROD”"), "{several}");
        for (name, id) in [("Production", &ids[0]), ("Production EMEA", &ids[1])] {
            assert!(several.contains(&format!("*{name}* `{id}`  [ Show ]")), "{several}");
        }
        assert!(!several.contains("Finance"), "{several}");
        let none = status(w, "payroll").await;
        assert!(none.starts_with("No campaign matches “payroll”"), "{none}");
        assert!(none.contains("• Finance"), "{none}");
    })
    .await;
}

#[tokio::test]
async fn an_ended_campaign_is_answered_from_the_record() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 4), (&w.company.bob, 2)]);
        w.hear().await;
        w.okta.decide(&w.okta.reviews(&q4.id)[0].id, &w.company.alice.okta, "REVOKE");
        w.hear().await;
        w.go_to("2026-09-29 08:00").await;
        w.okta.close(&q4.id);
        w.hear().await;
        w.go_to("2026-10-20 10:00").await;
        w.okta.forget_calls();
        assert!(status(w, "").await.contains("No campaign is active"));
        let answer = status(w, "q4").await;
        for part in ["1 of 6 items reviewed", "ended", "• Alice Ng: 3 items", "• Bob Marsh: 2 items"] {
            assert!(answer.contains(part), "{part:?} is not in\n{answer}");
        }
        assert!(!answer.contains("Next reminder"), "{answer}");
        assert!(w.okta.calls().is_empty(), "it was asked for in Okta");
    })
    .await;
}

#[tokio::test]
async fn after_the_last_reminder_no_further_one_is_promised() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 4)]);
        w.hear().await;
        w.live_through("2026-09-26").await;
        assert_eq!(
            w.inbox_of(&w.company.alice).len(),
            5,
            "the launch and the reminders of days 7, 14, 21, 25"
        );
        let overview = status(w, "").await;
        assert!(overview.contains("No more reminders are planned"), "{overview}");
    })
    .await;
}
