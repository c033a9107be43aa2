//! What Slack sends us, as far as it is read. Our own types: slack-morphism's refuse a `team` of `null` and
//! interactions of a kind they do not know, and a refused click shows the person an error.

use serde::Deserialize;

/// A slash command (form fields).
#[derive(Debug, Deserialize)]
pub struct Command {
    /// Who typed it (`U…`); never the deprecated `user_name`.
    pub user_id: String,
    /// What follows `/certs`.
    #[serde(default)]
    pub text: String,
    /// Where an answer goes that takes longer than three seconds.
    pub response_url: Option<String>,
}

/// An interaction (the JSON in the form field `payload`).
#[derive(Debug, Deserialize)]
pub struct Interaction {
    /// `block_actions`, or something that is acknowledged and left alone.
    pub r#type: String,
    /// Who did it.
    pub user: Option<User>,
    /// What was pressed.
    #[serde(default)]
    pub actions: Vec<Click>,
    /// Where an answer goes that only they see; a press in App Home has none.
    pub response_url: Option<String>,
}

/// Whoever did something.
#[derive(Debug, Deserialize)]
pub struct User {
    /// `U…`.
    pub id: String,
}

/// A pressed button.
#[derive(Debug, Deserialize)]
pub struct Click {
    /// Which.
    pub action_id: String,
    /// The campaign id; for **Send again** the number of a notice.
    pub value: Option<String>,
    /// Slack's instant of the press; names it together with the user.
    pub action_ts: Option<String>,
}

/// An Events API request.
#[derive(Debug, Deserialize)]
pub struct EventEnvelope {
    /// `url_verification`, `event_callback`, `app_rate_limited`.
    pub r#type: String,
    /// To be answered, for `url_verification`.
    pub challenge: Option<String>,
    /// The same in every retry.
    pub event_id: Option<String>,
    /// The event.
    pub event: Option<InnerEvent>,
}

/// The event inside.
#[derive(Debug, Deserialize)]
pub struct InnerEvent {
    /// For example `app_home_opened`.
    pub r#type: String,
    /// Whom it is about; an object in some events that we do not use.
    pub user: Option<serde_json::Value>,
    /// `home` or `messages`, for `app_home_opened`.
    pub tab: Option<String>,
}
