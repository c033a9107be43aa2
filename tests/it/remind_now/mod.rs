//! `/certs remind`: an administrator sees whom a reminder would reach, confirms, and they are reminded once.

mod naming;

use certs::flow::{self, click};
use sandbox::{Company, Person};
use serde_json::json;

use crate::support::answers::{finish, forged, moment, press, typed};
use crate::support::campaigns::begun;
use crate::support::{World, world, world_with};

/// "Q4" with three items of Alice's, two of Bob's and one of Linus's, who is not in Slack; told of at eight o'clock.
async fn q4(w: &mut World) -> String {
    let company = &w.company;
    let campaign = begun(w, "Q4", &[(&company.alice, 3), (&company.bob, 2), (&company.linus, 1)]);
    w.hear().await;
    w.expected_failures = 1; // Linus is not in Slack.
    campaign.id
}

/// How many reminders that an administrator asked for a person got.
fn nudges(w: &World, person: &Person) -> usize {
    w.inbox_of(person).iter().filter(|text| text.contains("asks you to look at")).count()
}

#[tokio::test]
async fn a_preview_says_whom_it_would_reach_and_a_press_reminds_them_once() {
    world(async |w| {
        q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let (alice, bob, dana) = (w.company.alice.clone(), w.company.bob.clone(), w.company.dana.clone());
        let preview = typed(w, &dana, "remind q4").await;
        assert_eq!(preview["text"], "2 people would get a reminder of Q4");
        let shown = preview.to_string();
        assert!(shown.contains("Remind 2 people") && shown.contains("1 cannot be reached"), "{shown}");
        w.settle().await;
        assert_eq!(nudges(w, &alice), 0, "nobody is reminded by a preview");
        let told = press(w, &dana, &preview, "remind_now").await.unwrap();
        assert_eq!((told.text.as_str(), told.instead), ("2 people get a reminder of Q4 now", true));
        w.settle().await;
        for (person, items) in [(&alice, "3 of 3 reviews"), (&bob, "2 of 2 reviews")] {
            let text = w.last_to(person).text;
            let expected =
                format!("Dana Cruz asks you to look at {items} in Q4 that are still open; 28 days left");
            assert_eq!((text, nudges(w, person)), (expected, 1));
        }
        // Again, a minute later.
        w.go_to("2026-09-01 13:01").await;
        let told = press(w, &dana, &preview, "remind_now").await.unwrap();
        assert!(told.text.starts_with("Dana Cruz had 2 people reminded of Q4 on <!date^"), "{told:?}");
        assert!(told.text.contains("the next time is possible from") && !told.instead, "{told:?}");
        let preview = typed(w, &dana, "remind q4").await;
        assert!(
            preview["text"].as_str().unwrap().starts_with("Dana Cruz had 2 people reminded"),
            "{preview}"
        );
        assert!(!preview.to_string().contains("remind_now"), "{preview}");
        w.settle().await;
        assert_eq!(nudges(w, &alice), 1);
        // Four hours later.
        w.go_to("2026-09-01 17:01").await;
        let preview = typed(w, &dana, "remind q4").await;
        press(w, &dana, &preview, "remind_now").await.unwrap();
        w.settle().await;
        assert_eq!((nudges(w, &alice), nudges(w, &bob)), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn a_press_that_slack_tells_of_again_reminds_once_and_has_one_answer() {
    world(async |w| {
        q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let dana = w.company.dana.clone();
        let preview = typed(w, &dana, "remind Q4").await;
        let presses = (0..5).map(|_| w.slack.click_answer(&dana.slack, &preview, "remind_now"));
        for pressed in futures_util::future::join_all(presses).await {
            assert_eq!(pressed.unwrap().status, 200);
        }
        finish(w).await;
        assert_eq!(w.slack.later_answers().len(), 1, "the same instant is the same press");
        // Without waiting for anything: the clock has to stand still.
        certs::work::settle(&w.app, chrono::Duration::zero()).await.unwrap();
        assert_eq!(nudges(w, &w.company.alice), 1);
        assert!(press(w, &dana, &preview, "remind_now").await.is_none());
        w.settle().await;
        assert_eq!(nudges(w, &w.company.alice), 1);
    })
    .await;
}

#[tokio::test]
async fn two_administrators_on_two_instances_remind_once() {
    let admins = [Company::acme().dana.email, Company::acme().carol.email].join(",");
    world_with(&[("CERTS_ADMINS", &admins)], async |w| {
        let id = q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let other = w.second_instance().await;
        let press = |who: &Person| {
            let value = json!({ "ask": "remind", "id": id }).to_string();
            let action = json!({ "action_id": "remind_now", "value": value, "action_ts": "1.1" });
            let press = json!({ "type": "block_actions", "user": { "id": who.slack }, "actions": [action] });
            let body = serde_urlencoded::to_string([("payload", press.to_string())]).unwrap();
            certs::slack::Interaction::read(body.as_bytes()).unwrap()
        };
        let (dana, carol) = (press(&w.company.dana), press(&w.company.carol));
        let both = tokio::join!(click::receive(&w.app, dana), click::receive(&other, carol));
        assert!(both.0.is_ok() && both.1.is_ok());
        for app in [&w.app, &other] {
            app.tasks.close();
            app.tasks.wait().await;
        }
        w.settle().await;
        assert_eq!((nudges(w, &w.company.alice), nudges(w, &w.company.bob)), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn who_was_written_to_in_the_last_four_hours_is_left_out() {
    world(async |w| {
        q4(w).await;
        let dana = w.company.dana.clone();
        w.go_to("2026-09-01 11:00").await;
        // A message about another campaign counts as well.
        begun(w, "SOX", &[(&w.company.alice, 1)]);
        w.hear().await;
        let all = typed(w, &dana, "remind SOX").await;
        assert_eq!(all["text"], "Nobody would get a reminder of SOX");
        assert!(!all.to_string().contains("remind_now"), "{all}");
        w.go_to("2026-09-01 12:30").await;
        let preview = typed(w, &dana, "remind Q4").await;
        assert_eq!(preview["text"], "1 person would get a reminder of Q4");
        let left_out = "1 was written to in the last 4 hours and left out · 1 cannot be reached";
        assert!(preview.to_string().contains(left_out), "{preview}");
        press(w, &dana, &preview, "remind_now").await.unwrap();
        w.settle().await;
        assert_eq!((nudges(w, &w.company.alice), nudges(w, &w.company.bob)), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn it_neither_obeys_nor_counts_toward_the_days_between_reminders() {
    world(async |w| {
        let (alice, dana) = (w.company.alice.clone(), w.company.dana.clone());
        begun(w, "Q4", &[(&alice, 3)]);
        w.hear().await;
        for (nudged, runs_through, messages) in
            [("2026-09-07 16:00", "2026-09-08", 3), ("2026-09-08 13:30", "2026-09-15", 5)]
        {
            w.go_to(nudged).await;
            let preview = typed(w, &dana, "remind Q4").await;
            press(w, &dana, &preview, "remind_now").await.unwrap();
            w.settle().await;
            w.live_through(runs_through).await;
            let inbox = w.inbox_of(&alice);
            assert_eq!(inbox.len(), messages, "{inbox:?}");
            assert!(inbox[messages - 1].starts_with("3 of 3 reviews in Q4 are still open"), "{inbox:?}");
        }
        assert_eq!(nudges(w, &alice), 2, "the day before a reminder, and on its day");
    })
    .await;
}

#[tokio::test]
async fn it_takes_an_administrator_to_type_to_press_and_to_replay() {
    world(async |w| {
        let id = q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let bob = w.company.bob.clone();
        for text in ["remind", "remind Q4", "remind Q4 @alice.ng", "remind nothing"] {
            let answer = typed(w, &bob, text).await;
            assert_eq!(answer["text"], "It takes an administrator to have people reminded.", "{text}");
            assert!(!answer.to_string().contains("Alice"), "{answer}");
        }
        let value = json!({ "ask": "remind", "id": id, "whom": w.company.alice.okta }).to_string();
        for button in ["remind_now", "remind", "choose"] {
            moment(w);
            let told = press(w, &bob, &forged(button, &value), button).await.unwrap();
            assert_eq!(told.text, "It takes an administrator to have people reminded.");
            let says = told.body.to_string();
            assert!(!says.contains("Alice") && !says.contains("people would"), "{says}");
        }
        w.settle().await;
        assert!(w.outbox().await.iter().all(|row| row.kind != "nudge"));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_has_ended_reminds_nobody() {
    world(async |w| {
        let id = q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let dana = w.company.dana.clone();
        let preview = typed(w, &dana, "remind Q4").await;
        w.okta.close(&id);
        w.hear().await;
        let told = press(w, &dana, &preview, "remind_now").await.unwrap();
        assert_eq!((&*told.text, told.instead), ("Q4 has ended; nobody is reminded of it any more", false));
        let answer = typed(w, &dana, "remind Q4").await;
        assert_eq!(answer["text"], "Q4 has ended; nobody is reminded of it any more");
        w.settle().await;
        assert!(w.outbox().await.iter().all(|row| row.kind != "nudge"));
    })
    .await;
}

#[tokio::test]
async fn a_forged_value_is_harmless() {
    world(async |w| {
        q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        for value in [
            "",
            "Q4",
            "{}",
            "null",
            r#"{"ask":"remind"}"#,
            r#"{"ask":"remind","id":"nothing"}"#,
            r#"{"ask":"status","page":0}"#,
            r#"{"ask":"remind","id":"' OR 1=1 --"}"#,
        ] {
            moment(w);
            let told = press(w, &w.company.dana, &forged("remind_now", value), "remind_now").await.unwrap();
            assert_eq!(told.text, "That campaign is not on record any more; nobody was reminded", "{value}");
        }
        assert!(w.outbox().await.iter().all(|row| row.kind != "nudge"));
    })
    .await;
}

#[tokio::test]
async fn a_reminder_that_was_asked_for_is_dropped_when_the_work_is_done_meanwhile() {
    world(async |w| {
        let id = q4(w).await;
        w.go_to("2026-09-01 13:00").await;
        let preview = typed(w, &w.company.dana, "remind Q4").await;
        press(w, &w.company.dana, &preview, "remind_now").await.unwrap();
        for review in w.okta.reviews(&id).iter().take(3) {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.okta.send_hooks().await.unwrap();
        // What Okta told is worked off before what waits is sent.
        while flow::intake::step(&w.app).await.unwrap() == flow::Progress::Busy {}
        w.settle().await;
        assert_eq!((nudges(w, &w.company.alice), nudges(w, &w.company.bob)), (0, 1));
    })
    .await;
}
