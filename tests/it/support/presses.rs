//! Pressing something, and what whoever pressed is told.

use sandbox::{Control, Message, Person};
use serde_json::Value;

use super::World;

impl World {
    /// Somebody uses a control of a message; what they are told, for their eyes alone.
    pub async fn press<'a>(&self, who: &Person, message: &Message, on: impl Into<Control<'a>>) -> String {
        let before = self.slack.later_answers().len();
        assert_eq!(self.slack.click(&who.slack, message, on).await.unwrap().status, 200);
        self.answered(before, who).await
    }

    /// The one answer that came since there were so many, for this person's eyes.
    pub async fn answered(&self, before: usize, who: &Person) -> String {
        self.app.tasks.close();
        self.app.tasks.wait().await;
        let later = self.slack.later_answers();
        assert_eq!(later.len(), before + 1);
        let (reader, body) = &later[before];
        assert_eq!((reader, &body["response_type"]), (&who.slack, &Value::from("ephemeral")));
        assert_eq!(body["replace_original"], false);
        body["text"].as_str().unwrap().to_owned()
    }

    /// A moment later, so that the next press is another one.
    pub fn moment(&self) {
        self.clock.advance_to(self.clock.now() + chrono::Duration::seconds(1));
    }
}
