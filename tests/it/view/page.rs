//! Every message of every kind on one page, so that a person can read through it: `snapshots/…every_message.snap`. The
//! same is written out as JSON for `scripts/check-messages`, which holds it to Slack's own types and validators.

use std::fmt::Write as _;
use std::path::Path;

use certs::slack::view::samples;
use certs::slack::view::{Home, Message};
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::frame;
use super::story::{shown, told};

#[test]
fn every_message() {
    let messages = samples::every_message(&frame());
    let mut page = String::new();
    for (title, message) in &messages {
        writeln!(page, "════ {title}\n{}", told(message)).unwrap();
    }
    for (title, home) in samples::homes(&frame()) {
        writeln!(page, "════ {title}\n{}", shown(&serde_json::to_value(home).unwrap())).unwrap();
    }
    assert_snapshot!("every_message", page);
    write_out(&messages, &samples::homes(&frame()));
}

/// For `scripts/check-messages`.
fn write_out(messages: &[(&str, Message)], homes: &[(&str, Home)]) {
    let messages: Vec<Value> = messages
        .iter()
        .map(|(title, message)| json!({ "title": title, "text": message.text, "blocks": message.blocks }))
        .collect();
    let homes: Vec<Value> =
        homes.iter().map(|(title, home)| json!({ "title": title, "blocks": home })).collect();
    let all = json!({ "messages": messages, "homes": homes });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("messages.json");
    std::fs::write(path, serde_json::to_string_pretty(&all).unwrap()).unwrap();
}
