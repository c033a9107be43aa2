//! What Slack sends us, as far as it is read. Our own types: slack-morphism's refuse a `team` of `null` and
//! interactions of a kind they do not know, and a refused click shows the person an error.

use serde::Deserialize;
use serde_json::error::Error;
use serde_json::value::RawValue;

use crate::outside::{ID, LINK, PROSE, Text, cut, is_id, read};

/// Most buttons pressed at once. Slack tells of one.
const MOST_CLICKS: usize = 100;

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

impl Command {
    /// Reads the form of one; `None` when it is none.
    pub fn read(form: &[u8]) -> Option<Self> {
        serde_urlencoded::from_bytes::<Self>(form).ok()?.within_bounds()
    }

    /// Reads the JSON of one, as Socket Mode brings it; `None` when it is none.
    pub fn read_json(json: &[u8]) -> Option<Self> {
        read::<Self>(json).ok()?.within_bounds()
    }

    fn within_bounds(mut self) -> Option<Self> {
        self.text = cut(self.text, PROSE);
        self.response_url = self.response_url.filter(|url| url.len() <= LINK);
        is_id(&self.user_id).then_some(self)
    }
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

#[derive(Deserialize)]
struct Form {
    payload: String,
}

impl Interaction {
    /// Reads the form of one; `None` when it is none. What is pressed is kept as long as it can be stored.
    pub fn read(form: &[u8]) -> Option<Self> {
        let form: Form = serde_urlencoded::from_bytes(form).ok()?;
        Self::read_json(form.payload.as_bytes())
    }

    /// Reads the JSON of one, as Socket Mode brings it; `None` when it is none.
    pub fn read_json(json: &[u8]) -> Option<Self> {
        let mut interaction: Self = read(json).ok()?;
        let is_user = interaction.user.as_ref().is_none_or(|user| is_id(&user.id));
        for click in &mut interaction.actions {
            click.action_id = cut(std::mem::take(&mut click.action_id), ID);
            let chosen = click.selected_option.take().and_then(|option| option.value);
            click.value = click.value.take().or(chosen).filter(|value| is_id(value));
            click.action_ts = click.action_ts.take().filter(|ts| is_id(ts));
        }
        (is_user && interaction.actions.len() <= MOST_CLICKS).then_some(interaction)
    }
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
    /// What the button is for, or what was chosen of a menu: a campaign id, a notice's number, a choice.
    pub value: Option<String>,
    /// What was chosen of a menu; its value is in `value`.
    selected_option: Option<Choice>,
    /// Slack's instant of the press; names it together with the user.
    pub action_ts: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Choice {
    value: Option<String>,
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

impl EventEnvelope {
    /// Reads one.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        read(json)
    }
}

/// The event inside.
#[derive(Debug, Deserialize)]
pub struct InnerEvent {
    /// For example `app_home_opened`.
    pub r#type: String,
    /// Whom it is about; an object in some events that we do not use.
    #[serde(default)]
    pub user: Text,
    /// `home` or `messages`, for `app_home_opened`.
    pub tab: Option<String>,
}

/// What comes over Socket Mode: news of the connection, or an envelope with what a route would have been sent.
#[derive(Debug, Deserialize)]
pub struct Parcel {
    /// `hello`, `disconnect`, or what is in the envelope: `events_api`, `slash_commands`, `interactive`.
    pub r#type: String,
    /// What an acknowledgement names; news of the connection has none.
    pub envelope_id: Option<String>,
    /// Whether the acknowledgement may bear an answer.
    #[serde(default)]
    pub accepts_response_payload: bool,
    /// Why the connection is about to end.
    pub reason: Option<String>,
    payload: Option<Box<RawValue>>,
}

impl Parcel {
    /// Reads one; `None` when it is none.
    pub fn read(json: &[u8]) -> Option<Self> {
        let mut parcel: Self = read(json).ok()?;
        parcel.envelope_id = parcel.envelope_id.filter(|id| is_id(id));
        Some(parcel)
    }

    /// The JSON that a route would have been sent.
    pub fn payload(&self) -> &[u8] {
        self.payload.as_ref().map_or(b"", |payload| payload.get().as_bytes())
    }
}
