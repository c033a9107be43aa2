//! Messages as plain lines, for people who read a transcript: what Slack would show, without its colours.

use chrono::Utc;
use serde_json::Value;

use super::model::{Answer, Message};
use face::date;

impl Message {
    /// What the recipient sees.
    pub fn as_text(&self) -> Vec<String> {
        content(&self.blocks, &self.text)
    }
}

impl Answer {
    /// What the asker sees; nothing where the body is empty.
    pub fn as_text(&self) -> Vec<String> {
        match &self.body {
            Value::String(text) => shown(text).lines().map(str::to_owned).collect(),
            body => content(&body["blocks"], body["text"].as_str().unwrap_or_default()),
        }
    }
}

/// Slack shows the blocks where there are some; the text is then for notifications alone.
fn content(blocks: &Value, text: &str) -> Vec<String> {
    match blocks.as_array() {
        Some(list) if !list.is_empty() => render(blocks),
        _ => shown(text).lines().map(str::to_owned).collect(),
    }
}

/// The lines of a message's, an answer's or a Home view's blocks.
pub fn render(blocks: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks.as_array().into_iter().flatten() {
        let text = match block["type"].as_str() {
            Some("divider") => "────────".to_owned(),
            Some("context") => elements(block, "  ·  "),
            Some("actions") => elements(block, "  "),
            Some("image") => element(block),
            Some("markdown") => block["text"].as_str().unwrap_or_default().to_owned(),
            Some("section") => section(block),
            _ => text_of(&block["text"]),
        };
        lines.extend(text.lines().map(str::to_owned));
    }
    lines
}

fn section(block: &Value) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !block["text"].is_null() {
        lines.push(text_of(&block["text"]));
    }
    lines.extend(block["fields"].as_array().into_iter().flatten().map(text_of));
    let mut text = lines.join("\n");
    if !block["accessory"].is_null() {
        text.push_str("  ");
        text.push_str(&element(&block["accessory"]));
    }
    text
}

fn elements(block: &Value, between: &str) -> String {
    let all: Vec<String> = block["elements"].as_array().into_iter().flatten().map(element).collect();
    all.join(between)
}

fn element(element: &Value) -> String {
    match element["type"].as_str() {
        Some("button") => format!("[ {} ]", text_of(&element["text"])),
        Some("overflow") => {
            let options = element["options"].as_array().into_iter().flatten();
            let options: Vec<String> = options.map(|option| text_of(&option["text"])).collect();
            format!("[ ⋯ {} ]", options.join(" / "))
        }
        Some("static_select") => format!("[ {} ▾ ]", text_of(&element["placeholder"])),
        Some("image") => format!("({})", element["alt_text"].as_str().unwrap_or("image")),
        _ => text_of(element),
    }
}

fn text_of(object: &Value) -> String {
    shown(object["text"].as_str().unwrap_or_default())
}

/// A text with its dates, links and mentions as a reader in UTC sees them, and with `&`, `<` and `>` again.
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&unescape(before));
        if let Some((inside, after)) = after.split_once('>') {
            out.push_str(&token(inside));
            rest = after;
        } else {
            out.push('<');
            rest = after;
        }
    }
    out + &unescape(rest)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What stands between angle brackets: a date, a mention or a link.
fn token(inside: &str) -> String {
    let (target, label) = match inside.split_once('|') {
        Some((target, label)) => (target, Some(unescape(label))),
        None => (inside, None),
    };
    if let Some(date) = target.strip_prefix("!date^") {
        // A transcript has no today.
        return date::shown(date, &Utc, None).map(|text| unescape(&text)).or(label).unwrap_or_default();
    }
    if target.starts_with(['@', '#', '!']) {
        return label.unwrap_or_else(|| target.to_owned());
    }
    match label {
        Some(label) => format!("{label} ({})", unescape(target)),
        None => unescape(target),
    }
}

#[cfg(test)]
mod tests {
    use super::{render, shown};
    use serde_json::json;

    #[test]
    fn a_text_is_shown_as_a_reader_sees_it() {
        let text = "R&amp;D *Ops* due <!date^1790683200^{date_long} at {time}|some day> <https://a.example/?x=1&amp;y=2|here>";
        let seen =
            "R&D *Ops* due Tuesday, September 29th, 2026 at 12:00 PM here (https://a.example/?x=1&y=2)";
        assert_eq!(shown(text), seen);
        assert_eq!(shown("&lt;b&gt; <@U1> 1 < 2"), "<b> @U1 1 < 2");
    }

    #[test]
    fn controls_are_shown_with_their_words() {
        let button = json!({ "type": "button", "text": { "type": "plain_text", "text": "Review now" } });
        let blocks = json!([
            { "type": "section", "text": { "type": "mrkdwn", "text": "*A*\nb" }, "accessory": button },
            { "type": "actions", "elements": [button, button] },
        ]);
        assert_eq!(render(&blocks), ["*A*", "b  [ Review now ]", "[ Review now ]  [ Review now ]"]);
    }
}
