//! Pages and their cursors: a cursor names the last thing shown, so that a list may change between two pages.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::wire;

/// What a list was asked for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) filter: Option<String>,
    pub(super) limit: usize,
    pub(super) order_by: String,
    pub(super) after: Option<String>,
}

/// A cursor that nobody reads anything from.
pub(crate) fn cursor(last: &str) -> String {
    hex::encode(last.bytes().map(|byte| byte ^ 0x5a).collect::<Vec<u8>>())
}

/// What a cursor stands for, if it is one of ours.
pub(crate) fn position(cursor: &str) -> Option<String> {
    let bytes = hex::decode(cursor).ok()?;
    String::from_utf8(bytes.into_iter().map(|byte| byte ^ 0x5a).collect()).ok()
}

/// One page of the ids of the things that fit, and whether there are more.
pub(super) fn slice<T>(
    all: impl Iterator<Item = T>,
    id: impl Fn(&T) -> &str,
    wanted: &Wanted,
    fits: impl Fn(&T) -> bool,
) -> Option<(Vec<T>, bool)> {
    let mut all = all;
    if let Some(after) = &wanted.after {
        let last = position(after)?;
        all.by_ref().find(|one| id(one) == last)?;
    }
    let mut page: Vec<T> = all.filter(|one| fits(one)).take(wanted.limit + 1).collect();
    let more = page.len() > wanted.limit;
    page.truncate(wanted.limit);
    Some((page, more))
}

/// The `_links` of a governance list.
pub(super) fn links(path: &str, wanted: &Wanted, next: Option<&str>) -> Value {
    let mut links = json!({ "self": wire::link(&href(path, wanted, wanted.after.as_deref())) });
    if let Some(next) = next {
        links["next"] = wire::link(&href(path, wanted, Some(next)));
    }
    links
}

fn href(path: &str, wanted: &Wanted, after: Option<&str>) -> String {
    let mut href = format!("{}{path}?", wire::ADMIN_HOST);
    // Writing into a string cannot fail.
    if let Some(filter) = &wanted.filter {
        let _ = write!(href, "filter={}&", percent(filter));
    }
    let _ = write!(href, "limit={}&orderBy={}", wanted.limit, percent(&wanted.order_by));
    if let Some(after) = after {
        let _ = write!(href, "&after={after}");
    }
    href
}

/// Percent-encoding with `%20` for a space, as Okta writes its links.
pub(super) fn percent(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
