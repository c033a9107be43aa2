//! One campaign in full, for an administrator.

use super::blocks::Page;
use super::text::{PROSE, count, name, prose};
use super::{Frame, Message};
use crate::domain::standing::{Deliveries, Details, Outstanding};

/// Room for the list of reviewers who have open items.
const OUTSTANDING: usize = 5_000;
/// Room for the list of those who could not be reached.
const UNREACHABLE: usize = 3_500;

impl Frame {
    /// The answer to `/certs status <campaign>`.
    pub fn details(&self, details: &Details) -> Message {
        let progress = &details.progress;
        let campaign = &progress.campaign;
        let mut page = Page::new();
        page.header(&campaign.name);
        page.section(self.standing(progress));
        page.section(format!("*Messages*\n{}", deliveries(details.deliveries)));
        // Of a campaign that is over there is nothing to say any more.
        if !self.has_ended(campaign) {
            self.in_question(details, &mut page);
        }
        page.lines("Could not be reached", &progress.unreachable, UNREACHABLE, |person| {
            format!("{}: {}", name(&person.who), prose(&person.why, PROSE))
        });
        page.lines("Still have open items", &details.outstanding, OUTSTANDING, |reviewer| {
            self.owes(reviewer)
        });
        let (reviewed, items) = (progress.reviewed, count(progress.items, "item"));
        let over = if self.has_ended(campaign) { "; it has ended" } else { "" };
        page.into_message(format!("{}: {reviewed} of {items} reviewed{over}", name(&campaign.name)))
    }

    /// A reviewer with their open items.
    pub(super) fn owes(&self, reviewer: &Outstanding) -> String {
        let contact = reviewer.last_contact.map(|at| format!("last message {}", self.short_date(at)));
        let contact = contact.as_deref().unwrap_or("no message yet");
        format!("{}: {}, {contact}", name(&reviewer.name), count(reviewer.open, "item"))
    }
}

/// What became of the messages, by the words of the notification log.
fn deliveries(deliveries: Deliveries) -> String {
    let Deliveries { waiting, sent, failed, unknown, dropped } = deliveries;
    let mut says =
        format!("{waiting} planned, {sent} sent, {failed} failed, {unknown} unknown, {dropped} dropped");
    if unknown > 0 {
        says.push_str(
            "\n*unknown* means that Slack did not say whether the message arrived; it is not sent again by itself.",
        );
    }
    says
}
