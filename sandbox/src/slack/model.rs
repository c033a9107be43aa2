//! What a story sees of the local Slack: members, messages, answers to commands.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::okta::{capital, fingerprint};

/// A person in the workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// `U…`
    pub id: String,
    /// The full name.
    pub name: String,
    /// The address; users.lookupByEmail finds them by it.
    pub email: String,
    /// IANA time zone.
    pub tz: String,
    /// Whether the account was deactivated.
    pub deactivated: bool,
}

impl Member {
    /// A member with the address first.last@acme.example, in Berlin.
    pub fn new(first: &str, last: &str) -> Self {
        let name = format!("{first}{last}");
        let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        // Two names in other alphabets would leave the same letters.
        let more = if name.is_ascii() { String::new() } else { format!("{:08x}", fingerprint(&name)) };
        Self {
            id: format!("U0{letters}{more}").to_uppercase(),
            name: format!("{} {}", capital(first), capital(last)),
            email: format!("{first}.{last}@acme.example").to_lowercase().replace(' ', "-"),
            tz: "Europe/Berlin".to_owned(),
            deactivated: false,
        }
    }

    /// The id of the conversation between this member and the app.
    pub fn dm(&self) -> String {
        dm_of(&self.id)
    }

    /// Slack's short name.
    pub(super) fn handle(&self) -> String {
        self.email.split('@').next().unwrap_or_default().to_owned()
    }
}

/// The DM of a user id.
pub(super) fn dm_of(user: &str) -> String {
    user.replacen(['U', 'W'], "D", 1)
}

/// The ids of which one may be the user of a DM.
pub(super) fn user_of(dm: &str) -> [String; 2] {
    ["U", "W"].map(|letter| dm.replacen('D', letter, 1))
}

/// A channel of the workspace.
#[derive(Clone, Debug)]
pub struct Channel {
    /// `C…`, whether it is private or not.
    pub id: String,
    /// Its name, without the `#`.
    pub name: String,
    /// Whether only its members see it.
    pub is_private: bool,
    /// Whether it was archived.
    pub is_archived: bool,
    /// Whether the app is in it.
    pub has_app: bool,
    /// The user ids of the people in it.
    pub members: Vec<String>,
    /// When it was made.
    pub created: DateTime<Utc>,
}

impl Channel {
    /// A public channel with nobody in it.
    pub fn new(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            is_private: false,
            is_archived: false,
            has_app: false,
            members: Vec::new(),
            created: DateTime::UNIX_EPOCH,
        }
    }
}

/// A message that the app posted.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// When, by the injected clock.
    pub at: DateTime<Utc>,
    /// Slack's id of it within its channel.
    pub ts: String,
    /// `D…`, `G…` of a conversation of several, or `C…` of a channel.
    pub channel: String,
    /// The recipient's user id; empty in a conversation of several and in a channel.
    pub user: String,
    /// The text for notifications and screen readers.
    pub text: String,
    /// The blocks; an empty array where there are none.
    pub blocks: Value,
    /// The metadata, null where there is none.
    pub metadata: Value,
    /// Whether chat.update changed it since.
    pub edited: bool,
    /// The text as it was posted, which notifications showed.
    pub announced: String,
}

/// The immediate answer to a command.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body: JSON, a string where it is no JSON, null where it is empty.
    pub body: Value,
}
