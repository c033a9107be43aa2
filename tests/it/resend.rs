//! **Send again**: an administrator decides about a message of which nobody knows whether it arrived.

use entity::{click, notification_log};
use sandbox::{Fault, Person};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::campaigns::begun;
use crate::support::{World, world};

const POST: &str = "chat.postMessage";
const WITHOUT_HISTORY: &[&str] = &["chat:write", "commands", "im:write", "users:read", "users:read.email"];

/// Alice has three items; her launch DM arrived, and Slack's answer was lost.
async fn alice_in_question(w: &World) {
    w.slack.set_scopes(WITHOUT_HISTORY);
    begun(w, "Q4", &[(&w.company.alice, 3)]);
    w.slack.fail_next(POST, 1, Fault::SentButStatus(500));
    w.hear().await;
    w.settle().await;
    assert_eq!(row(w).await.state, "unknown");
}

async fn row(w: &World) -> notification_log::Model {
    w.outbox().await.remove(0)
}

/// The campaign in full, as Slack got it.
async fn details(w: &World) -> Value {
    w.slack.command(&w.company.dana.slack, "status Q4").await.unwrap().body
}

/// Somebody presses **Send again** in an answer; what they are told.
async fn press(w: &World, who: &Person, answer: &Value) -> String {
    let before = w.slack.later_answers().len();
    assert_eq!(w.slack.click_answer(&who.slack, answer, "resend").await.unwrap().status, 200);
    w.answered(before, who).await
}

#[tokio::test]
async fn a_press_sends_it_again_once_with_the_figures_of_now() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        w.okta.decide(&w.okta.reviews(&w.okta.campaigns()[0].id)[0].id, &w.company.alice.okta, "APPROVE");
        w.hear().await;
        let told = press(w, &w.company.dana, &answer).await;
        assert_eq!(told, "The message to Alice Ng is on its way again, with today's figures.");
        w.moment();
        let told = press(w, &w.company.dana, &answer).await;
        assert_eq!(told, "The message to Alice Ng is on its way already; it goes out once.");
        w.settle().await;
        w.moment();
        let told = press(w, &w.company.dana, &answer).await;
        assert_eq!(told, "The message to Alice Ng has arrived by now; nothing more was sent.");
        w.settle().await;
        let inbox = w.inbox_of(&w.company.alice);
        assert_eq!(inbox.len(), 2, "{inbox:?}");
        assert!(inbox[0].starts_with("3 access reviews in ") && inbox[1].starts_with("2 access reviews in "));
        let row = row(w).await;
        assert_eq!((row.state.as_str(), row.attempts, row.problem), ("sent", 0, None));
        let clicks = click::Entity::find().all(&w.app.store.db).await.unwrap();
        assert_eq!(clicks.len(), 3);
        let campaign = &w.okta.campaigns()[0].id;
        assert!(clicks.iter().all(|click| click.action_id == "resend"
            && click.slack_id == w.company.dana.slack
            && click.campaign_id.as_ref() == Some(campaign)));
        assert!(!details(w).await.to_string().contains("Send again"), "it is in question no more");
    })
    .await;
}

#[tokio::test]
async fn a_press_that_slack_tells_of_twice_sends_it_again_once() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        // The same instant is the same press.
        press(w, &w.company.dana, &answer).await;
        let told = press(w, &w.company.dana, &answer).await;
        assert_eq!(told, "The message to Alice Ng is on its way already; it goes out once.");
        w.slack.fail_next(POST, 1, Fault::SentButStatus(500));
        w.settle().await;
        assert_eq!((row(w).await.state.as_str(), w.slack.count(POST)), ("unknown", 2));
        assert_eq!(click::Entity::find().all(&w.app.store.db).await.unwrap().len(), 1);
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn a_press_that_slack_tells_of_again_after_it_became_unknown_again_sends_nothing() {
    world(async |w| {
        alice_in_question(w).await;
        let press = json!({
            "type": "block_actions",
            "user": { "id": w.company.dana.slack },
            "team": null,
            "actions": [{ "type": "button", "action_id": "resend", "value": "1", "action_ts": "1788250000.000001" }],
        });
        w.slack.fail_next(POST, 1, Fault::SentButStatus(500));
        for _ in 0..3 {
            assert_eq!(w.slack.interact(&press).await.unwrap().status, 200);
            w.app.tasks.close();
            w.app.tasks.wait().await;
            w.settle().await;
            assert_eq!((row(w).await.state.as_str(), w.slack.count(POST)), ("unknown", 2));
        }
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn presses_at_the_same_time_send_it_again_once() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        let dana = w.company.dana.slack.clone();
        let presses = (0..5).map(|_| w.slack.click_answer(&dana, &answer, "resend"));
        for pressed in futures_util::future::join_all(presses).await {
            assert_eq!(pressed.unwrap().status, 200);
        }
        w.app.tasks.close();
        w.app.tasks.wait().await;
        let due =
            w.slack.later_answers().into_iter().filter(|(_, body)| body.to_string().contains("way again"));
        assert_eq!(due.count(), 1);
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn it_takes_an_administrator() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        let told = press(w, &w.company.bob, &answer).await;
        assert_eq!(told, "It takes an administrator to have a message sent again.");
        w.settle().await;
        assert_eq!((row(w).await.state.as_str(), w.slack.count(POST)), ("unknown", 1));
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn when_nothing_is_left_to_say_nothing_is_sent_and_the_next_press_says_so() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        for review in w.okta.reviews(&w.okta.campaigns()[0].id) {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.hear().await;
        press(w, &w.company.dana, &answer).await;
        w.settle().await;
        w.moment();
        let told = press(w, &w.company.dana, &answer).await;
        assert_eq!(told, "There is nothing left to tell Alice Ng, so nothing was sent.");
        assert_eq!((row(w).await.state.as_str(), w.slack.count(POST)), ("dropped", 1));
    })
    .await;
}

#[tokio::test]
async fn one_that_then_fails_says_why() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        press(w, &w.company.dana, &answer).await;
        w.slack.fail_next(POST, 1, Fault::Error("user_disabled"));
        w.settle().await;
        w.moment();
        let told = press(w, &w.company.dana, &answer).await;
        assert_eq!(
            told,
            "The message to Alice Ng was tried again and could not be sent: their Slack account is deactivated"
        );
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn a_number_that_is_none_and_a_notice_that_is_gone_are_answered_in_a_sentence() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await.to_string();
        for value in ["999", "", "launch", "-1", "99999999999999999999"] {
            let forged: Value =
                serde_json::from_str(&answer.replace("\"value\":\"1\"", &format!("\"value\":{value:?}")))
                    .unwrap();
            w.moment();
            let told = press(w, &w.company.dana, &forged).await;
            assert_eq!(told, "That message is not on record any more; nothing was sent.", "{value}");
        }
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_does_not_reach_slack_changes_nothing_about_what_was_done() {
    world(async |w| {
        alice_in_question(w).await;
        let answer = details(w).await;
        w.slack.fail_next("response", 1, Fault::CutConnection);
        w.slack.click_answer(&w.company.dana.slack, &answer, "resend").await.unwrap();
        w.app.tasks.close();
        w.app.tasks.wait().await;
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn of_many_the_newest_have_a_button_and_the_rest_is_counted() {
    world(async |w| {
        w.slack.set_scopes(WITHOUT_HISTORY);
        let campaign = w.crowd("Q4", 60);
        w.okta.launch(&campaign.id);
        w.slack.limits_off(true);
        w.slack.fail_next(POST, 60, Fault::SentButStatus(500));
        w.hear().await;
        // Sending rests a while after each.
        for minute in 10..20 {
            w.go_to(&format!("2026-09-01 09:{minute}")).await;
        }
        let answer = details(w).await.to_string();
        assert_eq!(answer.matches("\"resend\"").count(), 10, "{answer}");
        let rest = format!("… and 50 more; an operator sends them all again with `certs outbox retry --all-unknown --campaign {}`", campaign.id);
        assert!(answer.contains(&rest), "{answer}");
        w.expected_unknown = 60;
    })
    .await;
}
