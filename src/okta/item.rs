//! The items of a list, each read on its own: Okta's lists hold what nobody documented, and one such item must not hide the
//! others.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An item of a page.
#[derive(Debug)]
pub(super) enum Item<T> {
    /// As documented.
    Read(T),
    /// Not as documented; its id, where that can be read.
    Garbled(Option<String>),
}

/// Reads a list in which each item may be anything.
pub(super) fn one_by_one<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Vec<Item<T>>, D::Error> {
    let read = |value: Value| {
        let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
        serde_json::from_value(value).map_or(Item::Garbled(id), Item::Read)
    };
    Ok(Vec::<Value>::deserialize(from)?.into_iter().map(read).collect())
}
