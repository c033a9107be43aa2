//! Okta, as far as we read it: campaigns, their reviews, groups, users and the System Log. Nothing here writes to Okta but
//! what `certs setup` does to the event hook.
//!
//! A call is tried once, with a time-out; the error carries a verdict. Only reading the pages of one campaign
//! waits and goes on, since it would otherwise never get to the end of a large one.

mod apps;
mod auth;
mod directory;
mod error;
mod event;
mod event_hooks;
mod governance;
mod item;
mod list;
mod log;
mod look;
mod organization;
mod pace;
mod read;
mod review;
mod role;
mod wire;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, HeaderMap, LINK, USER_AGENT};
use serde::de::DeserializeOwned;
use url::Url;

use crate::clock::Clock;
use crate::config::OktaConfig;
use auth::{Auth, scope_of};
pub use auth::{OF_DOCTOR, OF_SETUP};
pub use error::{Asker, OktaError};
pub use event::{Event, Events, HookEnvelope};
pub use event_hooks::KnownHook;
pub use governance::{ReviewPage, SeenReview};
pub use log::{LogFrom, LogPage};
pub use look::{FIRST_CAMPAIGNS, Named};
pub use organization::Organization;
use pace::{Bucket, Pace};
pub use read::{read_campaign, read_review_page};
pub use role::role_for;

/// Connecting takes longer than this only when something is wrong.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Reading a page of 200 reviews takes a second or two; Okta itself gives up after 30 s.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);
/// Largest answer that is read. A page of 200 reviews is about 300 kB.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;
/// Most pages of one list of campaigns or people: a list that is longer has no end.
const MOST_PAGES: usize = 500;

/// The client; clones share their pace.
#[derive(Debug, Clone)]
pub struct Okta {
    http: reqwest::Client,
    base: Url,
    auth: Auth,
    pace: Arc<Pace>,
    clock: Clock,
    /// Set once this org has refused a filter with `and`.
    and_refused: Arc<AtomicBool>,
    /// When each call was last answered, whatever it was asked about.
    answered: Arc<Mutex<HashMap<&'static str, DateTime<Utc>>>>,
}

/// What came back of a call.
struct Answer<T> {
    body: T,
    /// The `after` cursor of the next page by the `Link` header.
    link_cursor: Option<String>,
}

impl Okta {
    /// A client for the org of `config`.
    ///
    /// # Errors
    /// When no TLS connection can be set up at all.
    pub fn new(config: &OktaConfig, clock: Clock) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let pace = Arc::<Pace>::default();
        Ok(Self {
            auth: Auth::new(config, http.clone(), pace.clone(), clock.clone())?,
            http,
            base: config.org_url.clone(),
            pace,
            clock,
            and_refused: Arc::default(),
            answered: Arc::default(),
        })
    }

    /// Whether a call was answered since then, whatever it was asked about: if so, it is not Okta that is down.
    pub fn has_answered_since(&self, call: &str, since: DateTime<Utc>) -> bool {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.get(call).is_some_and(|at| *at >= since)
    }

    /// One GET. `call` names it in errors and metrics; it never holds an id or an address.
    #[tracing::instrument(name = "okta", skip_all, fields(call = call))]
    async fn get<T: DeserializeOwned>(
        &self,
        bucket: Bucket,
        call: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Answer<T>, OktaError> {
        if let Some(until) = self.pace.closed_until(bucket, self.clock.now()) {
            metrics::counter!("certs_rate_limit_waits_total", "api" => "okta").increment(1);
            tracing::info!(api = "okta", call, until = %until, "Waiting for Okta's rate limit");
            self.clock.sleep_until(until).await;
        }
        let answer = self.fetch(bucket, call, path, query).await;
        if answer.is_ok() {
            self.answered.lock().unwrap_or_else(PoisonError::into_inner).insert(call, self.clock.now());
        }
        let outcome = answer.as_ref().map_or_else(OktaError::label, |_| "200".to_owned());
        metrics::counter!("certs_api_calls_total", "api" => "okta", "method" => call, "status" => outcome)
            .increment(1);
        answer
    }

    async fn fetch<T: DeserializeOwned>(
        &self,
        bucket: Bucket,
        call: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Answer<T>, OktaError> {
        let request = self
            .http
            .get(self.url(path))
            .query(query)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("certs/", env!("CARGO_PKG_VERSION")));
        self.answer(bucket, call, request).await
    }

    /// Sends a request once, with what it takes to be let in, and reads what comes back. It is sent again where Okta says at
    /// once what it wants shown instead.
    async fn answer<T: DeserializeOwned>(
        &self,
        bucket: Bucket,
        call: &'static str,
        request: reqwest::RequestBuilder,
    ) -> Result<Answer<T>, OktaError> {
        let broken = |why: reqwest::Error| OktaError::from_transport(call, &why);
        let request = request.build().map_err(broken)?;
        let scope = scope_of(bucket, request.method());
        let mut tried = Vec::new();
        let (mut response, reset, asker) = loop {
            let shown = self.auth.show(request.method(), request.url()).await?;
            let mut attempt =
                request.try_clone().ok_or_else(|| OktaError::broken(call, "its body is a stream"))?;
            attempt.headers_mut().extend(shown.headers.clone());
            let response = self.http.execute(attempt).await.map_err(broken)?;
            let (status, headers) = (response.status(), response.headers());
            let reset = self.pace.note(bucket, status.as_u16(), headers, self.clock.now());
            match self.auth.learn(&shown, scope, status, headers).await {
                // Each reason is good for one more try.
                Some(again) if !tried.contains(&again) => tried.push(again),
                _ => break (response, reset, self.auth.asker(&shown, scope)),
            }
        };
        let status = response.status().as_u16();
        let link_cursor = link_cursor(response.headers());
        let body = whole(call, &mut response).await?;
        match status {
            200 => crate::outside::read(&body)
                .map(|body| Answer { body, link_cursor })
                .map_err(|why| OktaError::undecodable(call, &why)),
            429 => Err(OktaError::RateLimited { call, until: reset }),
            _ => Err(OktaError::from_status(call, status, &body, asker)),
        }
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        // A base URL always has a path; ids are encoded segment by segment, so none can leave its place.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }
}

/// The body of an answer, up to what is reasonable.
async fn whole(call: &'static str, response: &mut reqwest::Response) -> Result<Vec<u8>, OktaError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|why| OktaError::from_transport(call, &why))? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(OktaError::broken(call, "the answer is too large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Says that entries of a list were left out; what cannot be named cannot be asked for either.
fn left_out(call: &'static str, entries: usize) {
    if entries > 0 {
        tracing::warn!(
            api = "okta",
            call,
            entries,
            "Entries of a list were left out: their ids are no ids, or of another campaign"
        );
    }
}

/// The cursor of a `Link: <…>; rel="next"` header.
fn link_cursor(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter(|link| link.contains("rel=\"next\"") || link.contains("rel=next"))
        .find_map(|link| wire::cursor_of(link.split_once('<')?.1.split_once('>')?.0))
}
