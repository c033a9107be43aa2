//! Blocks within Slack's limits, whatever they are made from.
//!
//! Source of the limits: <https://docs.slack.dev/reference/block-kit/blocks> and the types of `@slack/types`
//! (2026-08), but for [`ROOM`].

use slack_morphism::prelude::*;
use url::Url;

use super::text::{and_more, plain, prose, size};
use super::{Frame, Message, REVIEW_NOW};
use crate::domain::campaign::Campaign;

/// Longest header.
const HEADER: usize = 150;
/// Longest text of a section.
pub(super) const SECTION: usize = 3_000;
/// Most elements of a context block.
const CONTEXT: usize = 10;
/// Longest accessibility label of a button.
const LABEL: usize = 75;
/// Longest value of a button. Slack takes 2,000, but an App Home only 250 kB in all; Okta's ids have 20.
const VALUE: usize = 255;
/// Longest address of a button.
const URL: usize = 3_000;
/// Most blocks of a message or an App Home. Slack takes 50, and 100.
const BLOCKS: usize = 45;
/// Most characters in all texts of one. Slack refuses a message of about 13,200 with
/// `msg_blocks_too_long` and says nowhere how it counts (slackapi/bolt-js#2509).
const ROOM: usize = 10_000;
/// Kept free for the line that says how much was left out.
const REST: usize = 60;

/// The part of a list that is one campaign: mrkdwn, and its button.
pub(super) type Entry = (String, Option<SlackBlockButtonElement>);

/// Takes blocks for as long as there is room. What finds none is left out: a message without its last line is
/// better than one that Slack refuses. Lists say how much they left out.
#[derive(Debug)]
pub(super) struct Page {
    blocks: Vec<SlackBlock>,
    room: usize,
}

impl Page {
    pub(super) fn new() -> Self {
        Self { blocks: Vec::new(), room: ROOM }
    }

    /// A name from outside, large.
    pub(super) fn header(&mut self, raw: &str) {
        let text = plain(raw, HEADER);
        self.add(size(&text), || SlackHeaderBlock::new(text.into()).into());
    }

    /// A text from outside, as it is.
    pub(super) fn plain_section(&mut self, raw: &str) {
        let text = plain(raw, SECTION);
        let length = size(&text);
        let text: SlackBlockText = SlackBlockPlainText::new(text).into();
        self.add(length, || SlackSectionBlock::new().with_text(text).into());
    }

    /// Mrkdwn of our own making.
    pub(super) fn section(&mut self, text: String) {
        self.entry((text, None));
    }

    /// Words of a template, which may be longer than one section takes: in as many as they need, divided between lines. A
    /// line that is too long for one is cut.
    pub(super) fn body(&mut self, text: &str) {
        let mut section = String::new();
        for line in text.split('\n') {
            let line = prefix(line, SECTION);
            if !section.is_empty() && size(&section) + size(line) + 1 > SECTION {
                self.section(std::mem::take(&mut section));
            }
            if !section.is_empty() {
                section.push('\n');
            }
            section.push_str(line);
        }
        self.section(section);
    }

    /// Mrkdwn with a button beside it.
    pub(super) fn entry(&mut self, (text, button): Entry) {
        let length = size(&text);
        if length > SECTION {
            return;
        }
        self.add(length, || {
            let section = SlackSectionBlock::new().with_text(mrkdwn(text).into());
            match button {
                Some(button) => section.with_accessory(button.into()).into(),
                None => section.into(),
            }
        });
    }

    /// A button below.
    pub(super) fn button(&mut self, button: Option<SlackBlockButtonElement>) {
        self.actions([button.map(Into::into)]);
    }

    /// Buttons below, side by side, those that there are.
    pub(super) fn buttons<const N: usize>(&mut self, buttons: [Option<SlackBlockButtonElement>; N]) {
        self.actions(buttons.map(|button| button.map(Into::into)));
    }

    /// Buttons and menus below, those that there are.
    pub(super) fn actions(&mut self, elements: impl IntoIterator<Item = Option<SlackActionBlockElement>>) {
        let elements: Vec<SlackActionBlockElement> = elements.into_iter().flatten().collect();
        if !elements.is_empty() {
            self.add(0, || SlackActionsBlock::new(elements).into());
        }
    }

    /// Small print; nothing when there is none.
    pub(super) fn context(&mut self, texts: Vec<String>) {
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).take(CONTEXT).collect();
        if !texts.is_empty() {
            let length = texts.iter().map(|text| size(text)).sum();
            let elements = texts.into_iter().map(|text| mrkdwn(text).into()).collect();
            self.add(length, || SlackContextBlock::new(elements).into());
        }
    }

    /// One section an item.
    pub(super) fn list<T>(&mut self, items: &[T], entry: impl Fn(&T) -> Entry) {
        self.cards(items, |item| (entry(item), []));
    }

    /// One section an item, and buttons below it.
    pub(super) fn cards<T, const N: usize>(
        &mut self,
        items: &[T],
        card: impl Fn(&T) -> (Entry, [Option<SlackBlockButtonElement>; N]),
    ) {
        for (shown, item) in items.iter().enumerate() {
            let (entry, buttons) = card(item);
            if self.blocks.len() + 2 + usize::from(N > 0) > BLOCKS || size(&entry.0) + REST > self.room {
                self.context(vec![and_more(items.len() - shown)]);
                return;
            }
            self.entry(entry);
            self.buttons(buttons);
        }
    }

    /// One line an item under a bold title, in as many sections as `room` allows.
    pub(super) fn lines<T>(&mut self, title: &str, items: &[T], room: usize, line: impl Fn(&T) -> String) {
        if items.is_empty() {
            return;
        }
        let mut room = room.min(self.room).saturating_sub(REST);
        let mut text = format!("*{title}*");
        for (shown, item) in items.iter().enumerate() {
            let line = format!("\n• {}", line(item));
            let length = size(&line);
            if length > room {
                text.push('\n');
                text.push_str(&and_more(items.len() - shown));
                break;
            }
            room -= length;
            if size(&text) + length + REST > SECTION {
                self.section(std::mem::take(&mut text));
            }
            text.push_str(if text.is_empty() { line.trim_start() } else { &line });
        }
        self.section(text);
    }

    pub(super) fn into_blocks(self) -> Vec<SlackBlock> {
        self.blocks
    }

    pub(super) fn into_message(self, text: String) -> Message {
        Message { text, blocks: self.blocks }
    }

    fn add(&mut self, length: usize, block: impl FnOnce() -> SlackBlock) {
        if self.blocks.len() < BLOCKS && length <= self.room {
            self.room -= length;
            self.blocks.push(block());
        }
    }
}

impl Frame {
    /// The way to a campaign's items; none where the address that results is no address.
    pub(super) fn review_now(&self, campaign: &Campaign) -> Option<SlackBlockButtonElement> {
        self.link(REVIEW_NOW, "Review now", campaign)
    }

    /// The same in other words.
    pub(super) fn link(
        &self,
        action_id: &str,
        says: &str,
        campaign: &Campaign,
    ) -> Option<SlackBlockButtonElement> {
        let address = self.review_url.replace("{campaignId}", &percent_encoded(&campaign.id));
        let url = Url::parse(&address).ok().filter(|url| url.as_str().len() <= URL)?;
        let label = SlackAccessibilityLabel(plain(&format!("{says}: {}", campaign.name), LABEL));
        let button = SlackBlockButtonElement::new(says.into());
        let button = button.with_action_id(action_id.into()).with_url(url).with_accessibility_label(label);
        Some(if size(&campaign.id) <= VALUE { button.with_value(campaign.id.clone()) } else { button })
    }

    /// The same where it is the one thing to do.
    pub(super) fn review_now_first(&self, campaign: &Campaign) -> Option<SlackBlockButtonElement> {
        self.review_now(campaign).map(|button| button.with_style(SlackBlockButtonStyle::Primary))
    }
}

/// As much of a text as has this size.
fn prefix(text: &str, most: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Mrkdwn of our own making. Verbatim: Slack must not find addresses, channels or people in names.
fn mrkdwn(text: String) -> SlackBlockMarkDownText {
    SlackBlockMarkDownText::new(text).with_verbatim(true)
}

/// Everything but what RFC 3986 calls unreserved, so that an id stays within its place in the address.
fn percent_encoded(id: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    id.bytes().map(encoded).collect()
}

/// Code within mrkdwn; what is inside comes from outside.
pub(super) fn code(raw: &str, most: usize) -> String {
    format!("`{}`", prose(raw, most))
}
