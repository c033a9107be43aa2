//! Block Kit's rules for what stands inside a block: buttons, menus, images and their confirmations.

use serde_json::Value;
use url::Url;

use super::problems::{Kind, Problems};
use crate::limits;

/// What an actions block takes.
pub(super) const CONTROLS: &[&str] = &["button", "overflow", "static_select"];
/// What a section takes at its side.
pub(super) const ACCESSORIES: &[&str] = &["button", "overflow", "static_select", "image"];

/// Checks one element of an allowed type.
pub(super) fn check(element: &Value, at: &str, allowed: &[&str], found: &mut Problems) {
    let Some(kind) = element["type"].as_str() else {
        return found.add(at, "missing required field: type");
    };
    if !allowed.contains(&kind) {
        return found.add(&format!("{at}/type"), &format!("unsupported type: {kind}"));
    }
    match kind {
        "button" => button(element, at, found),
        "overflow" => {
            found.fields(element, at, &["options"], &["action_id", "confirm"]);
            options(&element["options"], &format!("{at}/options"), limits::OVERFLOW_OPTIONS, true, found);
        }
        "static_select" => {
            let optional = ["action_id", "placeholder", "initial_option", "confirm", "focus_on_load"];
            found.fields(element, at, &["options"], &optional);
            options(&element["options"], &format!("{at}/options"), limits::SELECT_OPTIONS, false, found);
            if !element["placeholder"].is_null() {
                let at = format!("{at}/placeholder");
                found.text(&element["placeholder"], &at, Kind::Plain, limits::OPTION_CHARS * 2);
            }
        }
        _ => {
            found.fields(element, at, &["alt_text"], &["image_url", "slack_file"]);
            image_source(element, at, found);
        }
    }
    if !element["action_id"].is_null() {
        found.string(&element["action_id"], &format!("{at}/action_id"), limits::ID_CHARS);
    }
    if !element["confirm"].is_null() {
        confirm(&element["confirm"], &format!("{at}/confirm"), found);
    }
}

/// The picture and its alternative text, the same in a block and in an element.
pub(super) fn image_source(image: &Value, at: &str, found: &mut Problems) {
    found.string(&image["alt_text"], &format!("{at}/alt_text"), limits::ALT_TEXT);
    if image["slack_file"].is_null() {
        url(&image["image_url"], &format!("{at}/image_url"), found);
    }
}

fn button(button: &Value, at: &str, found: &mut Problems) {
    let optional = ["action_id", "url", "value", "style", "confirm", "accessibility_label"];
    found.fields(button, at, &["text"], &optional);
    found.text(&button["text"], &format!("{at}/text"), Kind::Plain, limits::BUTTON_TEXT);
    if !button["url"].is_null() {
        url(&button["url"], &format!("{at}/url"), found);
    }
    if !button["value"].is_null() {
        found.string(&button["value"], &format!("{at}/value"), limits::BUTTON_VALUE);
    }
    if !button["accessibility_label"].is_null() {
        let at = format!("{at}/accessibility_label");
        found.string(&button["accessibility_label"], &at, limits::BUTTON_TEXT);
    }
    style(&button["style"], at, found);
}

fn style(style: &Value, at: &str, found: &mut Problems) {
    if !style.is_null() && style != "primary" && style != "danger" {
        found.add(&format!("{at}/style"), "must be one of: primary, danger");
    }
}

fn options(list: &Value, at: &str, max: usize, in_overflow: bool, found: &mut Problems) {
    let kind = if in_overflow { Kind::Plain } else { Kind::Any };
    for (number, option) in found.items(list, at, 1, max).iter().enumerate() {
        let at = format!("{at}/{number}");
        // Only an overflow menu's options lead somewhere.
        let optional: &[&str] = if in_overflow { &["description", "url"] } else { &["description"] };
        found.fields(option, &at, &["text", "value"], optional);
        found.text(&option["text"], &format!("{at}/text"), kind, limits::OPTION_CHARS);
        found.string(&option["value"], &format!("{at}/value"), limits::OPTION_CHARS);
        if !option["description"].is_null() {
            let at = format!("{at}/description");
            found.text(&option["description"], &at, Kind::Plain, limits::OPTION_CHARS);
        }
        if !option["url"].is_null() {
            url(&option["url"], &format!("{at}/url"), found);
        }
    }
}

fn confirm(confirm: &Value, at: &str, found: &mut Problems) {
    found.fields(confirm, at, &["title", "text", "confirm", "deny"], &["style"]);
    found.text(&confirm["title"], &format!("{at}/title"), Kind::Plain, limits::CONFIRM_TITLE);
    found.text(&confirm["text"], &format!("{at}/text"), Kind::Any, limits::CONFIRM_TEXT);
    for name in ["confirm", "deny"] {
        found.text(&confirm[name], &format!("{at}/{name}"), Kind::Plain, limits::CONFIRM_BUTTON);
    }
    style(&confirm["style"], at, found);
}

fn url(value: &Value, at: &str, found: &mut Problems) {
    found.string(value, at, limits::URL_CHARS);
    let parsed = value.as_str().and_then(|text| Url::parse(text).ok());
    if !parsed.is_some_and(|url| ["http", "https"].contains(&url.scheme())) {
        found.add(at, "must be a valid URL");
    }
}
