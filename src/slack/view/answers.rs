//! Short answers to commands.

use super::Message;
use super::blocks::{Page, code};
use super::text::{NAME, count, escaped, name, prose};

/// Longest answer, so that it fits into a message's `text`.
const ANSWER: usize = 900;
/// Room for a list of campaigns.
const CAMPAIGNS: usize = 6_000;

/// An answer of one sentence, shown as it is: nothing in it is formatted.
pub fn sentence(text: &str) -> Message {
    let mut page = Page::new();
    page.plain_section(text);
    page.into_message(escaped(text, ANSWER))
}

/// Several campaigns, each as name and id, have `part` in their name.
pub fn candidates(part: &str, names: &[(String, String)]) -> Message {
    let many = u64::try_from(names.len()).unwrap_or(u64::MAX);
    let text = format!("{} match “{}”", count(many, "campaign"), prose(part, NAME));
    let mut page = Page::new();
    page.section(format!("{text}. `/certs status &lt;id&gt;` shows one of them."));
    page.lines("Which one?", names, CAMPAIGNS, |(campaign, id)| {
        format!("{} {}", name(campaign), code(id, NAME))
    });
    page.into_message(text)
}

/// No campaign is called anything like `part`; `known` are the names of those there are.
pub fn no_such_campaign(part: &str, known: &[String]) -> Message {
    let mut text = format!("No campaign matches “{}”", prose(part, NAME));
    if known.is_empty() {
        text.push_str("; none is known yet");
    }
    let mut page = Page::new();
    page.section(text.clone());
    page.lines("The campaigns there are", known, CAMPAIGNS, |campaign| name(campaign));
    page.into_message(text)
}
