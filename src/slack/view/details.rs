//! One campaign in full, for an administrator.

use std::fmt::Write;

use super::blocks::Page;
use super::text::{PROSE, count, name, prose, size};
use super::{Frame, Message};
use crate::domain::page::Leaf;
use crate::domain::question::Question;
use crate::domain::standing::{Deliveries, Details, Outstanding};

/// Lines on a page, and room for them: what is left of it is for the figures and what is in question.
const LINES: usize = 40;
const ROOM: usize = 4_500;

/// What a line needs beside its words.
const BULLET: usize = 3;

/// A person in a list: the title of the list, and what it says of them.
type Line = (&'static str, String);

impl Frame {
    /// The answer to `/certs status <campaign>`: a page of it.
    pub fn details(&self, details: &Details, wanted: usize) -> Message {
        let progress = &details.progress;
        let campaign = &progress.campaign;
        let lines = self.people(details);
        let sizes: Vec<usize> = lines.iter().map(|(_, line)| size(line) + BULLET).collect();
        let (leaf, here) = Leaf::of_text(&sizes, LINES, ROOM, wanted);

        let mut page = Page::new();
        page.header(&campaign.name);
        if leaf.page == 0 {
            page.context(self.trial().into_iter().collect());
            page.section(self.standing(progress));
            page.section(format!("*Messages*\n{}", deliveries(details.deliveries)));
            // Of a campaign that is over there is nothing to say any more.
            if !self.has_ended(campaign) {
                self.in_question(details, &mut page);
            }
        }
        for list in lines[here].chunk_by(|a, b| a.0 == b.0) {
            let title = list.first().map_or("", |(title, _)| title);
            page.lines(title, list, usize::MAX, |(_, line)| line.clone());
        }
        page.button(self.remind(progress).filter(|_| leaf.page == 0));
        page.turns(&Question::Campaign { id: campaign.id.clone(), page: 0 }, leaf);
        let (reviewed, items) = (progress.reviewed, count(progress.items, "item"));
        let over = if self.has_ended(campaign) { "; it has ended" } else { "" };
        page.into_message(format!("{}: {reviewed} of {items} reviewed{over}", name(&campaign.name)))
    }

    /// Who could not be reached, and who still has something open.
    fn people(&self, details: &Details) -> Vec<Line> {
        let unreachable = details.progress.unreachable.iter().map(|person| {
            ("Could not be reached", format!("{}: {}", name(&person.who), prose(&person.why, PROSE)))
        });
        let outstanding = details.outstanding.iter().map(|one| ("Still have open items", self.owes(one)));
        unreachable.chain(outstanding).collect()
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
    let Deliveries { waiting, sent, failed, unknown, dropped, rehearsed, held_back } = deliveries;
    let mut says =
        format!("{waiting} planned, {sent} sent, {failed} failed, {unknown} unknown, {dropped} dropped");
    if rehearsed > 0 {
        let _ = write!(says, ", {rehearsed} only on record because of a dry run");
    }
    if held_back > 0 {
        let _ = write!(says, ", {held_back} held back because not in the pilot group");
    }
    if unknown > 0 {
        says.push_str(
            "\n*unknown* means that Slack did not say whether the message arrived; it is not sent again by itself.",
        );
    }
    says
}
