//! The rules that every block and element shares: required and unknown fields, lengths, text objects.

use serde_json::Value;

/// Which text objects a place takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `plain_text` alone.
    Plain,
    /// `plain_text` or `mrkdwn`.
    Any,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<String>);

impl Problems {
    pub(super) fn into_list(self) -> Vec<String> {
        self.0
    }

    pub(super) fn add(&mut self, at: &str, what: &str) {
        self.0.push(format!("{what} [json-pointer:{at}]"));
    }

    /// The fields beside `type` and `block_id`: these must be there, these may.
    pub(super) fn fields(&mut self, thing: &Value, at: &str, required: &[&str], optional: &[&str]) {
        for name in required.iter().filter(|name| thing[**name].is_null()) {
            self.add(at, &format!("missing required field: {name}"));
        }
        for name in thing.as_object().into_iter().flatten().map(|(name, _)| name.as_str()) {
            if !["type", "block_id"].contains(&name) && !required.contains(&name) && !optional.contains(&name)
            {
                self.add(at, &format!("invalid additional property: {name}"));
            }
        }
    }

    /// The items of a list of this length; none where it is no list.
    pub(super) fn items<'a>(&mut self, list: &'a Value, at: &str, min: usize, max: usize) -> &'a [Value] {
        let Some(items) = list.as_array() else {
            self.add(at, "must provide an array");
            return &[];
        };
        if items.len() < min {
            self.add(at, &format!("no fewer than {min} items allowed"));
        } else if items.len() > max {
            self.add(at, &format!("no more than {max} items allowed"));
        }
        items
    }

    pub(super) fn length(&mut self, text: &str, min: usize, max: usize, at: &str) {
        let length = text.chars().count();
        if length < min {
            self.add(at, &format!("must be more than {} characters", min - 1));
        } else if length > max {
            self.add(at, &format!("must be less than {} characters", max + 1));
        }
    }

    /// A string that is there and not empty.
    pub(super) fn string(&mut self, value: &Value, at: &str, max: usize) {
        match value.as_str() {
            Some(text) => self.length(text, 1, max, at),
            None => self.add(at, "must provide a string"),
        }
    }

    /// A text object.
    pub(super) fn text(&mut self, object: &Value, at: &str, kind: Kind, max: usize) {
        let only = match (object["type"].as_str(), kind) {
            (Some("plain_text"), _) => "emoji",
            (Some("mrkdwn"), Kind::Any) => "verbatim",
            (Some(other), _) => {
                return self.add(&format!("{at}/type"), &format!("unsupported type: {other}"));
            }
            (None, _) => return self.add(at, "must provide an object"),
        };
        self.fields(object, at, &["text"], &[only]);
        self.string(&object["text"], &format!("{at}/text"), max);
        if !object[only].is_null() && !object[only].is_boolean() {
            self.add(&format!("{at}/{only}"), "must be a boolean");
        }
    }
}
