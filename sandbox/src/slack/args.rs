//! The arguments of a Web API call, whichever way they came: JSON, form or query.

use serde_json::{Map, Value};

use super::socket::CONNECT;
use crate::server::Asked;

/// A method as Slack's reference describes it.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: &'static str,
    /// Any one of these is enough.
    pub(super) scopes: &'static [&'static str],
    pub(super) known: &'static [&'static str],
    pub(super) required: &'static [&'static str],
    /// Whether the method takes a JSON body.
    pub(super) json: bool,
}

/// The methods served here (docs.slack.dev/reference/methods).
pub(super) const METHODS: &[Method] = &[
    Method { name: "auth.test", scopes: &[], known: &[], required: &[], json: true },
    Method { name: CONNECT, scopes: &[], known: &[], required: &[], json: true },
    Method {
        name: "chat.postMessage",
        scopes: &["chat:write"],
        known: &[
            "as_user",
            "attachments",
            "blocks",
            "channel",
            "icon_emoji",
            "icon_url",
            "link_names",
            "markdown_text",
            "metadata",
            "mrkdwn",
            "parse",
            "reply_broadcast",
            "text",
            "thread_ts",
            "unfurl_links",
            "unfurl_media",
            "username",
        ],
        required: &["channel"],
        json: true,
    },
    Method {
        name: "chat.update",
        scopes: &["chat:write"],
        known: &[
            "as_user",
            "attachments",
            "blocks",
            "channel",
            "file_ids",
            "link_names",
            "markdown_text",
            "metadata",
            "parse",
            "reply_broadcast",
            "text",
            "ts",
        ],
        required: &["channel", "ts"],
        json: true,
    },
    Method {
        name: "users.lookupByEmail",
        scopes: &["users:read.email"],
        known: &["email"],
        required: &["email"],
        json: false,
    },
    Method {
        name: "users.info",
        scopes: &["users:read"],
        known: &["user", "include_locale"],
        required: &["user"],
        json: false,
    },
    Method {
        name: "users.list",
        scopes: &["users:read"],
        known: &["cursor", "include_locale", "limit", "team_id"],
        required: &[],
        json: false,
    },
    Method {
        name: "conversations.open",
        scopes: &["im:write", "mpim:write", "groups:write", "channels:manage"],
        known: &["channel", "prevent_creation", "return_im", "users"],
        required: &[],
        json: true,
    },
    Method {
        name: "conversations.create",
        scopes: &["groups:write", "channels:manage"],
        known: &["is_private", "name", "team_id"],
        required: &["name"],
        json: true,
    },
    Method {
        name: "conversations.info",
        scopes: &["groups:read", "channels:read", "im:read", "mpim:read"],
        known: &["channel", "include_locale", "include_num_members"],
        required: &["channel"],
        json: false,
    },
    Method {
        name: "conversations.invite",
        scopes: &["groups:write", "groups:write.invites", "channels:manage", "channels:write.invites"],
        known: &["channel", "users"],
        required: &["channel", "users"],
        json: true,
    },
    Method {
        name: "conversations.list",
        scopes: &["groups:read", "channels:read"],
        known: &["cursor", "exclude_archived", "limit", "team_id", "types"],
        required: &[],
        json: false,
    },
    Method {
        name: "pins.add",
        scopes: &["pins:write"],
        known: &["channel", "timestamp"],
        required: &["channel"],
        json: true,
    },
    Method {
        name: "conversations.history",
        scopes: &["im:history", "mpim:history", "groups:history", "channels:history"],
        known: &["channel", "cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest"],
        required: &["channel"],
        json: true,
    },
    Method {
        name: "views.publish",
        scopes: &[],
        known: &["hash", "interactivity_pointer", "user_id", "view"],
        required: &["user_id", "view"],
        json: true,
    },
];

/// The arguments of one call.
#[derive(Debug)]
pub(super) struct Args(Map<String, Value>);

impl Args {
    /// Reads them; the second is what is odd about the way they came.
    pub(super) fn read(asked: &Asked, method: &Method) -> (Self, Vec<String>) {
        let mut odd = Vec::new();
        let mut all: Map<String, Value> =
            asked.pairs().into_iter().map(|(name, value)| (name, Value::String(value))).collect();
        let is_json = asked.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
        if is_json && !method.json && !asked.body.is_empty() {
            odd.push(format!("{}: takes no JSON body", method.name));
        } else if let Value::Object(body) = asked.value() {
            all.extend(body);
        } else if !asked.body.is_empty() {
            odd.push(format!("{}: the body is neither an object nor a form", method.name));
        }
        all.retain(|_, value| !value.is_null());
        for name in all.keys().filter(|name| !method.known.contains(&name.as_str())) {
            odd.push(format!("{}: unknown argument {name}", method.name));
        }
        (Self(all), odd)
    }

    /// The required arguments that are not there.
    pub(super) fn missing(&self, method: &Method) -> Vec<&'static str> {
        method.required.iter().copied().filter(|name| !self.0.contains_key(*name)).collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        match self.0.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text == "true" || text == "1",
            _ => false,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A structured argument, which in a form is JSON in a string.
    pub(super) fn value(&self, name: &str) -> Result<Option<Value>, ()> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| ()),
            Some(value) => Ok(Some(value.clone())),
        }
    }
}
