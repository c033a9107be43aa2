//! Block Kit's rules: which fields a block may have, which it must have, and how long they may be.
//!
//! Sources of the figures: `limits`. A type that is not served here is refused, so that nobody relies on a block that
//! nothing has checked.

use std::collections::HashSet;

use serde_json::Value;

use super::elements;
use super::problems::{Kind, Problems};
use crate::limits;

/// What is wrong with the blocks, each in Slack's style: a sentence and a JSON pointer to the place.
pub(super) fn check(blocks: &Value, max_blocks: usize) -> Vec<String> {
    let mut found = Problems::default();
    let Some(list) = blocks.as_array() else {
        found.add("/blocks", "must provide an array");
        return found.into_list();
    };
    if list.len() > max_blocks {
        found.add("/blocks", &format!("no more than {max_blocks} items allowed"));
    }
    let mut ids = HashSet::new();
    for (number, block) in list.iter().enumerate() {
        let at = format!("/blocks/{number}");
        check_block(block, &at, &mut found);
        if let Some(id) = block["block_id"].as_str() {
            found.length(id, 1, limits::ID_CHARS, &format!("{at}/block_id"));
            if !ids.insert(id) {
                found.add(
                    &format!("{at}/block_id"),
                    &format!("`block_id` \"{id}\" already exists in another block"),
                );
            }
        }
    }
    let markdown = list.iter().filter(|block| block["type"] == "markdown");
    let markdown: usize =
        markdown.filter_map(|block| block["text"].as_str()).map(|text| text.chars().count()).sum();
    if markdown > limits::MARKDOWN_TEXT {
        found.add(
            "/blocks",
            &format!("no more than {} characters of markdown allowed", limits::MARKDOWN_TEXT),
        );
    }
    found.into_list()
}

/// Characters of all texts of the blocks together.
pub(super) fn text_length(blocks: &Value) -> usize {
    match blocks {
        Value::Array(items) => items.iter().map(text_length).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) if name == "text" => text.chars().count(),
                Value::String(_) => 0,
                other => text_length(other),
            })
            .sum(),
        _ => 0,
    }
}

fn check_block(block: &Value, at: &str, found: &mut Problems) {
    match block["type"].as_str() {
        Some("header") => {
            found.fields(block, at, &["text"], &["level"]);
            found.text(&block["text"], &format!("{at}/text"), Kind::Plain, limits::HEADER_TEXT);
        }
        Some("section") => section(block, at, found),
        Some("divider") => found.fields(block, at, &[], &[]),
        Some("context") => {
            found.fields(block, at, &["elements"], &[]);
            let elements =
                found.items(&block["elements"], &format!("{at}/elements"), 1, limits::CONTEXT_ELEMENTS);
            for (number, element) in elements.iter().enumerate() {
                let at = format!("{at}/elements/{number}");
                if element["type"] == "image" {
                    elements::check(element, &at, &["image"], found);
                } else {
                    found.text(element, &at, Kind::Any, limits::SECTION_TEXT);
                }
            }
        }
        Some("actions") => {
            found.fields(block, at, &["elements"], &[]);
            let elements =
                found.items(&block["elements"], &format!("{at}/elements"), 1, limits::ACTIONS_ELEMENTS);
            let mut ids = HashSet::new();
            for (number, element) in elements.iter().enumerate() {
                let at = format!("{at}/elements/{number}");
                elements::check(element, &at, elements::CONTROLS, found);
                if element["action_id"].as_str().is_some_and(|id| !ids.insert(id)) {
                    found.add(&format!("{at}/action_id"), "`action_id` already exists in this block");
                }
            }
        }
        Some("image") => {
            found.fields(block, at, &["alt_text"], &["image_url", "title", "slack_file"]);
            elements::image_source(block, at, found);
            if !block["title"].is_null() {
                found.text(&block["title"], &format!("{at}/title"), Kind::Plain, limits::ALT_TEXT);
            }
        }
        Some("markdown") => {
            found.fields(block, at, &["text"], &[]);
            found.string(&block["text"], &format!("{at}/text"), limits::MARKDOWN_TEXT);
        }
        Some(other) => found.add(&format!("{at}/type"), &format!("unsupported type: {other}")),
        None => found.add(at, "missing required field: type"),
    }
}

fn section(block: &Value, at: &str, found: &mut Problems) {
    found.fields(block, at, &[], &["text", "fields", "accessory", "expand"]);
    if block["text"].is_null() && block["fields"].is_null() {
        found.add(at, "missing required field: text or fields");
    }
    if !block["text"].is_null() {
        found.text(&block["text"], &format!("{at}/text"), Kind::Any, limits::SECTION_TEXT);
    }
    if !block["fields"].is_null() {
        let fields = found.items(&block["fields"], &format!("{at}/fields"), 1, limits::SECTION_FIELDS);
        for (number, field) in fields.iter().enumerate() {
            found.text(field, &format!("{at}/fields/{number}"), Kind::Any, limits::FIELD_TEXT);
        }
    }
    if !block["accessory"].is_null() {
        elements::check(&block["accessory"], &format!("{at}/accessory"), elements::ACCESSORIES, found);
    }
}
