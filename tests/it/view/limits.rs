//! The published limits of Block Kit, read again from the vendor's pages and not from the code under test.
//!
//! Sources: <https://docs.slack.dev/reference/block-kit>, <https://docs.slack.dev/messaging/formatting-message-text>.

use serde_json::Value;

/// Fails unless Slack would take the message and nothing in it does more than show.
pub fn check_message(text: &str, blocks: &Value) {
    within("message text", text, 1, 1_000);
    check_tokens(text);
    let blocks = blocks.as_array().unwrap();
    assert!((1..=45).contains(&blocks.len()), "{} blocks", blocks.len());
    let total: usize = blocks.iter().map(check_block).sum();
    assert!(total <= 10_000, "{total} characters");
}

/// The same for an App Home.
pub fn check_home(blocks: &Value) {
    let all = blocks.as_array().unwrap();
    assert!((1..=100).contains(&all.len()), "{} blocks", all.len());
    for block in all {
        check_block(block);
    }
    assert!(blocks.to_string().len() <= 250_000);
}

/// Checks a block and gives the characters of its texts.
fn check_block(block: &Value) -> usize {
    match block["type"].as_str().unwrap() {
        "header" => {
            only(block, &["type", "text"]);
            assert_eq!(block["text"]["type"], "plain_text");
            check_text(&block["text"], 150)
        }
        "section" => {
            only(block, &["type", "text", "accessory"]);
            if let Some(button) = block.get("accessory") {
                check_button(button);
            }
            check_text(&block["text"], 3_000)
        }
        "context" => {
            only(block, &["type", "elements"]);
            let elements = block["elements"].as_array().unwrap();
            assert!((1..=10).contains(&elements.len()));
            elements.iter().map(|element| check_text(element, 3_000)).sum()
        }
        "actions" => {
            only(block, &["type", "elements"]);
            let elements = block["elements"].as_array().unwrap();
            assert!((1..=25).contains(&elements.len()));
            elements.iter().for_each(check_element);
            let mut ids: Vec<&str> = elements.iter().map(|e| e["action_id"].as_str().unwrap()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), elements.len(), "an action_id twice");
            0
        }
        other => panic!("a block that is not expected: {other}"),
    }
}

fn check_element(element: &Value) {
    if element["type"] == "static_select" { check_menu(element) } else { check_button(element) }
}

fn check_menu(menu: &Value) {
    only(menu, &["type", "action_id", "placeholder", "options"]);
    check_text(&menu["placeholder"], 150);
    let options = menu["options"].as_array().unwrap();
    assert!((1..=100).contains(&options.len()));
    for option in options {
        only(option, &["text", "value"]);
        check_text(&option["text"], 75);
        within("value", option["value"].as_str().unwrap(), 1, 75);
    }
}

fn check_button(button: &Value) {
    only(button, &["type", "text", "action_id", "url", "value", "style", "accessibility_label", "confirm"]);
    assert_eq!(button["type"], "button");
    assert_eq!(button["text"]["type"], "plain_text");
    check_text(&button["text"], 75);
    within("action_id", button["action_id"].as_str().unwrap(), 1, 255);
    // A button leads somewhere, or asks before it does something, or only asks, or was preceded by a preview.
    let asks = ["next_page", "previous_page", "choose", "details", "remind", "remind_now"];
    let asks = asks.contains(&button["action_id"].as_str().unwrap());
    let ways = [button.get("url").is_some(), button.get("confirm").is_some(), asks];
    assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{button}");
    if let Some(url) = button.get("url").and_then(Value::as_str) {
        within("url", url, 1, 3_000);
        assert!(url.starts_with("https://"), "{url}");
    }
    if let Some(confirm) = button.get("confirm") {
        only(confirm, &["title", "text", "confirm", "deny"]);
        for (part, most) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
            assert_eq!(confirm[part]["type"], "plain_text");
            check_text(&confirm[part], most);
        }
    }
    within("accessibility_label", button["accessibility_label"].as_str().unwrap(), 1, 75);
    if let Some(value) = button.get("value") {
        within("value", value.as_str().unwrap(), 0, 2_000);
    }
    if let Some(style) = button.get("style") {
        assert_eq!(style, "primary");
    }
}

fn check_text(object: &Value, most: usize) -> usize {
    let text = object["text"].as_str().unwrap();
    within("text", text, 1, most);
    match object["type"].as_str().unwrap() {
        "plain_text" => {
            only(object, &["type", "text"]);
            assert!(!has_token(text), "{text}");
        }
        "mrkdwn" => {
            only(object, &["type", "text", "verbatim"]);
            assert_eq!(object["verbatim"], true, "Slack would look for mentions and addresses by itself");
            check_formatting(&check_tokens(text));
        }
        other => panic!("a text that is not expected: {other}"),
    }
    text.encode_utf16().count()
}

fn has_token(text: &str) -> bool {
    ["<!", "<@", "<#", "<http", "<mailto"].iter().any(|token| text.contains(token))
}

/// Takes away the date tokens, which are ours, and finds nothing left that Slack would put something else for.
fn check_tokens(text: &str) -> String {
    let mut rest = text;
    let mut shown = String::new();
    while let Some((before, token)) = rest.split_once('<') {
        let (token, after) =
            token.split_once('>').unwrap_or_else(|| panic!("a < that opens nothing: {text}"));
        let (instant, fallback) = token.split_once('|').unwrap();
        let format = instant.strip_prefix("!date^").unwrap_or_else(|| panic!("<{token}> in {text}"));
        let (epoch, format) = format.split_once('^').unwrap();
        epoch.parse::<i64>().unwrap();
        assert!(["{date_long} at {time}", "{date_short}"].contains(&format), "{format}");
        assert!(!fallback.is_empty());
        shown.push_str(before);
        rest = after;
    }
    shown.push_str(rest);
    for entity in shown.split('&').skip(1) {
        assert!(["amp;", "lt;", "gt;"].iter().any(|known| entity.starts_with(known)), "{shown}");
    }
    shown
}

/// Finds no formatting but ours: bold and code in pairs within a line, and quotes at the start of one.
fn check_formatting(shown: &str) {
    for line in shown.lines() {
        let line = line.strip_prefix("> ").unwrap_or(line);
        assert!(!line.contains(['>', '~']), "{line}");
        for pair in ['*', '`'] {
            assert!(line.matches(pair).count().is_multiple_of(2), "{line}");
        }
        assert_eq!(line.matches('\u{2068}').count(), line.matches('\u{2069}').count(), "{line}");
    }
}

fn only(object: &Value, known: &[&str]) {
    let object = object.as_object().unwrap();
    assert!(object.keys().all(|key| known.contains(&key.as_str())), "{object:?}");
}

fn within(what: &str, text: &str, least: usize, most: usize) {
    let length = text.encode_utf16().count();
    assert!((least..=most).contains(&length), "{what} has {length} characters: {text}");
}
