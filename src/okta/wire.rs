//! Okta's JSON as documented and as recorded, which differ: whatever a recording lacks is optional here.
//!
//! Source: Okta governance and management OpenAPI descriptions of 2026-06.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::item::{Item, one_by_one};
use crate::domain::campaign::{Campaign, Status};

/// A page of a governance list. Its items are read one by one: a strange one does not spoil the page.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
pub(super) struct Page<T> {
    #[serde(default = "Vec::new", deserialize_with = "one_by_one")]
    pub(super) data: Vec<Item<T>>,
    #[serde(default, rename = "_links")]
    links: Option<PageLinks>,
}

#[derive(Debug, Deserialize)]
struct PageLinks {
    next: Option<Href>,
}

#[derive(Debug, Deserialize)]
struct Href {
    href: String,
}

impl<T> Page<T> {
    /// `Err` when a next page is announced that cannot be asked for: half a list must not pass for a whole one.
    pub(super) fn next_cursor(&self) -> Result<Option<String>, ()> {
        match self.links.as_ref().and_then(|links| links.next.as_ref()) {
            None => Ok(None),
            Some(next) => cursor_of(&next.href).map(Some).ok_or(()),
        }
    }
}

/// The `after` parameter of a link. The link's host is never used: it is the `-admin` one.
pub(super) fn cursor_of(link: &str) -> Option<String> {
    let relative_to = Url::parse("https://relative.invalid").ok()?;
    let url = relative_to.join(link).ok()?;
    url.query_pairs().find(|(name, _)| name == "after").map(|(_, value)| value.into_owned())
}

/// A campaign, sparse (from the list) or full.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireCampaign {
    id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    name: String,
    description: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    status: String,
    created_by: Option<String>,
    recurring_campaign_id: Option<String>,
    start_date: Option<Value>,
    end_date: Option<Value>,
    schedule_type: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    schedule_settings: Schedule,
    #[serde(default, deserialize_with = "null_is_default")]
    remediation_settings: Remediation,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Schedule {
    r#type: Option<String>,
    start_date: Option<Value>,
    end_date: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Remediation {
    no_response: Option<String>,
}

impl WireCampaign {
    /// The campaign; `now` stands in for a start that Okta did not tell.
    pub(super) fn into_campaign(self, now: DateTime<Utc>) -> Campaign {
        let schedule_type = self.schedule_settings.r#type.or(self.schedule_type);
        let instant = |a: Option<Value>, b: Option<Value>| {
            [a, b].into_iter().flatten().find_map(|value| instant(value.as_str()?))
        };
        Campaign {
            name: if self.name.trim().is_empty() { self.id.clone() } else { self.name },
            id: self.id,
            description: self.description.filter(|text| !text.trim().is_empty()),
            status: Status::parse(&self.status),
            starts_at: instant(self.schedule_settings.start_date, self.start_date).unwrap_or(now),
            ends_at: instant(self.schedule_settings.end_date, self.end_date),
            owner_id: self.created_by,
            silence_revokes: self.remediation_settings.no_response.as_deref() == Some("DENY"),
            recurring_parent: self.recurring_campaign_id,
            is_recurring_plan: schedule_type.as_deref() == Some("RECURRING"),
        }
    }
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|instant| instant.with_timezone(&Utc))
}

/// A review, sparse or full.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireReview {
    pub(super) id: String,
    #[serde(default, deserialize_with = "null_is_default")]
    pub(super) campaign_id: String,
    pub(super) resource_id: Option<String>,
    pub(super) decision: Option<String>,
    pub(super) reviewer_type: Option<String>,
    pub(super) reviewer_profile: Option<WireProfile>,
    pub(super) reviewer_group_profile: Option<WireGroup>,
    pub(super) current_reviewer_level: Option<String>,
    pub(super) note: Option<WireNote>,
}

/// A reviewer inside a review.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireProfile {
    pub(super) id: Option<String>,
    pub(super) email: Option<String>,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) login: Option<String>,
    pub(super) status: Option<String>,
}

/// A reviewing group inside a review.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireGroup {
    pub(super) name: Option<String>,
    pub(super) group_id: Option<String>,
}

/// A note; recorded as an object.
#[derive(Debug, Deserialize)]
pub(super) struct WireNote {
    pub(super) note: Option<String>,
}

/// A user of the directory.
#[derive(Debug, Deserialize)]
pub(super) struct WireUser {
    pub(super) id: String,
    pub(super) status: Option<String>,
    pub(super) profile: Option<WireUserProfile>,
}

/// The part of a user's profile that we read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireUserProfile {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) login: Option<String>,
    pub(super) email: Option<String>,
}

/// An owner of a group.
#[derive(Debug, Deserialize)]
pub(super) struct WireOwner {
    pub(super) id: Option<String>,
    pub(super) r#type: Option<String>,
}

/// An application of the org.
#[derive(Debug, Deserialize)]
pub(super) struct WireApp {
    pub(super) status: Option<String>,
    #[serde(default, rename = "_links", deserialize_with = "null_is_default")]
    links: AppLinks,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AppLinks {
    #[serde(default, deserialize_with = "null_is_default")]
    app_links: Vec<Href>,
}

impl WireApp {
    /// Where a person opens it.
    pub(super) fn link(self) -> Option<String> {
        self.links.app_links.into_iter().next().map(|link| link.href)
    }
}

/// What Okta posts to the event hook. Events are read one by one: a strange one does not spoil the batch.
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
        read(json)
    }
}

/// The inside of [`HookEnvelope`].
#[derive(Debug, Deserialize)]
pub struct HookData {
    /// System Log events, each as it came.
    pub events: Vec<Value>,
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

impl Event {
    /// Reads an event; `None` when it has no id or no type and so is none.
    pub fn read(event: &Value) -> Option<Self> {
        let text = |pointer: &str| {
            event.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let target = |prefix: &str| {
            let targets = event.get("target").and_then(Value::as_array)?;
            let ids = targets.iter().filter_map(|target| target.get("id").and_then(Value::as_str));
            ids.into_iter().find(|id| id.starts_with(prefix)).map(str::to_owned)
        };
        let item = text("/debugContext/debugData/campaignItemId");
        let is_person = text("/actor/type").as_deref() == Some("User");
        Some(Self {
            uuid: text("/uuid")?,
            kind: text("/eventType")?,
            campaign_id: text("/debugContext/debugData/campaignId").or_else(|| target("ici")),
            review_id: item.clone().filter(|id| id.starts_with("icr")).or_else(|| target("icr")).or(item),
            published: text("/published"),
            decision: text("/debugContext/debugData/campaignItemDecision"),
            actor_id: is_person.then(|| text("/actor/id")).flatten(),
            actor_name: is_person.then(|| text("/actor/displayName")).flatten(),
        })
    }
}

/// Reads JSON. A NUL in a text becomes a space: PostgreSQL stores none.
pub(super) fn read<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    let mut rest = json;
    let mut clean = Vec::with_capacity(json.len());
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let (before, escape) = rest.split_at(at);
        clean.extend_from_slice(before);
        if let Some(after) = escape.strip_prefix(br"\u0000") {
            clean.push(b' ');
            rest = after;
        } else {
            // Two bytes, so that an escaped backslash begins no escape of its own.
            let (pair, after) = escape.split_at(escape.len().min(2));
            clean.extend_from_slice(pair);
            rest = after;
        }
    }
    clean.extend_from_slice(rest);
    serde_json::from_slice(&clean)
}

fn null_is_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
