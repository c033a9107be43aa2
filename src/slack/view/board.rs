//! The campaign channel: the status that stays there, and the lines at the launch and at the close.

use minijinja::context;
use slack_morphism::prelude::*;

use super::blocks::Page;
use super::status::unreachable;
use super::text::{count, name};
use super::wording::{Kind, Said};
use super::{Frame, Message, OPEN_IN_OKTA};
use crate::domain::campaign::{Campaign, Status};
use crate::domain::standing::Progress;

impl Frame {
    /// How a campaign stands.
    pub fn board(&self, progress: &Progress) -> Message {
        let campaign = &progress.campaign;
        let has_ended = self.has_ended(campaign);
        let who = unreachable(progress).filter(|_| !has_ended);
        let small = "This message is kept up to date.".to_owned();
        let tail = if self.has_ended(campaign) {
            "; it has ended".to_owned()
        } else {
            format!(", {} outstanding", count(progress.reviewers_outstanding, "reviewer"))
        };
        let text = format!("{}: {}{tail}", name(&campaign.name), reviewed(progress));
        let ours = Said {
            text,
            body: self.standing(progress),
            small: if has_ended { Vec::new() } else { vec![small] },
        };
        let said = self.wording.say(Kind::Board, || self.of_progress(progress), ours);
        let mut page = Page::new();
        page.header(&campaign.name);
        page.body(&said.body);
        // Who could not be reached is no matter of wording.
        if let Some(who) = who {
            page.section(who);
        }
        page.button(self.open_in_okta(campaign).filter(|_| !has_ended));
        page.context(said.small);
        page.into_message(said.text)
    }

    /// That it began.
    pub fn campaign_began(&self, progress: &Progress) -> Message {
        let campaign = &progress.campaign;
        let reviewers = progress.reviewers_done.saturating_add(progress.reviewers_outstanding);
        let says = format!("{} for {}", count(progress.items, "item"), count(reviewers, "reviewer"));
        let says = format!("has begun: {says}{}", self.tail(", due ", campaign));
        self.line_of(Kind::Began, progress, line(&campaign.name, &says, None))
    }

    /// That it is over, with the final figures.
    pub fn campaign_closed(&self, progress: &Progress) -> Message {
        let campaign = &progress.campaign;
        let ended = match (&campaign.status, campaign.ends_at.filter(|end| *end <= self.now)) {
            (Status::Deleted, _) => "was deleted in Okta".to_owned(),
            (Status::Error, _) => "has ended because Okta could not launch it".to_owned(),
            (_, Some(end)) => format!("closed on {}", self.short_date(end)),
            (_, None) => "closed".to_owned(),
        };
        let done = progress.reviewers_done;
        let all = done.saturating_add(progress.reviewers_outstanding);
        let says = format!("{ended}: {}, {done} of {} done", reviewed(progress), count(all, "reviewer"));
        self.line_of(Kind::Closed, progress, line(&campaign.name, &says, left_undecided(progress)))
    }

    fn line_of(&self, kind: Kind, progress: &Progress, ours: Said) -> Message {
        let campaign = &progress.campaign;
        let values = || {
            let undecided = progress.items.saturating_sub(progress.reviewed);
            let closed_on = campaign.ends_at.filter(|end| *end <= self.now);
            context! {
                was_deleted => campaign.status == Status::Deleted,
                could_not_begin => campaign.status == Status::Error,
                is_completed => campaign.status == Status::Completed,
                closed_on => closed_on.map(|end| self.short_date(end)),
                undecided,
                ..self.of_progress(progress)
            }
        };
        let said = self.wording.say(kind, values, ours);
        let mut page = Page::new();
        page.body(&said.body);
        page.context(said.small);
        page.into_message(said.text)
    }

    /// The way to the campaign; none where the address that results is no address.
    fn open_in_okta(&self, campaign: &Campaign) -> Option<SlackBlockButtonElement> {
        self.link(OPEN_IN_OKTA, "Open in Okta", campaign)
    }
}

/// One line with the campaign's name in front, and what comes after it.
fn line(title: &str, says: &str, more: Option<String>) -> Said {
    let bold = format!("*{}* {says}", name(title));
    let body = [Some(bold), more].into_iter().flatten().collect::<Vec<_>>().join("\n");
    Said { text: format!("{} {says}", name(title)), body, small: Vec::new() }
}

fn reviewed(progress: &Progress) -> String {
    format!("{} of {} reviewed", progress.reviewed, count(progress.items, "item"))
}

/// What the close means for items without a decision; nothing where there are none, or nothing is done with them.
fn left_undecided(progress: &Progress) -> Option<String> {
    let open = progress.items.saturating_sub(progress.reviewed);
    let campaign = &progress.campaign;
    if open == 0 || campaign.status != Status::Completed {
        return None;
    }
    let (lose, keep) = if open == 1 { ("loses its", "keeps its") } else { ("lose their", "keep their") };
    let items = count(open, "item");
    Some(if campaign.silence_revokes {
        format!("{items} had no decision and {lose} access.")
    } else {
        format!("{items} had no decision and {keep} access as it is.")
    })
}
