//! The campaign channel: the status that stays there, and the lines at the launch and at the close.

use slack_morphism::prelude::*;

use super::blocks::Page;
use super::status::unreachable;
use super::text::{count, name};
use super::{Frame, Message, OPEN_IN_OKTA};
use crate::domain::campaign::{Campaign, Status};
use crate::domain::standing::Progress;

impl Frame {
    /// How a campaign stands.
    pub fn board(&self, progress: &Progress) -> Message {
        let campaign = &progress.campaign;
        let mut page = Page::new();
        page.header(&campaign.name);
        page.section(self.standing(progress));
        if !self.has_ended(campaign) {
            if let Some(who) = unreachable(progress) {
                page.section(who);
            }
            page.button(self.open_in_okta(campaign));
            page.context(vec!["This message is kept up to date.".to_owned()]);
        }
        let tail = if self.has_ended(campaign) {
            "; it has ended".to_owned()
        } else {
            format!(", {} outstanding", count(progress.reviewers_outstanding, "reviewer"))
        };
        page.into_message(format!("{}: {}{tail}", name(&campaign.name), reviewed(progress)))
    }

    /// That it began.
    pub fn campaign_began(&self, progress: &Progress) -> Message {
        let campaign = &progress.campaign;
        let reviewers = progress.reviewers_done.saturating_add(progress.reviewers_outstanding);
        let says = format!("{} for {}", count(progress.items, "item"), count(reviewers, "reviewer"));
        line(&campaign.name, &format!("has begun: {says}{}", self.tail(", due ", campaign)), None)
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
        line(&campaign.name, &says, left_undecided(progress))
    }

    /// The way to the campaign; none where the address that results is no address.
    fn open_in_okta(&self, campaign: &Campaign) -> Option<SlackBlockButtonElement> {
        self.link(OPEN_IN_OKTA, "Open in Okta", campaign)
    }
}

/// One line with the campaign's name in front, and what comes after it.
fn line(title: &str, says: &str, more: Option<String>) -> Message {
    let mut page = Page::new();
    let bold = format!("*{}* {says}", name(title));
    page.section([Some(bold), more].into_iter().flatten().collect::<Vec<_>>().join("\n"));
    page.into_message(format!("{} {says}", name(title)))
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
