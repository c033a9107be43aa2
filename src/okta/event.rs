//! Okta's System Log events, from the hook or from the log, as far as they are read.

mod reader;

use serde::Deserialize;

/// What Okta posts to the event hook.
#[derive(Debug, Deserialize)]
pub struct HookEnvelope {
    /// The batch.
    pub data: HookData,
}

impl HookEnvelope {
    /// Reads one.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(json: &[u8]) -> serde_json::Result<Self> {
        crate::outside::read(json)
    }
}

/// The inside of [`HookEnvelope`].
#[derive(Debug, Deserialize)]
pub struct HookData {
    /// System Log events.
    pub events: Events,
}

/// A batch of events.
#[derive(Debug, Default)]
pub struct Events {
    /// Those that can be told apart and understood.
    pub read: Vec<Event>,
    /// How many others there were: without an id or a type, or with one that is too long to be one.
    pub left_out: usize,
}

impl Events {
    /// Reads a page of the System Log.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(json: &[u8]) -> serde_json::Result<Self> {
        crate::outside::read(json)
    }

    /// How many there were.
    pub fn count(&self) -> usize {
        self.read.len() + self.left_out
    }
}

/// What we take from a System Log event. `debugData` is declared to be no contract, so all of it is a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Unique id, the same in the hook and in the System Log.
    pub uuid: String,
    /// For example `certification.campaign.launch`.
    pub kind: String,
    /// Where the event says so.
    pub campaign_id: Option<String>,
    /// Where the event says so.
    pub review_id: Option<String>,
    /// When it happened, as Okta writes it: events come in any order.
    pub published: Option<String>,
    /// `APPROVE`, `REVOKE`, `DELEGATE`, `NORESPONSE` or another word.
    pub decision: Option<String>,
    /// Who did it, if it was a person.
    pub actor_id: Option<String>,
    /// That person's name.
    pub actor_name: Option<String>,
}
