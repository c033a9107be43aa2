//! Items of several campaigns are still open.

use super::blocks::{Entry, Page};
use super::dates::{by_close, calendar_day};
use super::launch::silence;
use super::reminder::done_and_open;
use super::text::{are, count, name};
use super::{Frame, Message};
use crate::domain::standing::Reminded;

impl Frame {
    pub(super) fn digest(&self, campaigns: &[Reminded]) -> Message {
        let mut sorted: Vec<&Reminded> = campaigns.iter().collect();
        sorted.sort_by_key(|reminded| by_close(&reminded.mine.campaign));

        let open = sorted.iter().fold(0_u64, |sum, reminded| sum.saturating_add(reminded.mine.open));
        let many = u64::try_from(sorted.len()).unwrap_or(u64::MAX);
        let what = format!("{} in {}", count(open, "access review"), count(many, "campaign"));
        let first = sorted.first().map(|first| self.tail("; the first closes ", &first.mine.campaign));
        let text = format!("{what} {} waiting{}", are(open), first.unwrap_or_default());

        let mut page = Page::new();
        page.section(format!("*{what} {} waiting for your decision.*", are(open)));
        page.list(&sorted, |reminded| self.digest_entry(reminded));
        page.into_message(text)
    }

    pub(super) fn digest_entry(&self, reminded: &Reminded) -> Entry {
        let campaign = &reminded.mine.campaign;
        let mut says = vec![format!("*{}*", name(&campaign.name)), done_and_open(&reminded.mine)];
        says.extend(self.due(campaign));
        if reminded.is_last {
            says.push(format!("This is the last reminder before the close. {}", silence(campaign)));
        }
        says.extend(reminded.next.map(|day| format!("The next reminder comes on {}.", calendar_day(day))));
        (says.join("\n"), self.review_now(campaign))
    }
}
