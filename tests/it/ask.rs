//! Asking somebody about a campaign: a conversation of the two and the app.

use sandbox::{Fault, Message};

use crate::support::campaigns::begun;
use crate::support::{World, world};

const OPEN: &str = "conversations.open";

/// What was posted in the only conversation of several there is, and who is in it.
fn conversation(w: &World) -> (Vec<String>, Vec<Message>) {
    let groups = w.slack.group_dms();
    assert_eq!(groups.len(), 1, "{groups:?}");
    let messages = w.slack.messages_in(&groups[0].0);
    (groups[0].1.clone(), messages)
}

/// Alice has a reminder of Q4 in front of her, which Dana runs.
async fn alice_is_reminded(w: &World) -> Message {
    begun(w, "Q4", &[(&w.company.alice, 3)]);
    w.hear().await;
    w.live_through("2026-09-08").await;
    w.last_to(&w.company.alice)
}

#[tokio::test]
async fn the_owner_and_the_reviewer_find_the_figures_in_their_conversation() {
    world(async |w| {
        let reminder = alice_is_reminded(w).await;
        assert!(w.reads(&w.company.alice).pop().unwrap().contains("[ Ask Dana ]"));
        let answer = w.press(&w.company.alice, &reminder, "ask_owner").await;
        assert!(answer.starts_with("A conversation with Dana Cruz is being opened"), "{answer}");
        w.settle().await;
        let (who, messages) = conversation(w);
        assert_eq!(who, [w.company.alice.slack.clone(), w.company.dana.slack.clone()]);
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].announced, "Alice Ng has a question about Q4");
        assert!(messages[0].as_text().join("\n").contains("0 of 3 reviews decided, 3 open."));
        // Once a day, however often it is pressed.
        w.moment();
        w.press(&w.company.alice, &reminder, "ask_owner").await;
        w.settle().await;
        assert_eq!(conversation(w).1.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_handed_items_over_can_be_asked() {
    world(async |w| {
        let q4 = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let items: Vec<String> = w.okta.reviews(&q4.id).into_iter().map(|item| item.id).collect();
        w.okta.reassign(&items, &w.company.alice.okta, &w.company.carol.okta, "yours since August");
        w.hear().await;
        let message = w.last_to(&w.company.carol);
        let answer = w.press(&w.company.carol, &message, "ask_giver").await;
        assert!(answer.starts_with("A conversation with Alice Ng is being opened"), "{answer}");
        w.settle().await;
        assert_eq!(conversation(w).0, [w.company.alice.slack.clone(), w.company.carol.slack.clone()]);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_brought_together_by_who_has_nothing_to_ask() {
    world(async |w| {
        let reminder = alice_is_reminded(w).await;
        for action in ["ask_owner", "ask_giver"] {
            let blocks = serde_json::json!({ "blocks": [{ "type": "actions", "elements": [
                { "type": "button", "action_id": action, "value": "iciQ4Z00000000000000",
                  "text": { "type": "plain_text", "text": "Ask" } }] }] });
            let before = w.slack.later_answers().len();
            w.slack.click_answer(&w.company.bob.slack, &blocks, action).await.unwrap();
            let answer = w.answered(before, &w.company.bob).await;
            assert!(answer.starts_with("Nothing of this campaign is with you any more"), "{answer}");
            w.moment();
        }
        // Nobody handed Alice anything, whatever the button says.
        let mut forged = reminder.clone();
        forged.blocks = serde_json::json!([{ "type": "actions", "elements": [
            { "type": "button", "action_id": "ask_giver", "value": "iciQ4Z00000000000000",
              "text": { "type": "plain_text", "text": "Ask" } }] }]);
        let answer = w.press(&w.company.alice, &forged, "ask_giver").await;
        assert!(answer.starts_with("Okta does not say whom to ask"), "{answer}");
        assert_eq!(w.slack.count(OPEN), 0);
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_is_not_in_slack_is_said_so_at_once() {
    world(async |w| {
        w.slack.deactivate(&w.company.dana.slack);
        let reminder = alice_is_reminded(w).await;
        let answer = w.press(&w.company.alice, &reminder, "ask_owner").await;
        assert!(answer.starts_with("Dana Cruz has "), "{answer}");
        assert!(answer.contains("so no conversation was opened"), "{answer}");
        assert!(w.outbox().await.iter().all(|row| row.kind != "question"));
        w.expected_failures = 1; // The digest of an owner who is not in Slack.
    })
    .await;
}

#[tokio::test]
async fn a_scope_that_is_missing_is_named_and_made_up_for() {
    world(async |w| {
        let reminder = alice_is_reminded(w).await;
        let without = ["chat:write", "commands", "im:history", "im:write", "users:read", "users:read.email"];
        w.slack.set_scopes(&without);
        w.press(&w.company.alice, &reminder, "ask_owner").await;
        w.settle().await;
        assert!(w.command(&w.company.dana, "status").await.contains("mpim:write"));
        w.slack.set_scopes(&[&without[..], &["mpim:write"]].concat());
        w.settle().await;
        assert_eq!(conversation(w).1.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_may_have_been_said_there_is_not_said_again_by_itself() {
    world(async |w| {
        let reminder = alice_is_reminded(w).await;
        w.slack.fail_next("chat.postMessage", 1, Fault::SentButStatus(500));
        w.press(&w.company.alice, &reminder, "ask_owner").await;
        w.settle().await;
        // mpim:history, with which it could be looked for, is asked of nobody.
        assert_eq!(conversation(w).1.len(), 1);
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn an_owner_who_reviews_has_nobody_to_ask() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.dana, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        assert!(!w.reads(&w.company.dana).pop().unwrap().contains("Ask"));
    })
    .await;
}
