//! Items of several campaigns are still open.

use minijinja::context;

use super::blocks::{Entry, Page};
use super::dates::by_close;
use super::launch::silence;
use super::reminder::{done_and_open, may_be_put_off, next};
use super::snooze::snooze_all;
use super::text::{are, count, name};
use super::wording::{Kind, Said};
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

        let body = format!("*{what} {} waiting for your decision.*", are(open));
        let nearest = sorted.first().and_then(|first| first.mine.campaign.ends_at);
        let values = || context! { open, campaigns => many, first_due => nearest.map(|end| self.date(end)) };
        let ours = Said { text, body, small: Vec::new() };
        let said = self.wording.say(Kind::Digest, values, ours);
        let mut page = Page::new();
        page.body(&said.body);
        page.list(&sorted, |reminded| self.digest_entry(reminded));
        put_all_off(&sorted, &mut page);
        page.context(said.small);
        page.into_message(said.text)
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
        let ours = Said::part(says.join("\n"));
        let said = self.wording.say(Kind::DigestCampaign, || self.of_reminded(reminded), ours);
        (said.body, self.review_now(campaign))
    }
}

/// The menu for all of them; none where there is none that may be put off.
pub(super) fn put_all_off(campaigns: &[&Reminded], page: &mut Page) {
    if campaigns.iter().any(|reminded| may_be_put_off(reminded)) {
        page.actions([snooze_all()]);
    }
}
