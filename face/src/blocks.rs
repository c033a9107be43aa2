//! Block Kit as HTML.

use maud::{Markup, html};
use serde_json::Value;

use crate::controls::Controls;
use crate::mrkdwn::mrkdwn;
use crate::{Reader, Surface};

/// The blocks of a message, of an answer or of App Home. A block that the local Slack does not serve shows its text.
pub fn blocks(blocks: &Value, reader: &dyn Reader, surface: &Surface) -> Markup {
    let mut controls = Controls::new(reader, surface);
    html! {
        @for one in blocks.as_array().into_iter().flatten() { (block(one, reader, &mut controls)) }
    }
}

fn block(block: &Value, reader: &dyn Reader, controls: &mut Controls<'_>) -> Markup {
    match block["type"].as_str() {
        Some("header") => html! { h3.block.header { (text(&block["text"], reader)) } },
        Some("divider") => html! { hr.block; },
        Some("section") => section(block, reader, controls),
        Some("context") => html! {
            div.block.context {
                @for element in block["elements"].as_array().into_iter().flatten() {
                    @if element["type"] == "image" { (image(element)) } @else { span { (text(element, reader)) } }
                }
            }
        },
        Some("actions") => html! {
            div.block.actions {
                @for element in block["elements"].as_array().into_iter().flatten() { (controls.show(element)) }
            }
        },
        Some("image") => html! {
            figure.block.picture {
                @if !block["title"].is_null() { figcaption { (text(&block["title"], reader)) } }
                (image(block))
            }
        },
        // Markdown, not mrkdwn: shown as it was written.
        Some("markdown") => html! { p.block.plain { (block["text"].as_str().unwrap_or_default()) } },
        _ => html! { p.block { (text(&block["text"], reader)) } },
    }
}

fn section(block: &Value, reader: &dyn Reader, controls: &mut Controls<'_>) -> Markup {
    let accessory = &block["accessory"];
    html! {
        div.block.section {
            div.says {
                @if !block["text"].is_null() { div { (text(&block["text"], reader)) } }
                @if let Some(fields) = block["fields"].as_array() {
                    div.fields { @for field in fields { p { (text(field, reader)) } } }
                }
            }
            @if accessory["type"] == "image" { (image(accessory)) }
            @else if !accessory.is_null() { (controls.show(accessory)) }
        }
    }
}

/// A text object: mrkdwn is formatted, plain text is not.
pub(crate) fn text(object: &Value, reader: &dyn Reader) -> Markup {
    let text = object["text"].as_str().unwrap_or_default();
    if object["type"] == "mrkdwn" {
        return mrkdwn(text, reader);
    }
    html! { span.plain { (text) } }
}

/// A picture from an address; one from a Slack file has only its words here.
fn image(image: &Value) -> Markup {
    let words = image["alt_text"].as_str().unwrap_or_default();
    html! {
        @if let Some(address) = image["image_url"].as_str() { img src=(address) alt=(words) title=(words); }
        @else { span.no-picture { (words) } }
    }
}
