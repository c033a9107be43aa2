//! What templates are given: numbers, yes and no, and texts that are safe to show.

use chrono::{DateTime, Utc};
use minijinja::{Value, context};

use super::super::Frame;
use super::super::dates::calendar_day;
use super::super::launch::first_words;
use super::super::reminder::all;
use super::super::text::{name, progress_bar};
use crate::domain::campaign::Campaign;
use crate::domain::standing::{MyCampaign, Progress, Reminded};

impl Frame {
    /// A campaign.
    pub(in super::super) fn of_campaign(&self, campaign: &Campaign) -> Value {
        let end = campaign.ends_at;
        context! {
            campaign => name(&campaign.name),
            description => first_words(campaign),
            silence_revokes => campaign.silence_revokes,
            has_end => end.is_some(),
            ..self.of_end(end)
        }
    }

    /// When it is, in the reader's own zone; nothing where there is none.
    fn of_end(&self, end: Option<DateTime<Utc>>) -> Value {
        context! {
            due => end.map(|end| self.date(end)),
            due_day => end.map(|end| self.short_date(end)),
            days_left => end.map(|end| self.days_left(end)),
            left => end.map(|end| self.left(end)),
        }
    }

    /// A campaign as it stands for its reader.
    pub(in super::super) fn of_mine(&self, mine: &MyCampaign) -> Value {
        let owner = mine.owner_name.as_deref().map(str::trim).filter(|owner| !owner.is_empty());
        let total = all(mine);
        context! {
            open => mine.open,
            total,
            decided => total - mine.open,
            bar => progress_bar(total - mine.open, total),
            owner => owner.map(name),
            ..self.of_campaign(&mine.campaign)
        }
    }

    /// The same in a reminder.
    pub(in super::super) fn of_reminded(&self, reminded: &Reminded) -> Value {
        context! {
            is_last => reminded.is_last,
            next_reminder => reminded.next.map(calendar_day),
            put_off_until => reminded.snoozed_until.map(calendar_day),
            ..self.of_mine(&reminded.mine)
        }
    }

    /// A campaign as whoever runs it sees it.
    pub(in super::super) fn of_progress(&self, progress: &Progress) -> Value {
        context! {
            items => progress.items,
            reviewed => progress.reviewed,
            bar => progress_bar(progress.reviewed, progress.items),
            reviewers => progress.reviewers_done.saturating_add(progress.reviewers_outstanding),
            reviewers_done => progress.reviewers_done,
            reviewers_outstanding => progress.reviewers_outstanding,
            next_reminder => progress.next_reminder.map(calendar_day),
            standing => self.standing(progress),
            not_reached => progress.unreachable.len(),
            has_ended => self.has_ended(&progress.campaign),
            ..self.of_campaign(&progress.campaign)
        }
    }
}
