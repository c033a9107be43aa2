//! The workspace speaks to the app: commands, events and probes, signed as Slack signs them.

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::model::Answer;
use super::sign::signature;
use super::whisper::{self, About};
use super::{APP_ID, BOT_USER, Slack, TEAM_ID, respond};

/// The deprecated verification token, still sent with everything.
pub(super) const OLD_TOKEN: &str = "sandboxVerificationToken";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const JSON: &str = "application/json";

impl Slack {
    /// The user types `/certs` and this text, in a channel.
    pub async fn command(&self, user: &str, text: &str) -> anyhow::Result<Answer> {
        self.command_in(user, "C0GENERAL", "general", text).await
    }

    /// The user types `/certs` and this text, in the conversation of this id and name.
    pub async fn command_in(
        &self,
        user: &str,
        channel: &str,
        channel_name: &str,
        text: &str,
    ) -> anyhow::Result<Answer> {
        let now = self.now();
        let about = About::Command { channel: channel.to_owned() };
        let (response, trigger, name) = self.with(|state| {
            let name = state.member(user).map(super::model::Member::handle).unwrap_or_default();
            (respond::open(state, user, about.clone(), now), state.trigger(now), name)
        });
        let response_url = format!("{}{response}", self.server.url);
        let fields = [
            ("token", OLD_TOKEN),
            ("team_id", TEAM_ID),
            ("team_domain", "acme"),
            ("channel_id", channel),
            ("channel_name", channel_name),
            ("user_id", user),
            ("user_name", &name),
            ("command", "/certs"),
            ("text", text),
            ("api_app_id", APP_ID),
            ("is_enterprise_install", "false"),
            ("response_url", &response_url),
            ("trigger_id", &trigger),
        ];
        let answer = if self.speaks_by_socket() {
            let payload: Map<String, Value> =
                fields.map(|(name, value)| (name.to_owned(), json!(value))).into_iter().collect();
            self.send_parcel("slash_commands", Value::Object(payload)).await?
        } else {
            let body = serde_urlencoded::to_string(fields)?;
            self.raw("/slack/commands", FORM, body, None, None).await?
        };
        self.judge("/slack/commands", &answer);
        self.with(|state| whisper::hear_at_once(state, user, &about, &answer, now));
        Ok(answer)
    }

    /// A `response_url` as a command of this user would bear it.
    pub fn some_response_url(&self, user: &str) -> String {
        let (now, about) = (self.now(), About::Command { channel: "C0GENERAL".to_owned() });
        format!("{}{}", self.server.url, self.with(|state| respond::open(state, user, about, now)))
    }

    /// The user opens the app's Home tab: a new `app_home_opened` event.
    pub async fn open_home(&self, user: &str) -> anyhow::Result<Answer> {
        self.send_event(&self.home_opened(user), None).await
    }

    /// The request of an `app_home_opened` event, with a fresh `event_id`, to be sent once or several times.
    pub fn home_opened(&self, user: &str) -> Value {
        let (channel, view) = self.with(|state| {
            let channel = super::model::dm_of(user);
            (channel, state.homes.get(user).map(|home| home.view.clone()))
        });
        let mut event = json!({ "type": "app_home_opened", "user": user, "channel": channel, "tab": "home" });
        // Only a Home that was published before comes along.
        if let Some(view) = view {
            event["view"] = view;
        }
        self.event(event)
    }

    /// The request of any event: `tokens_revoked`, `app_uninstalled`, `user_change`.
    pub fn event(&self, mut event: Value) -> Value {
        let now = self.now();
        let (number, ts) = self.with(|state| (state.fresh(), state.next_ts(now)));
        event["event_ts"] = json!(ts);
        json!({
            "token": OLD_TOKEN,
            "team_id": TEAM_ID,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": format!("Ev{number:09}"),
            "event_time": now.timestamp(),
            "authorizations": [{
                "enterprise_id": null,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": true,
                "is_enterprise_install": false,
            }],
            "is_ext_shared_channel": false,
        })
    }

    /// Sends an event; with a number as the retry that Slack makes when the first was not acknowledged.
    pub async fn send_event(&self, event: &Value, retry: Option<u32>) -> anyhow::Result<Answer> {
        if self.speaks_by_socket() {
            return self.send_parcel("events_api", event.clone()).await;
        }
        let retry = retry.map(|number| number.to_string());
        let headers: Vec<(&str, &str)> = match &retry {
            Some(number) => vec![("x-slack-retry-num", number), ("x-slack-retry-reason", "http_timeout")],
            None => Vec::new(),
        };
        self.post("/slack/events", JSON, event.to_string().into_bytes(), None, None, &headers).await
    }

    /// The check that Slack makes when the events URL is entered.
    pub async fn url_verification(&self, challenge: &str) -> anyhow::Result<Answer> {
        let body = json!({ "token": OLD_TOKEN, "challenge": challenge, "type": "url_verification" });
        self.raw("/slack/events", JSON, body.to_string(), None, None).await
    }

    /// The probe that Slack makes of a command's URL, signed or not.
    pub async fn ssl_check(&self, signed: bool) -> anyhow::Result<Answer> {
        let body = serde_urlencoded::to_string([("token", OLD_TOKEN), ("ssl_check", "1")])?;
        self.raw("/slack/commands", FORM, body, None, if signed { None } else { Some("") }).await
    }

    /// Sends anything, for what Slack would never send. Without a timestamp and a signature the right ones are
    /// taken; with an empty signature both headers are left out. Nothing is checked.
    pub async fn raw(
        &self,
        path: &str,
        content_type: &str,
        body: impl Into<Vec<u8>>,
        timestamp: Option<i64>,
        signature: Option<&str>,
    ) -> anyhow::Result<Answer> {
        self.post(path, content_type, body.into(), timestamp, signature, &[]).await
    }

    async fn post(
        &self,
        path: &str,
        content_type: &str,
        body: Vec<u8>,
        timestamp: Option<i64>,
        given: Option<&str>,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<Answer> {
        let app = self.with(|state| state.app.clone()).context("the app was pointed nowhere")?;
        let timestamp = timestamp.unwrap_or_else(|| self.now().timestamp()).to_string();
        let right = signature(&self.signing_secret, &timestamp, &body);
        let mut request = self.client.post(format!("{app}{path}")).header("content-type", content_type);
        request = request.header("user-agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        if given != Some("") {
            request = request.header("x-slack-request-timestamp", timestamp);
            request = request.header("x-slack-signature", given.unwrap_or(&right));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Ok(match request.body(body).send().await {
            Ok(response) => read(response).await,
            Err(_) => Answer { status: 0, body: Value::Null },
        })
    }

    /// Notes what Slack would not show of an immediate answer.
    pub(super) fn judge(&self, path: &str, answer: &Answer) {
        if answer.status == 200 && answer.body.is_object() {
            let wrong = respond::wrong_with(&answer.body);
            if !wrong.is_empty() {
                self.with(|state| state.record.strange(format!("answer of {path}: {}", wrong.join("; "))));
            }
        }
    }
}

/// JSON counts as JSON only when its content type says so: else Slack shows it as it is.
async fn read(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    let is_json = kind.is_some_and(|kind| kind.starts_with(JSON));
    let text = response.text().await.unwrap_or_default();
    let body = match serde_json::from_str(&text) {
        Ok(body) if is_json => body,
        _ if text.is_empty() => Value::Null,
        _ => Value::String(text),
    };
    Answer { status, body }
}
