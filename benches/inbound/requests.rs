//! Requests as bytes: signed commands, and hooks whose events each have an id of their own.

use measure::HOOK_SECRET;
use sandbox::Sandbox;
use serde_json::{Value, json};

/// Stands in the template of an event where its id goes.
const ID: &str = "the-id-of-this-event";

/// A command as Slack sends it, signed now; good for five minutes.
pub fn command(sandbox: &Sandbox, user: &str, text: &str) -> anyhow::Result<Vec<u8>> {
    let fields = [
        ("token", "sandboxVerificationToken"),
        ("team_id", "T0SANDBOX"),
        ("team_domain", "acme"),
        ("channel_id", "C0GENERAL"),
        ("channel_name", "general"),
        ("user_id", user),
        ("user_name", "somebody"),
        ("command", "/certs"),
        ("text", text),
        ("api_app_id", "A0SANDBOX"),
        ("is_enterprise_install", "false"),
        ("response_url", "http://127.0.0.1:9/commands/1"),
        ("trigger_id", "13345224609.738474920.8088930838d88f008e0"),
    ];
    let body = serde_urlencoded::to_string(fields)?;
    #[expect(clippy::disallowed_methods, reason = "both sides have no other clock")]
    let stamp = chrono::Utc::now().timestamp().to_string();
    let signature = sandbox::slack::signature(sandbox.slack.signing_secret(), &stamp, body.as_bytes());
    let head = format!(
        "POST /slack/commands HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n\
         content-type: application/x-www-form-urlencoded\r\nx-slack-request-timestamp: {stamp}\r\n\
         x-slack-signature: {signature}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    Ok([head.into_bytes(), body.into_bytes()].concat())
}

/// Hooks that tell of events like one that Okta sent.
#[derive(Debug)]
pub struct Hooks {
    /// An event, before and after its id.
    event: (String, String),
    /// Tells the ids of this series from others.
    series: String,
    /// Events of one hook.
    size: usize,
}

impl Hooks {
    /// Hooks of so many events each.
    pub fn like(event: &Value, series: &str, size: usize) -> Self {
        let mut event = event.clone();
        event["uuid"] = json!(ID);
        let text = event.to_string();
        let (before, after) = text.split_once(ID).unwrap_or((&text, ""));
        Self { event: (before.to_owned(), after.to_owned()), series: series.to_owned(), size }
    }

    /// The ids of the events of a hook.
    pub fn ids(&self, hook: usize) -> impl Iterator<Item = String> + use<'_> {
        let series = &self.series;
        // As long as those of Okta, and in no order that an index would like.
        (0..self.size).map(move |place| {
            let number = (hook as u64) << 16 | place as u64;
            format!("{:016x}-{series}-{number:012x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        })
    }

    /// The whole request.
    pub fn request(&self, hook: usize) -> Vec<u8> {
        let mut body =
            String::with_capacity(512 + self.size * (self.event.0.len() + self.event.1.len() + 40));
        body.push_str(r#"{"eventType":"com.okta.event_hook","eventTypeVersion":"1.0","cloudEventsVersion":"0.1","data":{"events":["#);
        for (place, id) in self.ids(hook).enumerate() {
            if place > 0 {
                body.push(',');
            }
            for part in [&self.event.0, &id, &self.event.1] {
                body.push_str(part);
            }
        }
        body.push_str("]}}");
        let head = format!(
            "POST /okta/hooks HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            HOOK_SECRET,
            body.len()
        );
        [head.into_bytes(), body.into_bytes()].concat()
    }
}
