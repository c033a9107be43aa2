//! An administrator has people reminded: what these get, and what the administrator sees.

use minijinja::context;
use slack_morphism::prelude::SlackBlockButtonStyle;

use super::blocks::{Page, code};
use super::buttons::{REMIND_NOW, asking};
use super::reminder::{all, done_and_open};
use super::text::{NAME, are, count, name, progress_bar, prose};
use super::wording::Kind;
use super::{Frame, Message};
use crate::domain::campaign::Campaign;
use crate::domain::nudge::{Before, Outlook, Owing, Reach};
use crate::domain::question::Question;
use crate::domain::standing::MyCampaign;

/// Longest name within a button.
const SHORT: usize = 50;

impl Frame {
    /// Reminds somebody because an administrator asked for it.
    pub fn nudge(&self, mine: &MyCampaign, asked_by: Option<&str>) -> Message {
        let campaign = &mine.campaign;
        let who = asked_by.map(str::trim).filter(|who| !who.is_empty());
        let who = who.map_or_else(|| "An administrator".to_owned(), name);
        let left = match campaign.ends_at.map(|end| self.days_left(end)) {
            None => String::new(),
            Some(0) => "; due today".to_owned(),
            Some(days) => format!("; {} left", count(days, "day")),
        };
        let what = format!("{} of {} in {}", mine.open, count(all(mine), "review"), name(&campaign.name));
        let text = format!("{who} asks you to look at {what} that {} still open{left}", are(mine.open));

        let bar = progress_bar(all(mine) - mine.open, all(mine));
        let says = vec![
            format!("*{who} asks you to look at what is still open.*"),
            format!("{bar}\n{}", done_and_open(mine)),
        ];
        let asker = asked_by.map(str::trim).filter(|who| !who.is_empty()).map(name);
        let values = || context! { asked_by => asker, ..self.of_mine(mine) };
        self.asking(Kind::Nudge, mine, (text, says), values)
    }

    /// Shows an administrator whom a nudge would reach, and asks whether to go ahead.
    pub fn nudge_preview(&self, outlook: &Outlook) -> Message {
        let Outlook::Reaches { campaign, reach, whom } = outlook else { return self.no_nudge(outlook) };
        let called = name(&campaign.name);
        let mut page = Page::new();
        let (text, label) = match (whom, reach.people.len()) {
            (Some(whom), 0) => (not_this_one(whom), None),
            (Some(whom), _) => {
                let (who, items) = (name(&whom.name), count(whom.open, "item"));
                let label = format!("Remind {}", short(&whom.name));
                (format!("{who} has {items} open in {called} and would get a reminder"), Some(label))
            }
            (None, 0) if reach.rested == 0 && reach.unreachable == 0 => return self.no_nudge(outlook),
            (None, 0) => (format!("Nobody would get a reminder of {called}"), None),
            (None, people) => {
                let label = format!("Remind {}", persons(people));
                (format!("{} would get a reminder of {called}", persons(people)), Some(label))
            }
        };
        page.section(format!("*{text}.*"));
        if whom.is_none() {
            page.context(vec![not_reached(campaign, reach)]);
        }
        page.context(self.trial().into_iter().collect());
        let question = Question::Remind {
            id: campaign.id.clone(),
            whom: whom.as_ref().map(|whom| whom.person_id.clone()),
        };
        let button = label.and_then(|label| asking(REMIND_NOW, &label, &campaign.name, &question));
        page.button(button.map(|button| button.with_style(SlackBlockButtonStyle::Primary)));
        page.into_message(text)
    }

    /// Tells an administrator what came of a confirmed nudge.
    pub fn nudged(&self, outlook: &Outlook) -> Message {
        let Outlook::Reaches { campaign, reach, whom } = outlook else { return self.no_nudge(outlook) };
        if reach.people.is_empty() {
            return self.nudge_preview(outlook);
        }
        let who = whom.as_ref().map_or_else(|| persons(reach.people.len()), |whom| name(&whom.name));
        let gets = if reach.people.len() == 1 { "gets" } else { "get" };
        let gets = if self.pilot.is_dry() { "would get" } else { gets };
        let text = format!("{who} {gets} a reminder of {} now", name(&campaign.name));
        let mut page = Page::new();
        page.section(format!("✓ {text}."));
        if whom.is_none() {
            page.context(vec![not_reached(campaign, reach)]);
        }
        page.context(self.trial().into_iter().collect());
        page.into_message(text)
    }

    /// Why nobody is reminded.
    fn no_nudge(&self, outlook: &Outlook) -> Message {
        let says = match outlook {
            Outlook::Reaches { campaign, .. } => {
                format!("Nobody has anything open in {}", name(&campaign.name))
            }
            Outlook::Rests(campaign, before) => self.rests(campaign, before),
            Outlook::Closed(campaign) if self.has_ended(campaign) => {
                format!("{} has ended; nobody is reminded of it any more", name(&campaign.name))
            }
            Outlook::Closed(campaign) => {
                format!(
                    "{} does not ask anything of anybody yet, so nobody is reminded",
                    name(&campaign.name)
                )
            }
            Outlook::NoCampaign => "That campaign is not on record any more; nobody was reminded".to_owned(),
            Outlook::NoReviewer(campaign, whom) => {
                let campaign = name(&campaign.name);
                format!(
                    "“{}” is no reviewer with open items in {campaign}; nobody was reminded",
                    prose(whom, NAME)
                )
            }
            Outlook::SeveralReviewers(campaign, whom) => {
                let (whom, campaign) = (prose(whom, NAME), name(&campaign.name));
                format!(
                    "Several reviewers in {campaign} are called “{whom}”; please name the one by their e-mail address"
                )
            }
        };
        let mut page = Page::new();
        page.section(format!("{says}."));
        page.into_message(says)
    }

    fn rests(&self, campaign: &Campaign, before: &Before) -> String {
        let who = before.by.as_deref().map_or_else(|| "An administrator".to_owned(), name);
        let people = persons(usize::try_from(before.people).unwrap_or(usize::MAX));
        let (at, again) = (self.date(before.at), self.date(before.again_at()));
        let called = name(&campaign.name);
        format!("{who} had {people} reminded of {called} on {at}; the next time is possible from {again}")
    }
}

/// Why this one person is not reminded.
fn not_this_one(whom: &Owing) -> String {
    let who = name(&whom.name);
    if whom.is_reachable {
        format!("{who} was written to in the last 4 hours, so gets no reminder now")
    } else {
        format!("{who} cannot be reached; the status of the campaign says why")
    }
}

/// Who is left out, and why.
fn not_reached(campaign: &Campaign, reach: &Reach) -> String {
    let was = |number| if number == 1 { "was" } else { "were" };
    let rested = (reach.rested > 0).then(|| {
        format!("{} {} written to in the last 4 hours and left out", reach.rested, was(reach.rested))
    });
    let unreachable = (reach.unreachable > 0).then(|| {
        let command = code(&format!("/certs status {}", campaign.id), NAME);
        format!("{} cannot be reached: {command} says why", reach.unreachable)
    });
    rested.into_iter().chain(unreachable).collect::<Vec<_>>().join(" · ")
}

fn persons(number: usize) -> String {
    if number == 1 { "1 person".to_owned() } else { format!("{number} people") }
}

fn short(name: &str) -> String {
    name.chars().take(SHORT).collect()
}
