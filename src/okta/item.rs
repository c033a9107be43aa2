//! The items of a list, each read on its own: Okta's lists hold what nobody documented, and one such item must not hide the
//! others.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::outside::is_id;

/// An item of a page.
#[derive(Debug)]
pub(super) enum Item<T> {
    /// As documented.
    Read(T),
    /// Not as documented; its id, where that can be read.
    Garbled(Option<String>),
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // As text: what an item holds beside what we know is never built.
        let item = Box::<RawValue>::deserialize(from)?;
        Ok(serde_json::from_str(item.get()).map_or_else(
            |_| {
                let named = serde_json::from_str::<Named>(item.get());
                Self::Garbled(named.ok().map(|named| named.id).filter(|id| is_id(id)))
            },
            Self::Read,
        ))
    }
}
