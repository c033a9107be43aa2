//! Buttons that ask a question, and paging through the answers.

use slack_morphism::prelude::*;

use super::blocks::Page;
use super::text::plain;
use crate::domain::page::Leaf;
use crate::domain::question::Question;

/// `action_id` of **Next**; the value of it and the following is a [`Question`].
pub const NEXT: &str = "next_page";
/// `action_id` of **Back**.
pub const BACK: &str = "previous_page";
/// `action_id` of **Show** and **Choose** under several things that may be meant.
pub const CHOOSE: &str = "choose";
/// `action_id` of **Details**.
pub const DETAILS: &str = "details";
/// `action_id` of **Remind …**, which only shows whom it would reach.
pub const REMIND: &str = "remind";
/// `action_id` of **Remind 12 people**, which does it.
pub const REMIND_NOW: &str = "remind_now";

/// Longest text of a button, and longest accessibility label.
const LABEL: usize = 75;
/// Longest value that is taken from a press.
const VALUE: usize = 255;

/// A button that asks `question`; `about` is what it is about, for those who only hear it. None where the question does
/// not fit.
pub(super) fn asking(
    action_id: &str,
    label: &str,
    about: &str,
    question: &Question,
) -> Option<SlackBlockButtonElement> {
    let value = question.to_value();
    let button = SlackBlockButtonElement::new(SlackBlockPlainTextOnly::from(plain(label, LABEL)));
    let heard = SlackAccessibilityLabel(plain(&format!("{label}: {about}"), LABEL));
    (value.len() <= VALUE)
        .then(|| button.with_action_id(action_id.into()).with_value(value).with_accessibility_label(heard))
}

impl Page {
    /// The way to the other pages, if there are any.
    pub(super) fn turns(&mut self, question: &Question, leaf: Leaf) {
        let Leaf { page, of } = leaf;
        if of < 2 {
            return;
        }
        let turn = |action_id, label: &str, to: usize| {
            asking(action_id, label, &format!("page {} of {of}", to + 1), &question.at_page(to))
        };
        let back = page.checked_sub(1).and_then(|to| turn(BACK, "Back", to));
        let next = Some(page + 1).filter(|to| *to < of).and_then(|to| turn(NEXT, "Next", to));
        self.buttons([back, next]);
        self.context(vec![format!("Page {} of {of}", page + 1)]);
    }
}
