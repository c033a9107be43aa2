//! Messages of which nobody knows whether they arrived, and sending one again.

use slack_morphism::prelude::*;

use super::blocks::{Entry, Page, code};
use super::text::{PROSE, and_more, name, plain};
use super::{Frame, Message, RESEND, sentence};
use crate::domain::standing::{Details, InQuestion, Resent};

/// Up to so many have a button of their own: what is left of the answer is for the other lists.
pub const BUTTONS: usize = 10;
/// Longest accessibility label of a button, and longest name in it.
const LABEL: usize = 75;

impl Frame {
    /// One section a message, with its button.
    pub(super) fn in_question(&self, details: &Details, page: &mut Page) {
        let shown = &details.in_question[..details.in_question.len().min(BUTTONS)];
        if shown.is_empty() {
            return;
        }
        page.section("*Arrived or not? Slack did not say*".to_owned());
        for message in shown {
            page.entry(self.one_in_question(message));
        }
        let all = usize::try_from(details.deliveries.unknown).unwrap_or(usize::MAX);
        if all > shown.len() {
            let id = &details.progress.campaign.id;
            let command = code(&format!("certs outbox retry --all-unknown --campaign {id}"), PROSE);
            page.context(vec![format!(
                "{}; an operator sends them all again with {command}",
                and_more(all - shown.len())
            )]);
        }
    }

    fn one_in_question(&self, message: &InQuestion) -> Entry {
        let what = match message.kind.as_str() {
            "reminder" => "a reminder",
            "reassignment" => "items that were handed over",
            "escalation" => "what others have not decided",
            "escalation_warning" => "that their manager will hear of it",
            "nudge" => "a reminder that an administrator asked for",
            "owner_digest" => "the digest for its owner",
            "board" => "how the campaign stands",
            "began" => "that the campaign began",
            "closed" => "how the campaign ended",
            _ => "the first message",
        };
        let text = format!("{}: {what}, {}", name(&message.name), self.short_date(message.since));
        (text, Some(send_again(message)))
    }
}

fn send_again(message: &InQuestion) -> SlackBlockButtonElement {
    let confirm = SlackBlockConfirmItem::new(
        "Send it again?".into(),
        SlackBlockPlainText::new(plain(
            &format!(
                "{} may have got this message already. It is sent again with today's figures.",
                message.name.chars().take(100).collect::<String>()
            ),
            PROSE,
        ))
        .into(),
        "Send again".into(),
        "Leave it".into(),
    );
    SlackBlockButtonElement::new("Send again".into())
        .with_action_id(RESEND.into())
        .with_value(message.number.to_string())
        .with_accessibility_label(SlackAccessibilityLabel(plain(
            &format!("Send again: {}", message.name),
            LABEL,
        )))
        .with_confirm(confirm)
}

/// The answer to whoever pressed **Send again**; `whom` is the name of whom the message is for.
pub fn resent(whom: &str, came_to: &Resent) -> Message {
    let whom: String = whom.chars().take(100).collect();
    sentence(&match came_to {
        Resent::Due => format!("The message to {whom} is on its way again, with today's figures."),
        Resent::OnItsWay => format!("The message to {whom} is on its way already; it goes out once."),
        Resent::Sent => format!("The message to {whom} has arrived by now; nothing more was sent."),
        Resent::Failed(why) => {
            let why: String = why.chars().take(PROSE).collect();
            format!("The message to {whom} was tried again and could not be sent: {why}")
        }
        Resent::InQuestion => {
            format!("The message to {whom} was sent again, and again Slack did not say whether it arrived.")
        }
        Resent::Dropped => format!("There is nothing left to tell {whom}, so nothing was sent."),
    })
}
