//! Okta's JSON as documented and as recorded, which differ: whatever a recording lacks is optional here.
//!
//! Source: Okta governance and management OpenAPI descriptions of 2026-06.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::item::Item;
use super::list::List;
use crate::domain::campaign::{Campaign, Status};
use crate::outside::{LINK, NAME, PROSE, Text, WORD, cut, id, is_id, null_is_default};

/// A page of a governance list. Its items are read one by one: a strange one does not spoil the page.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
pub(super) struct Page<T> {
    #[serde(default = "List::none")]
    pub(super) data: List<Item<T>>,
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

/// The `after` parameter of a link. The link's host is never used: it is the `-admin` one. One that no request could
/// hold is none.
pub(super) fn cursor_of(link: &str) -> Option<String> {
    let relative_to = Url::parse("https://relative.invalid").ok()?;
    let url = relative_to.join(link).ok()?;
    let after = url.query_pairs().find(|(name, _)| name == "after").map(|(_, value)| value.into_owned());
    after.filter(|cursor| cursor.len() <= LINK && !cursor.chars().any(char::is_control))
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
    #[serde(default)]
    start_date: Text,
    #[serde(default)]
    end_date: Text,
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
    #[serde(default)]
    start_date: Text,
    #[serde(default)]
    end_date: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Remediation {
    no_response: Option<String>,
}

impl WireCampaign {
    /// The campaign; `now` stands in for a start that Okta did not tell. `None` when its id is none.
    pub(super) fn into_campaign(self, now: DateTime<Utc>) -> Option<Campaign> {
        let schedule_type = self.schedule_settings.r#type.or(self.schedule_type);
        let either = |a: Text, b: Text| [a.0, b.0].into_iter().flatten().find_map(|text| instant(&text));
        let id = id(self.id)?;
        Some(Campaign {
            name: if self.name.trim().is_empty() { id.clone() } else { cut(self.name, NAME) },
            id,
            description: self.description.filter(|text| !text.trim().is_empty()).map(|text| cut(text, PROSE)),
            status: Status::parse(&cut(self.status, WORD)),
            starts_at: either(self.schedule_settings.start_date, self.start_date).unwrap_or(now),
            ends_at: either(self.schedule_settings.end_date, self.end_date),
            owner_id: self.created_by.filter(|id| is_id(id)),
            silence_revokes: self.remediation_settings.no_response.as_deref() == Some("DENY"),
            recurring_parent: self.recurring_campaign_id.filter(|id| is_id(id)),
            is_recurring_plan: schedule_type.as_deref() == Some("RECURRING"),
        })
    }
}

/// An instant that calendars and databases can work with: one before 1970 is the first of 1970, one after 2999 the last
/// of 2999, to the second. The text of a date ends some time before the year 10000, and so does its order as a text.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    const EARLIEST: i64 = 0;
    const LATEST: i64 = 32_503_679_999;
    let instant = DateTime::parse_from_rfc3339(text.trim()).ok()?.with_timezone(&Utc);
    match instant.timestamp() {
        second @ EARLIEST..=LATEST => {
            // A leap second is the end of the second before it.
            DateTime::from_timestamp(second, instant.timestamp_subsec_nanos().min(999_999_999))
        }
        second => DateTime::from_timestamp(second.clamp(EARLIEST, LATEST), 0),
    }
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
    /// Free text: an id, a login or an address, as the company keeps it.
    #[serde(default)]
    pub(super) manager_id: Text,
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
    app_links: List<Href>,
}

impl WireApp {
    /// Where a person opens it.
    pub(super) fn link(self) -> Option<String> {
        self.links.app_links.0.into_iter().next().map(|link| link.href)
    }
}
