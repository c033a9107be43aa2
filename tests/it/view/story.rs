//! A message as a reader sees it, for snapshots that one can judge by reading.

use std::fmt::Write as _;

use certs::slack::view::Message;
use serde_json::Value;

use super::limits::check_message;

/// The message as lines: first the notification, then the blocks. Checks the limits on the way.
pub fn told(message: &Message) -> String {
    let blocks = serde_json::to_value(&message.blocks).unwrap();
    check_message(&message.text, &blocks);
    format!("({})\n{}", message.text, shown(&blocks))
}

/// Blocks as lines.
pub fn shown(blocks: &Value) -> String {
    let mut lines = String::new();
    for block in blocks.as_array().unwrap() {
        lines.push('\n');
        match block["type"].as_str().unwrap() {
            "header" => writeln!(lines, "# {}", text(&block["text"])).unwrap(),
            "section" => {
                writeln!(lines, "{}", text(&block["text"])).unwrap();
                block.get("accessory").into_iter().for_each(|it| writeln!(lines, "{}", button(it)).unwrap());
            }
            kind => {
                for element in block["elements"].as_array().unwrap() {
                    let line =
                        if kind == "actions" { button(element) } else { format!("· {}", text(element)) };
                    writeln!(lines, "{line}").unwrap();
                }
            }
        }
    }
    lines
}

fn text(object: &Value) -> &str {
    object["text"].as_str().unwrap()
}

fn button(button: &Value) -> String {
    if let Some(options) = button["options"].as_array() {
        let words: Vec<&str> = options.iter().map(|option| text(&option["text"])).collect();
        return format!("[{} ▾] {}", text(&button["placeholder"]), words.join(" / "));
    }
    let style = button["style"].as_str().map(|style| format!(", {style}")).unwrap_or_default();
    let leads = match button.get("confirm") {
        Some(confirm) => format!("({} {})", text(&confirm["title"]), text(&confirm["text"])),
        None => button["url"].as_str().or(button["value"].as_str()).unwrap().to_owned(),
    };
    format!("[{}{style}] {leads}", text(&button["text"]))
}
