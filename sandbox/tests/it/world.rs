//! A sandbox with a clock that is moved by hand, and a client that speaks to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sandbox::{Member, Sandbox};
use serde_json::{Value, json};

/// Monday, 7 September 2026, 09:00 UTC.
const BEGIN: i64 = 1_788_771_600;
/// How long the vendors wait for an answer by the system's clock: the time of a story is another one.
const PATIENCE: Duration = Duration::from_mins(5);

pub struct World {
    pub sandbox: Sandbox,
    pub client: reqwest::Client,
    clock: Arc<AtomicI64>,
}

/// One answer, its headers kept.
pub struct Got {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Got {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl World {
    pub async fn start() -> Self {
        let clock = Arc::new(AtomicI64::new(BEGIN));
        let read = clock.clone();
        let now = move || DateTime::<Utc>::from_timestamp(read.load(Ordering::SeqCst), 0).unwrap();
        let sandbox = Sandbox::start_patient(Arc::new(now), PATIENCE).await.unwrap();
        let client = reqwest::Client::builder().build().unwrap();
        Self { sandbox, client, clock }
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.clock.load(Ordering::SeqCst), 0).unwrap()
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Adds a member and answers their id.
    pub fn member(&self, first: &str, last: &str) -> String {
        let member = Member::new(first, last);
        let id = member.id.clone();
        self.sandbox.slack.add_member(member);
        id
    }

    pub async fn okta(&self, path: &str, query: &[(&str, &str)]) -> Got {
        let slash = if path.starts_with('/') { "" } else { "/" };
        let request = self.client.get(format!("{}{slash}{path}", self.sandbox.okta.url())).query(query);
        let token = format!("SSWS {}", self.sandbox.okta.token());
        got(request.header("authorization", token).send().await.unwrap()).await
    }

    /// Calls a Slack method with a JSON body.
    pub async fn slack(&self, method: &str, args: &Value) -> Got {
        let request = self.client.post(format!("{}/{method}", self.sandbox.slack.url()));
        let request = request.bearer_auth(self.sandbox.slack.token()).json(args);
        got(request.send().await.unwrap()).await
    }

    /// Calls a Slack method that reads from the query.
    pub async fn ask(&self, method: &str, args: &[(&str, &str)]) -> Got {
        let request = self.client.get(format!("{}/{method}", self.sandbox.slack.url())).query(args);
        got(request.bearer_auth(self.sandbox.slack.token()).send().await.unwrap()).await
    }

    pub async fn post(&self, user: &str, text: &str) -> Got {
        self.slack("chat.postMessage", &json!({ "channel": user, "text": text })).await
    }
}

pub async fn got(response: reqwest::Response) -> Got {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.text().await.unwrap_or_default();
    Got { status, headers, body: serde_json::from_str(&body).unwrap_or(Value::String(body)) }
}
