//! How the active campaigns stand, for an administrator.

use slack_morphism::prelude::SlackBlockButtonElement;

use super::blocks::{Page, code};
use super::buttons::{DETAILS, REMIND, asking};
use super::dates::calendar_day;
use super::text::{PROSE, are, count, escaped, name, progress_bar, prose};
use super::{Frame, Message};
use crate::domain::campaign::{Campaign, Status};
use crate::domain::question::Question;
use crate::domain::standing::{Overview, Progress};

/// Campaigns on a page of the overview: as many as always fit.
pub const CAMPAIGNS: usize = 8;
/// Up to so many people who could not be reached are named in the overview, and longest name there.
const NAMED: usize = 5;
const SHORT: usize = 40;
/// Longest id that is shown.
const ID: usize = 100;
/// Longest reason why figures may be old.
const PROBLEM: usize = 200;

impl Frame {
    /// The answer to `/certs status`.
    pub fn status(&self, overview: &Overview) -> Message {
        let headline = match u64::try_from(overview.active).unwrap_or(u64::MAX) {
            0 => "No campaign is active".to_owned(),
            many => format!("{} {} active", count(many, "campaign"), are(many)),
        };
        let troubles = &overview.troubles;

        let mut page = Page::new();
        page.context(self.trial().into_iter().collect());
        page.lines("Needs attention", troubles, 2_000, |trouble| prose(trouble, PROSE));
        page.section(format!("*{headline}*"));
        page.cards(&overview.campaigns, |progress| {
            let title = format!("*{}*", name(&progress.campaign.name));
            let says = [Some(title), Some(self.standing(progress)), unreachable(progress)];
            let text = says.into_iter().flatten().collect::<Vec<_>>().join("\n");
            ((text, None), [details(progress), self.remind(progress)])
        });
        page.turns(&Question::Status { page: 0 }, overview.leaf);
        let trouble = troubles.first().map(|trouble| format!("{} – ", escaped(trouble, PROSE)));
        let trial = self.trial_in_short().map(|trial| format!("{trial} – "));
        page.into_message([trial, trouble, Some(headline)].into_iter().flatten().collect())
    }

    /// The way to those who have open items; none where nobody can be reminded.
    pub(super) fn remind(&self, progress: &Progress) -> Option<SlackBlockButtonElement> {
        let campaign = &progress.campaign;
        let question = Question::Remind { id: campaign.id.clone(), whom: None };
        let can_be = progress.reviewers_outstanding > 0 && campaign.is_open(self.now);
        if can_be { asking(REMIND, "Remind …", &campaign.name, &question) } else { None }
    }

    /// The figures of one campaign.
    pub(super) fn standing(&self, progress: &Progress) -> String {
        let Progress { items, reviewed, reviewers_done: done, reviewers_outstanding: outstanding, .. } =
            progress;
        let mut says = vec![
            progress_bar(*reviewed, *items),
            format!("{reviewed} of {} reviewed", count(*items, "item")),
            format!("{} done, {outstanding} outstanding", count(*done, "reviewer")),
            self.stage(&progress.campaign),
        ];
        if progress.campaign.is_open(self.now) {
            says.push(match progress.next_reminder {
                Some(day) => format!("Next reminder on {}", calendar_day(day)),
                None => "No more reminders are planned".to_owned(),
            });
        }
        let problem = progress.problem.as_deref();
        says.extend(problem.map(|why| format!("*These figures may be old:* {}", prose(why, PROBLEM))));
        says.join("\n")
    }

    /// Whether Okta takes no more decisions.
    pub(super) fn has_ended(&self, campaign: &Campaign) -> bool {
        campaign.status.is_over() || campaign.ends_at.is_some_and(|end| end <= self.now)
    }

    /// Where the campaign is in its life.
    fn stage(&self, campaign: &Campaign) -> String {
        match (&campaign.status, campaign.ends_at) {
            (Status::Deleted, _) => "It has ended: it was deleted in Okta".to_owned(),
            (Status::Error, _) => "It has ended: Okta could not launch it".to_owned(),
            (status, _) if status.is_coming() => format!("It starts {}", self.date(campaign.starts_at)),
            (_, Some(end)) if end <= self.now => format!("It ended {}", self.date(end)),
            (Status::Completed, _) => "It has ended".to_owned(),
            (_, Some(end)) => format!("Closes {} ({})", self.date(end), self.left(end)),
            (_, None) => "It has no end date".to_owned(),
        }
    }
}

/// For the head of the overview: events that nobody works on any more; nothing when there is none.
pub fn given_up(events: u64) -> Option<String> {
    let (were, them) = if events == 1 { ("was", "it") } else { ("were", "them") };
    let many = count(events, "event");
    (events > 0).then(|| format!("{many} {were} given up; certs inbox list names {them}"))
}

fn details(progress: &Progress) -> Option<SlackBlockButtonElement> {
    let campaign = &progress.campaign;
    asking(DETAILS, "Details", &campaign.name, &Question::Campaign { id: campaign.id.clone(), page: 0 })
}

fn short(raw: &str) -> String {
    let short = prose(raw, SHORT);
    if short.is_empty() { name(raw) } else { short }
}

/// Who could not be told: names while they are few, else where to find them.
pub(super) fn unreachable(progress: &Progress) -> Option<String> {
    let people = &progress.unreachable;
    let who = match people.len() {
        0 => return None,
        1..=NAMED => people.iter().map(|person| short(&person.who)).collect::<Vec<_>>().join(", "),
        _ => format!("{} names them", code(&format!("/certs status {}", progress.campaign.id), ID)),
    };
    Some(format!("*{} could not be reached:* {who}", people.len()))
}
