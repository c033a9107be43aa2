//! What only the asker sees: answers to commands, and to the buttons under them.

use chrono::Duration;
use sandbox::Person;
use serde_json::{Value, json};

use super::World;

/// What Slack gets when somebody types `/certs` and this.
pub async fn typed(w: &World, who: &Person, text: &str) -> Value {
    let answer = w.slack.command(&who.slack, text).await.unwrap();
    assert_eq!(answer.status, 200);
    answer.body
}

/// What somebody is told who pressed a button.
#[derive(Debug)]
pub struct Told {
    pub text: String,
    /// It takes the place of the answer that holds the button.
    pub instead: bool,
    /// As Slack got it.
    pub body: Value,
}

/// Somebody presses a button of an answer; what they are told, if anything.
pub async fn press(w: &World, who: &Person, answer: &Value, button: &str) -> Option<Told> {
    let before = w.slack.later_answers().len();
    assert_eq!(w.slack.click_answer(&who.slack, answer, button).await.unwrap().status, 200);
    finish(w).await;
    let later = w.slack.later_answers();
    assert!(later.len() <= before + 1, "one press, one answer");
    let (reader, body) = later.get(before)?;
    assert_eq!((reader, &body["response_type"]), (&who.slack, &json!("ephemeral")));
    let text = body["text"].as_str().unwrap().to_owned();
    Some(Told { text, instead: body["replace_original"] == true, body: body.clone() })
}

/// An answer that nobody gave, with one button of this value.
pub fn forged(button: &str, value: &str) -> Value {
    let button = json!({ "type": "button", "action_id": button, "value": value });
    json!({ "blocks": [{ "type": "actions", "elements": [button] }] })
}

/// Lets the service finish what goes on after Slack had its answer.
pub async fn finish(w: &World) {
    w.app.tasks.close();
    w.app.tasks.wait().await;
}

/// A moment later, so that the next press is another one.
pub fn moment(w: &World) {
    w.clock.advance_to(w.clock.now() + Duration::seconds(1));
}
