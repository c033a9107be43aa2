//! A conversation with its messages and answers, and App Home.

use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};
use serde_json::Value;

use super::Reader;
use crate::slack::{Message, Whisper};
use face::{Surface, blocks, mrkdwn};

/// Something that stands in a conversation.
struct Entry<'a> {
    at: DateTime<Utc>,
    ts: &'a str,
    text: &'a str,
    blocks: &'a Value,
    /// Only the reader sees it.
    whispered: bool,
    edited: bool,
}

/// What the reader sees of a conversation, oldest first, divided into days of their own zone.
pub fn conversation(messages: &[Message], whispers: &[Whisper], reader: &Reader<'_>, press: &str) -> Markup {
    let mut entries: Vec<Entry<'_>> = messages.iter().map(Entry::of_message).collect();
    entries.extend(whispers.iter().map(Entry::of_whisper));
    entries.sort_by(|a, b| (a.ts.len(), a.ts).cmp(&(b.ts.len(), b.ts)));
    let day = |entry: &Entry<'_>| entry.at.with_timezone(&reader.zone()).date_naive();
    html! {
        @for of_day in entries.chunk_by(|a, b| day(a) == day(b)) {
            @if let Some(first) = of_day.first() {
                h2.day { span { (name_of(day(first), reader)) } }
            }
            @for entry in of_day { (entry.show(reader, press)) }
        }
    }
}

/// The Home tab as it was published.
pub fn app_home(view: &Value, reader: &Reader<'_>, press: &str) -> Markup {
    let surface = Surface { press: press.to_owned(), fields: vec![("on", "home".to_owned())] };
    html! { section.app-home aria-label="Home" { (blocks(&view["blocks"], reader, &surface)) } }
}

impl<'a> Entry<'a> {
    fn of_message(message: &'a Message) -> Self {
        let Message { at, ts, text, blocks, edited, .. } = message;
        Self { at: *at, ts, text, blocks, whispered: false, edited: *edited }
    }

    fn of_whisper(whisper: &'a Whisper) -> Self {
        let Whisper { at, ts, body, .. } = whisper;
        let text = body["text"].as_str().unwrap_or_default();
        Self { at: *at, ts, text, blocks: &body["blocks"], whispered: true, edited: false }
    }

    fn show(&self, reader: &Reader<'_>, press: &str) -> Markup {
        let on = if self.whispered { "whisper" } else { "message" };
        let fields = vec![("on", on.to_owned()), ("ts", self.ts.to_owned())];
        let surface = Surface { press: press.to_owned(), fields };
        let has_blocks = self.blocks.as_array().is_some_and(|blocks| !blocks.is_empty());
        html! {
            article.message.whisper[self.whispered] id={ "m" (self.ts.replace('.', "-")) } {
                (app_avatar())
                div.content {
                    header {
                        strong { "Certs" } span.tag { "App" }
                        time { (self.at.with_timezone(&reader.zone()).format("%-I:%M %p")) }
                    }
                    @if has_blocks { (blocks(self.blocks, reader, &surface)) }
                    @else { p.block { (mrkdwn(self.text, reader)) } }
                    @if self.edited { p.edited { "(edited)" } }
                    @if self.whispered { p.only-you { "Only visible to you" } }
                }
            }
        }
    }
}

/// The picture of the app.
pub(super) fn app_avatar() -> Markup {
    html! { span.avatar.app aria-hidden="true" { "✓" } }
}

/// "Today", or the day with its weekday.
fn name_of(day: NaiveDate, reader: &Reader<'_>) -> String {
    let today = reader.now.with_timezone(&reader.zone()).date_naive();
    match (today - day).num_days() {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        _ => day.format("%A, %B %-d").to_string(),
    }
}
