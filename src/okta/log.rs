//! The System Log, polled: what a hook may have lost, in the order in which Okta stored it.
//!
//! Source: <https://developer.okta.com/docs/reference/system-log-query/> and the management OpenAPI description,
//! `listLogEvents` (read 2026-11). Without `until` and in ascending order a query is a *polling* one: it returns every
//! event, also one that is stored late, and always a next link. Moving `since` along instead may miss events.

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Bucket, Events, Okta, OktaError};

const LOGS: &[&str] = &["api", "v1", "logs"];
/// Largest page that Okta gives. Source: `listLogEvents`, parameter `limit`.
const PAGE: &str = "1000";

/// Where reading the log begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogFrom {
    /// With what was stored since then.
    Since(DateTime<Utc>),
    /// Where an earlier page ended.
    Cursor(String),
}

/// A page of the log.
#[derive(Debug)]
pub struct LogPage {
    /// The events; none when the log is read to its end.
    pub events: Events,
    /// Where to go on, now or the next time.
    pub next: String,
}

impl Okta {
    /// One page of the events of these types. It never waits for the rate limit: others wait for what it finds.
    ///
    /// # Errors
    /// As Okta answers; [`OktaError::is_refusal`] for a cursor that it does not take any more.
    pub async fn log_page(&self, from: &LogFrom, kinds: &[&str]) -> Result<LogPage, OktaError> {
        let call = "logs";
        if let Some(until) = self.pace.closed_until(Bucket::Logs, self.clock.now()) {
            return Err(OktaError::RateLimited { call, until });
        }
        let any: Vec<String> = kinds.iter().map(|kind| format!("eventType eq \"{kind}\"")).collect();
        let filter = any.join(" or ");
        // `since` and `after` exclude each other.
        let (name, start) = match from {
            LogFrom::Since(since) => ("since", since.to_rfc3339_opts(SecondsFormat::Millis, true)),
            LogFrom::Cursor(cursor) => ("after", cursor.clone()),
        };
        let query =
            [("filter", filter.as_str()), ("limit", PAGE), ("sortOrder", "ASCENDING"), (name, &start)];
        let answer = self.get::<Events>(Bucket::Logs, call, LOGS, &query).await?;
        let broken = |why| OktaError::broken(call, why);
        let next = answer.link_cursor.ok_or_else(|| broken("it has no link to the next page"))?;
        // An empty page may lead to itself: nothing has come yet.
        if name == "after" && next == start && answer.body.count() > 0 {
            return Err(broken("its next page is the same page"));
        }
        Ok(LogPage { events: answer.body, next })
    }
}
