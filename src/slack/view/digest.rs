//! Items of several campaigns are still open.

use super::blocks::{Entry, Page};
use super::dates::by_close;
use super::launch::silence;
use super::reminder::{done_and_open, may_be_put_off, next};
use super::snooze::snooze_all;
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
        put_all_off(&sorted, &mut page);
        page.into_message(text)
    }

    pub(super) fn digest_entry(&self, reminded: &Reminded) -> Entry {
        let campaign = &reminded.mine.campaign;
        let mut says = vec![format!("*{}*", name(&campaign.name)), done_and_open(&reminded.mine)];
        says.extend(self.due(campaign));
        if reminded.is_last {
            says.push(format!(
                "This is the last reminder before the close; it cannot be put off. {}",
                silence(campaign)
            ));
        }
        says.extend(next(reminded));
        (says.join("\n"), self.review_now(campaign))
    }
}

/// The menu for all of them; none where there is none that may be put off.
pub(super) fn put_all_off(campaigns: &[&Reminded], page: &mut Page) {
    if campaigns.iter().any(|reminded| may_be_put_off(reminded)) {
        page.actions([snooze_all()]);
    }
}
