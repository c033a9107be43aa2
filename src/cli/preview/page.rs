//! The page: every message with its title and what notifications show of it. It stands alone: styles are in it, and it
//! loads nothing.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use face::{Reader, Surface};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use crate::slack::view::Frame;
use crate::slack::view::samples::{self, Sample};

/// Nothing may be loaded, sent or run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'";

/// The whole page as HTML.
pub(super) fn page(frame: &Frame) -> anyhow::Result<String> {
    let reader = Somebody { zone: frame.zone, now: frame.now };
    let groups = [
        ("What is sent to people", samples::to_people(frame)),
        ("What stands in its place later", samples::instead(frame)),
        ("What the campaign channel reads", samples::to_the_channel(frame)),
        ("What is answered to a command or a click", samples::answers(frame)),
    ];
    let mut sections = Vec::new();
    for (title, messages) in groups {
        let shown = messages.iter().map(|one| message(one, &reader)).collect::<Result<Vec<_>, _>>()?;
        sections.push((title, shown));
    }
    let mut homes = Vec::new();
    for (title, home) in samples::homes(frame) {
        homes.push(card(title, None, &serde_json::to_value(&home)?, &reader));
    }
    sections.push(("App Home", homes));
    let files = frame.wording.files();
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Certs: every message" }
                style { (PreEscaped(face::STYLE)) (PreEscaped(include_str!("preview.css"))) }
            }
            body {
                header.page {
                    h1 { "Every message of Certs" }
                    p {
                        "Names and figures are made up. Slack draws them about like this; the buttons do nothing here. "
                        @if files.is_empty() { "All words are Certs’ own." }
                        @else { "Other words come from: " (files.join(", ")) "." }
                    }
                    nav { @for (title, _) in &sections { a href={ "#" (anchor(title)) } { (title) } } }
                }
                main {
                    @for (title, cards) in &sections {
                        section id=(anchor(title)) { h2 { (title) } @for card in cards { (card) } }
                    }
                }
            }
        }
    }
    .into_string())
}

fn message((title, message): &Sample, reader: &Somebody) -> anyhow::Result<Markup> {
    let blocks = serde_json::to_value(&message.blocks)?;
    Ok(card(title, Some(&message.text), &blocks, reader))
}

fn card(title: &str, text: Option<&str>, blocks: &Value, reader: &Somebody) -> Markup {
    let surface = Surface { press: String::new(), fields: vec![("on", anchor(title))] };
    html! {
        figure.sample {
            figcaption {
                strong { (title) }
                @if let Some(text) = text { span.notification { (face::mrkdwn(text, reader)) } }
            }
            div.message {
                span.avatar.app aria-hidden="true" { "✓" }
                div.content {
                    header { strong { "Certs" } span.tag { "App" } }
                    (face::blocks(blocks, reader, &surface))
                }
            }
        }
    }
}

fn anchor(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Whoever looks at the page.
struct Somebody {
    zone: Tz,
    now: DateTime<Utc>,
}

impl Reader for Somebody {
    fn zone(&self) -> Tz {
        self.zone
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn name_of(&self, _: &str) -> Option<&str> {
        None
    }
}
