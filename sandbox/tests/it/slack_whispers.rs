//! Answers that only one person sees: where they stand, and what a `response_url` does to them.

use serde_json::{Value, json};

use crate::app::App;
use crate::world::{World, got};

struct Story {
    world: World,
    app: App,
    alice: String,
}

impl Story {
    async fn begin() -> Self {
        let world = World::start().await;
        let button =
            json!({ "type": "button", "action_id": "again", "text": { "type": "plain_text", "text": "x" } });
        let blocks = json!([{ "type": "actions", "elements": [button] }]);
        let app = App::start(200, json!({ "text": "answer", "blocks": blocks })).await;
        world.sandbox.slack.point_app(&app.url);
        let alice = world.member("alice", "ng");
        Self { world, app, alice }
    }

    /// The app answers the last thing it was told, later.
    async fn later(&self, body: &Value) {
        let sent = self.app.last();
        let of_click = || -> Value { serde_json::from_str(&sent.field("payload").unwrap()).unwrap() };
        let url = sent.field("response_url");
        let url = url.unwrap_or_else(|| of_click()["response_url"].as_str().unwrap().to_owned());
        assert_eq!(got(self.world.client.post(url).json(body).send().await.unwrap()).await.body["ok"], true);
    }

    fn whispers(&self) -> Vec<String> {
        let whispers = self.world.sandbox.slack.whispers_to(&self.alice).into_iter();
        whispers.map(|whisper| whisper.body["text"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

#[tokio::test]
async fn a_command_is_answered_where_it_was_typed() {
    let story = Story::begin().await;
    let slack = &story.world.sandbox.slack;
    slack.command_in(&story.alice, "D0ALICENG", "directmessage", "mine").await.unwrap();
    assert_eq!(story.app.last().field("channel_id").as_deref(), Some("D0ALICENG"));
    assert_eq!(slack.whispers_to(&story.alice)[0].channel, "D0ALICENG");
    story.later(&json!({ "text": "later" })).await;
    assert_eq!(story.whispers(), ["answer", "later"]);
    assert!(slack.whispers_to("U0BOBMARSH").is_empty());
}

#[tokio::test]
async fn an_answer_to_a_click_may_replace_or_delete_what_was_clicked() {
    let story = Story::begin().await;
    let slack = &story.world.sandbox.slack;
    slack.command(&story.alice, "mine").await.unwrap();
    let whisper = || slack.whispers_to(&story.alice).remove(0);
    slack.click_whisper(&whisper(), "again").await.unwrap();
    story.later(&json!({ "text": "beside it", "replace_original": false })).await;
    assert_eq!(story.whispers(), ["answer", "beside it"]);
    slack.click_whisper(&whisper(), "again").await.unwrap();
    story.later(&json!({ "text": "replaced", "replace_original": true })).await;
    assert_eq!(story.whispers(), ["replaced", "beside it"]);
    story.later(&json!({ "delete_original": true })).await;
    assert_eq!(story.whispers(), ["beside it"]);
}

#[tokio::test]
async fn a_message_that_was_clicked_may_be_replaced_or_deleted_too() {
    let story = Story::begin().await;
    let slack = &story.world.sandbox.slack;
    let element =
        |id: &str| json!({ "type": "button", "action_id": id, "text": { "type": "plain_text", "text": id } });
    let blocks = json!([{ "type": "actions", "elements": [element("a")] }]);
    story
        .world
        .slack("chat.postMessage", &json!({ "channel": story.alice, "text": "x", "blocks": blocks }))
        .await;
    slack.click(&story.alice, &slack.messages()[0], 0).await.unwrap();
    story.later(&json!({ "text": "replaced", "replace_original": true })).await;
    assert_eq!((slack.messages()[0].text.as_str(), slack.messages()[0].edited), ("replaced", true));
    story.later(&json!({ "delete_original": true })).await;
    assert!(slack.messages().is_empty());
}

#[tokio::test]
async fn the_app_that_fails_is_shown_as_slack_shows_it() {
    let story = Story::begin().await;
    let failing = App::start(500, Value::Null).await;
    story.world.sandbox.slack.point_app(&failing.url);
    story.world.sandbox.slack.command(&story.alice, "mine").await.unwrap();
    assert_eq!(story.whispers(), ["/certs failed with the error \"dispatch_failed\""]);
}
