//! The transport under slack-morphism's session: reqwest with time-outs, a base URL that can be set, and an
//! eye on the `X-OAuth-Scopes` header. It tries once and keeps the error apart that the outbox must tell apart.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Body, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use slack_morphism::errors::{
    SlackClientApiError, SlackClientError, SlackClientHttpError, SlackClientHttpProtocolError,
    SlackClientProtocolError, SlackClientSystemError, SlackRateLimitError,
};
use slack_morphism::multipart_form::FileMultipartData;
use slack_morphism::{ClientResult, SlackClientApiCallContext, SlackClientHttpConnector};
use slack_morphism::{SlackClientId, SlackClientSecret};
use url::Url;

use super::timely::Timely;
use crate::outside::{WORD, cut, date_of, read};

/// Connecting takes longer than this only when something is wrong.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Well under the lease of a notice (`store::notifications::LEASE`), so that a lease outlives its call.
const CALL_TIMEOUT: Duration = Duration::from_secs(8);

/// Largest answer that is read. A page of 200 messages is about a megabyte.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// See the module.
#[derive(Debug)]
pub(super) struct Connector {
    http: reqwest::Client,
    base: Url,
    /// The scopes that the newest answer said are granted, and its own words for them.
    scopes: Mutex<Option<(String, BTreeSet<String>)>>,
    /// What Slack's clock showed in the newest answer.
    date: Mutex<Option<DateTime<Utc>>>,
}

/// The part of every answer that says whether it worked.
#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    error: Option<String>,
    needed: Option<String>,
}

impl Connector {
    pub(super) fn new(base: &Url) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("certs/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { http, base: base.clone(), scopes: Mutex::default(), date: Mutex::default() })
    }

    /// What the newest answer said is granted.
    pub(super) fn scopes(&self) -> Option<BTreeSet<String>> {
        self.scopes.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(_, scopes)| scopes.clone())
    }

    /// What Slack's clock showed in the newest answer.
    pub(super) fn date(&self) -> Option<DateTime<Utc>> {
        *self.date.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_scopes(&self, words: &str) {
        let mut known = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|(same, _)| same != words) {
            let scopes = words.split(',').map(|scope| scope.trim().to_owned()).collect();
            *known = Some((words.to_owned(), scopes));
        }
    }

    /// Posts to a response URL, which needs no token and answers with no envelope.
    pub(super) async fn respond(&self, url: &str, body: &Value) -> ClientResult<()> {
        let answer = self.http.post(url).json(body).send().await.map_err(broken)?;
        if answer.status().is_success() { Ok(()) } else { Err(refused(answer.status())) }
    }

    /// Calls a method with a body that is sent in time or not at all.
    pub(super) async fn post_in_time<A: DeserializeOwned>(
        &self,
        method: &str,
        token: &str,
        body: Timely,
    ) -> ClientResult<A> {
        let request = self.http.post(self.create_method_uri_path(method)?);
        let request = request.header(CONTENT_TYPE, "application/json").body(Body::wrap(body));
        self.call(request, Some(token)).await
    }

    /// Asks an address for a connection in both directions.
    pub(super) async fn upgrade(&self, url: Url, headers: HeaderMap) -> reqwest::Result<Response> {
        self.http.get(url).headers(headers).send().await
    }

    async fn call<A: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        token: Option<&str>,
    ) -> ClientResult<A> {
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        let mut answer = request.send().await.map_err(broken)?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        // Those of the app-level token are others.
        let is_bots = token.is_none_or(|token| !token.starts_with("xapp-"));
        if let Some(scopes) = header("x-oauth-scopes").filter(|_| is_bots) {
            self.note_scopes(scopes);
        }
        *self.date.lock().unwrap_or_else(PoisonError::into_inner) = date_of(answer.headers());
        let status = answer.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let seconds = header(RETRY_AFTER.as_str()).and_then(|value| value.trim().parse().ok());
            let limit = SlackRateLimitError::new().opt_retry_after(seconds.map(Duration::from_secs));
            return Err(SlackClientError::RateLimitError(limit));
        }
        if status != StatusCode::OK {
            return Err(refused(status));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(unreadable(serde::de::Error::custom("the answer is too large")));
            }
            body.extend_from_slice(&chunk);
        }
        let envelope: Envelope = read(&body).map_err(unreadable)?;
        if envelope.ok {
            return read(&body).map_err(unreadable);
        }
        let code = envelope.error.map_or_else(|| "unknown_error".to_owned(), |code| cut(code, WORD));
        let needed = envelope.needed.map(|scopes| vec![cut(scopes, WORD)]);
        Err(SlackClientError::ApiError(SlackClientApiError::new(code).opt_errors(needed)))
    }
}

fn broken(why: reqwest::Error) -> SlackClientError {
    SlackClientError::HttpProtocolError(
        SlackClientHttpProtocolError::new().with_cause(Box::new(why.without_url())),
    )
}

fn refused(status: StatusCode) -> SlackClientError {
    SlackClientError::HttpError(SlackClientHttpError::new(status))
}

fn unreadable(why: serde_json::Error) -> SlackClientError {
    SlackClientError::ProtocolError(SlackClientProtocolError::new(why))
}

fn unused<'a, A: Send + 'a>() -> BoxFuture<'a, ClientResult<A>> {
    let why = SlackClientSystemError::new().with_message("this kind of call is not used here".to_owned());
    std::future::ready(Err(SlackClientError::SystemError(why))).boxed()
}

fn token_of<'a>(context: &SlackClientApiCallContext<'a>) -> Option<&'a str> {
    context.token.map(|token| token.token_value.0.as_str())
}

impl SlackClientHttpConnector for Connector {
    fn create_method_uri_path(&self, method: &str) -> ClientResult<Url> {
        Ok(format!("{}/{method}", self.base.as_str().trim_end_matches('/')).parse()?)
    }

    fn http_get_uri<'a, RS>(
        &'a self,
        uri: Url,
        context: SlackClientApiCallContext<'a>,
    ) -> BoxFuture<'a, ClientResult<RS>>
    where
        RS: for<'de> Deserialize<'de> + Send + 'a,
    {
        self.call(self.http.get(uri), token_of(&context)).boxed()
    }

    fn http_post_uri<'a, RQ, RS>(
        &'a self,
        uri: Url,
        request: &'a RQ,
        context: SlackClientApiCallContext<'a>,
    ) -> BoxFuture<'a, ClientResult<RS>>
    where
        RQ: Serialize + Send + Sync,
        RS: for<'de> Deserialize<'de> + Send + 'a,
    {
        self.call(self.http.post(uri).json(request), token_of(&context)).boxed()
    }

    fn http_get_with_client_secret<'a, RS>(
        &'a self,
        _: Url,
        _: &'a SlackClientId,
        _: &'a SlackClientSecret,
    ) -> BoxFuture<'a, ClientResult<RS>>
    where
        RS: for<'de> Deserialize<'de> + Send + 'a,
    {
        unused()
    }

    fn http_post_uri_multipart_form<'a, 'p, RS, PT, TS>(
        &'a self,
        _: Url,
        _: Option<FileMultipartData<'p>>,
        _: &'p PT,
        _: SlackClientApiCallContext<'a>,
    ) -> BoxFuture<'a, ClientResult<RS>>
    where
        RS: for<'de> Deserialize<'de> + Send + 'a,
        PT: IntoIterator<Item = (&'p str, Option<TS>)> + Clone,
        TS: AsRef<str> + 'p + Send,
    {
        unused()
    }

    fn http_post_uri_binary<'a, 'p, RS>(
        &'a self,
        _: Url,
        _: String,
        _: &'a [u8],
        _: SlackClientApiCallContext<'a>,
    ) -> BoxFuture<'a, ClientResult<RS>>
    where
        RS: for<'de> Deserialize<'de> + Send + 'a,
    {
        unused()
    }
}
