//! How campaigns stand, for whoever runs them, on a day on which their reviewers are reminded.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::blocks::{Page, SECTION};
use super::dates::by_close;
use super::text::{and_more, count, name, prose, size};
use super::wording::{Kind, Said};
use super::{Frame, Message};
use crate::domain::obstacle::Obstacle;
use crate::domain::standing::{Owned, Unreachable};

/// So many who are furthest behind are named.
const BEHIND: usize = 5;
/// So many reasons why somebody could not be reached are told.
const REASONS: usize = 6;
/// So many whom one reason concerns are named.
const NAMED: usize = 3;
/// Longest name in such a line.
const WHO: usize = 60;
/// Longest reason of one person or group alone.
const WHY: usize = 160;
/// Kept free in a section for the line that says how many were left out.
const REST: usize = 60;

impl Frame {
    /// Tells an owner how far their campaigns are, who is furthest behind, and what to do about those who cannot be
    /// reached.
    pub fn owner_digest(&self, campaigns: &[Owned]) -> Message {
        let mut sorted: Vec<&Owned> = campaigns.iter().collect();
        sorted.sort_by_key(|one| by_close(&one.progress.campaign));
        let (whose, why) = match sorted.len() {
            1 => (
                "your campaign stands".to_owned(),
                "You run this campaign; this comes when its reviewers are reminded.",
            ),
            many => (
                format!("your {many} campaigns stand"),
                "You run these campaigns; this comes when their reviewers are reminded.",
            ),
        };
        let ours = Said {
            text: self.owner_line(&sorted),
            body: format!("*How {whose}*"),
            small: vec![why.to_owned()],
        };
        let said = self.wording.say(Kind::OwnerDigest, || self.of_owned(&sorted), ours);
        let mut page = Page::new();
        page.body(&said.body);
        page.list(&sorted, |one| (self.owned(one), None));
        page.context(said.small);
        page.into_message(said.text)
    }

    fn owner_line(&self, sorted: &[&Owned]) -> String {
        let sum = |of: fn(&Owned) -> u64| sorted.iter().fold(0_u64, |sum, one| sum.saturating_add(of(one)));
        let (reviewed, items) = (sum(|one| one.progress.reviewed), sum(|one| one.progress.items));
        let decided = format!("{reviewed} of {}", count(items, "review"));
        match sorted {
            [one] => {
                let Owned { progress, .. } = one;
                let open = match progress.reviewers_outstanding {
                    0 => String::new(),
                    1 => "; 1 reviewer has open items".to_owned(),
                    many => format!("; {many} reviewers have open items"),
                };
                let left = match progress.campaign.ends_at.map(|end| self.days_left(end)) {
                    None => String::new(),
                    Some(0) => "; it closes today".to_owned(),
                    Some(days) => format!("; {} left", count(days, "day")),
                };
                let lost = match progress.unreachable.len() {
                    0 => String::new(),
                    many => format!("; {many} could not be reached"),
                };
                format!("{decided} decided in {}{open}{lost}{left}", name(&progress.campaign.name))
            }
            many => {
                let first =
                    many.first().map(|first| self.tail("; the first closes ", &first.progress.campaign));
                let all = many.len();
                format!("{decided} decided in your {all} campaigns{}", first.unwrap_or_default())
            }
        }
    }

    fn owned(&self, one: &Owned) -> String {
        let Owned { progress, behind } = one;
        let mut text = format!("*{}*\n{}", name(&progress.campaign.name), self.standing(progress));
        let named: Vec<Line> = behind.iter().map(|reviewer| (1, self.owes(reviewer))).take(BEHIND).collect();
        add(&mut text, "Furthest behind", &named, behind.len());
        let unreachable = &progress.unreachable;
        let title = format!("{} could not be reached", unreachable.len());
        let lines = reasons(unreachable);
        add(&mut text, &title, &lines, unreachable.len());
        let values = || {
            let told = |lines: &[Line]| lines.iter().map(|(_, line)| line.clone()).collect::<Vec<_>>();
            let counted: usize = lines.iter().map(|(people, _)| people).sum();
            context! {
                behind => told(&named),
                behind_more => behind.len().saturating_sub(named.len()),
                reasons => told(&lines),
                reasons_more => unreachable.len().saturating_sub(counted),
                ..self.of_progress(progress)
            }
        };
        self.wording.say(Kind::OwnerDigestCampaign, values, Said::part(text)).body
    }

    /// What the head of the message is given: sums, and of a single campaign its own figures.
    fn of_owned(&self, sorted: &[&Owned]) -> Value {
        let sum = |of: fn(&Owned) -> u64| sorted.iter().fold(0_u64, |sum, one| sum.saturating_add(of(one)));
        let first = sorted.first().map(|one| &one.progress);
        let campaign = first.map(|progress| &progress.campaign);
        let end = campaign.and_then(|campaign| campaign.ends_at);
        context! {
            campaigns => sorted.len(),
            campaign => campaign.map(|campaign| name(&campaign.name)),
            reviewed => sum(|one| one.progress.reviewed),
            items => sum(|one| one.progress.items),
            reviewers_outstanding => sum(|one| one.progress.reviewers_outstanding),
            not_reached => sorted.iter().map(|one| one.progress.unreachable.len()).sum::<usize>(),
            first_due => end.map(|end| self.date(end)),
            days_left => end.map(|end| self.days_left(end)),
        }
    }
}

/// How many a line speaks of, and the line.
type Line = (usize, String);

/// Adds a list to a section, as far as there is room, and how many of `all` that leaves out.
fn add(text: &mut String, title: &str, lines: &[Line], all: usize) {
    if lines.is_empty() {
        return;
    }
    text.extend(["\n*", title, "*"]);
    let mut left_out = all;
    for (people, line) in lines {
        if size(text) + size(line) + REST > SECTION {
            break;
        }
        text.extend(["\n• ", line]);
        left_out = left_out.saturating_sub(*people);
    }
    if left_out > 0 {
        text.extend(["\n", &and_more(left_out)]);
    }
}

/// One line a reason, with whom it concerns and what can be done.
fn reasons(unreachable: &[Unreachable]) -> Vec<Line> {
    let mut by_reason: BTreeMap<(Obstacle, &str), Vec<&Unreachable>> = BTreeMap::new();
    for one in unreachable {
        // What is said of somebody alone is a line of its own.
        let whose = if shared(one.obstacle).is_some() { "" } else { one.who.as_str() };
        by_reason.entry((one.obstacle, whose)).or_default().push(one);
    }
    let line = |((obstacle, _), people): ((Obstacle, &str), Vec<&Unreachable>)| {
        let all = people.len();
        let alone = people.first().map(|one| alone(one)).unwrap_or_default();
        let says = shared(obstacle).map_or(alone, |reason| format!("{}: {reason}", names(&people)));
        (all, format!("{says}. {}", what_to_do(obstacle)))
    };
    by_reason.into_iter().map(line).take(REASONS).collect()
}

fn names(people: &[&Unreachable]) -> String {
    let shown: Vec<String> = people.iter().take(NAMED).map(|one| who(one)).collect();
    match people.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn who(one: &Unreachable) -> String {
    let shown = prose(&one.who, WHO);
    if shown.is_empty() { name("") } else { shown }
}

fn alone(one: &Unreachable) -> String {
    let why = prose(one.why.trim_end_matches('.'), WHY);
    if one.obstacle == Obstacle::NoReviewer { why } else { format!("{}: {why}", who(one)) }
}

/// The reason in words that fit one and many; none where each has their own.
fn shared(obstacle: Obstacle) -> Option<&'static str> {
    Some(match obstacle {
        Obstacle::Deactivated => "deactivated in Okta",
        Obstacle::NoAddress => "no e-mail address in Okta",
        Obstacle::NotInSlack => "no active Slack account for their Okta e-mail address",
        Obstacle::SlackDeactivated => "Slack account deactivated",
        Obstacle::InDoubt => "Slack did not say whether the message arrived",
        Obstacle::Refused
        | Obstacle::GroupTooLarge
        | Obstacle::GroupEmpty
        | Obstacle::GroupUnreadable
        | Obstacle::NoReviewer => return None,
    })
}

/// The next step, for whoever runs the campaign.
fn what_to_do(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Deactivated => "Hand their items to somebody else in Okta.",
        Obstacle::NoAddress => "Give them one, or hand their items to somebody else in Okta.",
        Obstacle::NotInSlack => "Correct the address, or hand their items to somebody else in Okta.",
        Obstacle::SlackDeactivated => "Have it activated, or hand their items to somebody else in Okta.",
        Obstacle::Refused => "Write to them yourself, or hand their items to somebody else in Okta.",
        Obstacle::InDoubt => "Ask them; an administrator can send it again from `/certs status`.",
        Obstacle::GroupTooLarge => "Tell its members yourself, or hand the items to one of them in Okta.",
        Obstacle::GroupEmpty => "Add somebody to it, or hand the items to somebody in Okta.",
        Obstacle::GroupUnreadable => "Tell its members yourself until an administrator has seen to it.",
        Obstacle::NoReviewer => "Give them one there.",
    }
}
