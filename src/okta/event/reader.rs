//! Reading events out of whatever JSON came.
//!
//! A hook's body may be eight megabytes of anything. So nothing is built of it but what is kept: a reader walks through
//! the events and picks up the few texts that it knows the places of. A strange event does not spoil its batch.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Event, Events};
use crate::outside::{NAME, WORD, cut, is_id};

/// Most events of one body. Okta puts a few hundred into a hook, and a thousand into a page of the log.
const MOST: usize = 100_000;

/// The texts of an event, by where they stand.
#[derive(Default)]
struct Found {
    uuid: Option<String>,
    kind: Option<String>,
    published: Option<String>,
    campaign: Option<String>,
    item: Option<String>,
    decision: Option<String>,
    target_campaign: Option<String>,
    target_item: Option<String>,
    is_person: bool,
    actor_id: Option<String>,
    actor_name: Option<String>,
}

impl Found {
    fn into_event(self) -> Option<Event> {
        let item = self.item.clone();
        Some(Event {
            uuid: self.uuid?,
            kind: self.kind?,
            campaign_id: self.campaign.or(self.target_campaign),
            review_id: item.filter(|id| id.starts_with("icr")).or(self.target_item).or(self.item),
            published: self.published,
            decision: self.decision,
            actor_id: self.actor_id.filter(|_| self.is_person),
            actor_name: self.actor_name.filter(|_| self.is_person),
        })
    }
}

/// Where the reader is.
#[derive(Clone, Copy)]
enum Place {
    Event,
    Actor,
    DebugContext,
    DebugData,
    Targets,
    Target,
    Text(fn(&mut Found, &str)),
    Elsewhere,
}

impl Place {
    /// The place of a field, by the place of what it is a field of.
    fn of(self, field: &str) -> Self {
        match (self, field) {
            (Self::Event, "uuid") => Self::Text(|found, text| found.uuid = id(text)),
            (Self::Event, "eventType") => Self::Text(|found, text| found.kind = id(text)),
            (Self::Event, "published") => Self::Text(|found, text| found.published = word(text)),
            (Self::Event, "actor") => Self::Actor,
            (Self::Event, "debugContext") => Self::DebugContext,
            (Self::Event, "target") => Self::Targets,
            (Self::DebugContext, "debugData") => Self::DebugData,
            (Self::DebugData, "campaignId") => Self::Text(|found, text| found.campaign = id(text)),
            (Self::DebugData, "campaignItemId") => Self::Text(|found, text| found.item = id(text)),
            (Self::DebugData, "campaignItemDecision") => {
                Self::Text(|found, text| found.decision = word(text))
            }
            (Self::Actor, "type") => Self::Text(|found, text| found.is_person = text == "User"),
            (Self::Actor, "id") => Self::Text(|found, text| found.actor_id = id(text)),
            (Self::Actor, "displayName") => {
                Self::Text(|found, text| found.actor_name = (!text.is_empty()).then(|| cut(text, NAME)))
            }
            (Self::Target, "id") => Self::Text(|found, text| {
                // The first of each kind: an item, and the campaign.
                let (item, campaign) = (text.starts_with("icr"), text.starts_with("ici"));
                if item && found.target_item.is_none() {
                    found.target_item = id(text);
                } else if campaign && found.target_campaign.is_none() {
                    found.target_campaign = id(text);
                }
            }),
            _ => Self::Elsewhere,
        }
    }
}

fn id(text: &str) -> Option<String> {
    is_id(text).then(|| text.to_owned())
}

fn word(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| cut(text, WORD))
}

/// Walks through a value at its place; whatever is not what belongs there is passed over.
struct Reader<'a> {
    place: Place,
    found: &'a mut Found,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match self.place {
            Place::Elsewhere => from.deserialize_ignored_any(IgnoredAny).map(drop),
            _ => from.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key::<String>()? {
            map.next_value_seed(Reader { place: self.place.of(&field), found: self.found })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let place = if let Place::Targets = self.place { Place::Target } else { Place::Elsewhere };
        while seq.next_element_seed(Reader { place, found: self.found })?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if let Place::Text(keep) = self.place {
            keep(self.found, text);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Events {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Batch;
        impl<'de> Visitor<'de> for Batch {
            type Value = Events;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of events")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Events, A::Error> {
                let mut events = Events::default();
                let mut found = Found::default();
                while seq.next_element_seed(Reader { place: Place::Event, found: &mut found })?.is_some() {
                    match std::mem::take(&mut found).into_event() {
                        Some(_) if events.read.len() == MOST => {
                            return Err(A::Error::custom("more events than anybody sends"));
                        }
                        Some(event) => events.read.push(event),
                        None => events.left_out += 1,
                    }
                }
                Ok(events)
            }
        }
        from.deserialize_seq(Batch)
    }
}
