//! Short answers to commands.

use super::Message;
use super::blocks::{Entry, Page, code};
use super::buttons::{CHOOSE, asking};
use super::text::{NAME, count, escaped, name, prose};
use crate::domain::question::Question;

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

/// A campaign that may be meant.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Its id, which can be typed instead.
    pub id: String,
    /// What is asked by choosing it.
    pub asks: Question,
}

/// Several campaigns have `part` in their name.
pub fn candidates(part: &str, choices: &[Choice]) -> Message {
    let many = u64::try_from(choices.len()).unwrap_or(u64::MAX);
    let text = format!("{} match “{}”", count(many, "campaign"), prose(part, NAME));
    let mut page = Page::new();
    page.section(format!("{text}. Which one?"));
    page.list(choices, entry);
    page.into_message(text)
}

/// No campaign was named; `active` are those that it may be.
pub fn which_campaign(active: &[Choice]) -> Message {
    let text = if active.is_empty() { "No campaign is active" } else { "Which campaign?" };
    let mut page = Page::new();
    page.section(text.to_owned());
    page.list(active, entry);
    page.into_message(text.to_owned())
}

/// No campaign is called anything like `part`; `nearest` is the one that was probably meant, and `known` are the names of
/// those there are.
pub fn no_such_campaign(part: &str, nearest: Option<&Choice>, known: &[String]) -> Message {
    let mut text = format!("No campaign matches “{}”", prose(part, NAME));
    if known.is_empty() {
        text.push_str("; none is known yet");
    }
    if let Some(nearest) = nearest {
        text.push_str(". Did you mean ");
        text.push_str(&name(&nearest.name));
        text.push('?');
    }
    let mut page = Page::new();
    page.section(text.clone());
    page.list(nearest.map(std::slice::from_ref).unwrap_or_default(), entry);
    page.lines("The campaigns there are", known, CAMPAIGNS, |campaign| name(campaign));
    page.into_message(text)
}

fn entry(choice: &Choice) -> Entry {
    let label = if matches!(choice.asks, Question::Remind { .. }) { "Choose" } else { "Show" };
    let text = format!("*{}* {}", name(&choice.name), code(&choice.id, NAME));
    (text, asking(CHOOSE, label, &choice.name, &choice.asks))
}
