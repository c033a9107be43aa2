//! The System Log: polling in the order of persistence with a `next` link on every page, and bounded queries.

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

use super::filter::Filter;
use super::page::{self, percent};
use super::query::Query;
use super::reply::Reply;
use super::state::State;
use super::wire::{self, ORG_HOST};
use crate::limits;

const PATH: &str = "/api/v1/logs";
const OPERATORS: &[&str] = &["eq", "ne", "sw", "co", "ew", "gt", "lt", "ge", "le"];
const FILTERS: &[(&str, &[&str])] = &[
    ("eventType", OPERATORS),
    ("uuid", OPERATORS),
    ("severity", OPERATORS),
    ("actor.id", OPERATORS),
    ("outcome.result", OPERATORS),
    ("target.id", OPERATORS),
];

/// What a log query asks for.
struct Asked {
    since: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    from: usize,
    filter: Option<Filter>,
    limit: usize,
    descending: bool,
}

/// `GET /api/v1/logs`
pub(super) fn logs(state: &mut State, query: &Query, now: DateTime<Utc>) -> Reply {
    query.only(state, PATH, &["since", "until", "after", "filter", "q", "limit", "sortOrder"]);
    let asked = match read(query, now, state.log.len()) {
        Ok(asked) => asked,
        Err((code, why)) => {
            state.record.strange(format!("{PATH}: {why}"));
            return Reply::error(code, Some(&why));
        }
    };
    let fits = |(at, event): &(DateTime<Utc>, Value)| {
        *at >= asked.since
            && asked.until.is_none_or(|until| *at < until)
            && asked.filter.as_ref().is_none_or(|filter| filter.holds(&|property| value_at(event, property)))
    };
    let mut order: Vec<usize> = (0..state.log.len()).collect();
    if asked.until.is_some() {
        order.sort_by_key(|at| state.log.get(*at).map(|(published, _)| *published));
    }
    if asked.descending {
        order.reverse();
    }
    let mut page: Vec<Value> = Vec::new();
    let mut passed = asked.from;
    for at in order.iter().skip(asked.from) {
        if page.len() == asked.limit {
            break;
        }
        passed += 1;
        if let Some(entry) = state.log.get(*at).filter(|entry| fits(entry)) {
            page.push(without_nulls(&entry.1));
        }
    }
    let polling = asked.until.is_none() && !asked.descending;
    let mut links = vec![("link", format!("<{}>; rel=\"self\"", href(query, query.get("after"))))];
    if polling || order.len() > passed {
        let next = page::cursor(&format!("log position {passed}"));
        links.push(("link", format!("<{}>; rel=\"next\"", href(query, Some(&next)))));
    }
    Reply { headers: links, ..Reply::ok(Value::Array(page)) }
}

fn read(query: &Query, now: DateTime<Utc>, length: usize) -> Result<Asked, (&'static str, String)> {
    let bad = |why: String| ("E0000001", why);
    let moment = |name: &str| -> Result<Option<DateTime<Utc>>, (&'static str, String)> {
        let Some(text) = query.get(name) else { return Ok(None) };
        let parsed = DateTime::parse_from_rfc3339(text).map(|at| Some(at.with_timezone(&Utc)));
        parsed.map_err(|_| bad(format!("{name} is no ISO 8601 date: {text:?}")))
    };
    let until = moment("until")?;
    let since = moment("since")?;
    if since.is_some_and(|since| since < now - Duration::days(limits::LOG_SINCE_MAX_DAYS)) {
        return Err(bad("since is more than 180 days ago".to_owned()));
    }
    let from = match query.get("after") {
        None => 0,
        Some(after) => page::position(after)
            .and_then(|text| text.strip_prefix("log position ")?.parse::<usize>().ok())
            .filter(|position| *position <= length)
            .ok_or_else(|| bad("after is no cursor of this log".to_owned()))?,
    };
    let filter = match query.get("filter") {
        None => None,
        Some(text) => Some(
            Filter::parse(text)
                .and_then(|filter| filter.within(FILTERS).map(|()| filter))
                .map_err(|why| ("E0000031", format!("filter {text:?}: {why}")))?,
        ),
    };
    let descending = match query.get("sortOrder") {
        None | Some("ASCENDING") => false,
        Some("DESCENDING") => true,
        Some(other) => return Err(bad(format!("sortOrder {other:?}"))),
    };
    let kept = now - Duration::days(limits::LOG_RETENTION_DAYS);
    // A cursor knows where it is; only a first page starts at a time.
    let start = match (query.get("after"), since) {
        (Some(_), None) => kept,
        (_, Some(since)) => since.max(kept),
        (None, None) => until.unwrap_or(now) - Duration::days(limits::LOG_DEFAULT_DAYS),
    };
    let limit = query.limit(0, limits::LOG_PAGE_MAX, limits::LOG_PAGE_DEFAULT).map_err(bad)?;
    Ok(Asked { since: start, until, from, filter, limit, descending })
}

fn href(query: &Query, after: Option<&str>) -> String {
    let mut parts = Vec::new();
    for name in ["since", "until", "filter", "q", "limit", "sortOrder"] {
        // A link that carries a cursor carries no start.
        let value = query.get(name).filter(|_| name != "since" || after.is_none());
        parts.extend(value.map(|value| format!("{name}={}", percent(value))));
    }
    parts.extend(after.map(|after| format!("after={after}")));
    format!("{ORG_HOST}{PATH}?{}", parts.join("&"))
}

fn value_at(event: &Value, property: &str) -> Option<String> {
    if let Some(inner) = property.strip_prefix("target.") {
        return event["target"][0][inner].as_str().map(str::to_owned);
    }
    event.pointer(&format!("/{}", property.replace('.', "/")))?.as_str().map(str::to_owned)
}

/// The description allows a null in few places of an event, an absent property everywhere.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .filter(|(_, inner)| !inner.is_null())
                .map(|(name, inner)| (name.clone(), without_nulls(inner)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

/// Writes an event into the log, and into the queue of the hook.
pub(super) fn write(state: &mut State, at: DateTime<Utc>, event: Value) {
    debug_assert_eq!(event["published"], wire::stamp_millis(at));
    state.log.push((at, event.clone()));
    state.queue.push(event);
}
