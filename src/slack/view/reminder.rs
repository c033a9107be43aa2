//! Items of one campaign are still open.

use super::blocks::Page;
use super::dates::calendar_day;
use super::launch::{silence, small_print};
use super::text::{are, count, name, progress_bar};
use super::{Frame, Message};
use crate::domain::standing::{MyCampaign, Reminded};

impl Frame {
    /// Reminds somebody of their open items: in one campaign, or in several at once.
    pub fn reminder(&self, campaigns: &[Reminded]) -> Message {
        match campaigns {
            [reminded] => self.reminder_of_one(reminded),
            several => self.digest(several),
        }
    }

    fn reminder_of_one(&self, reminded: &Reminded) -> Message {
        let mine = &reminded.mine;
        let campaign = &mine.campaign;

        let bar = progress_bar(all(mine) - mine.open, all(mine));
        let mut says = vec![format!("{bar}\n*{}*", done_and_open(mine))];
        says.extend(self.due(campaign));
        if reminded.is_last {
            says.push("*This is the last reminder before the close.*".to_owned());
        }
        says.push(silence(campaign).to_owned());
        says.extend(reminded.next.map(|day| format!("The next reminder comes on {}.", calendar_day(day))));

        let mut page = Page::new();
        page.header(&campaign.name);
        page.section(says.join("\n"));
        page.button(self.review_now_first(campaign));
        page.context(small_print(mine));
        page.into_message(if reminded.is_last { self.last_call(mine) } else { self.call(mine) })
    }

    fn call(&self, mine: &MyCampaign) -> String {
        let left = match mine.campaign.ends_at.map(|end| self.days_left(end)) {
            None => String::new(),
            Some(0) => "; due today".to_owned(),
            Some(days) => format!("; {} left", count(days, "day")),
        };
        let what =
            format!("{} of {} in {}", mine.open, count(all(mine), "review"), name(&mine.campaign.name));
        format!("{what} {} still open{left}", are(mine.open))
    }

    fn last_call(&self, mine: &MyCampaign) -> String {
        let what = format!("{} in {}", count(mine.open, "review"), name(&mine.campaign.name));
        let close = if mine.open == 1 { "closes" } else { "close" };
        match mine.campaign.ends_at.map(|end| self.days_left(end)) {
            None => format!("{what} {} still open; this is the last reminder", are(mine.open)),
            Some(0) => format!("{what} {close} today"),
            Some(days) => format!("{what} {close} in {}", count(days, "day")),
        }
    }
}

/// The numbers of one reviewer.
pub(super) fn done_and_open(mine: &MyCampaign) -> String {
    let all = all(mine);
    format!("{} of {} decided, {} open.", all - mine.open, count(all, "review"), mine.open)
}

/// All items; never fewer than are open, which two reads of Okta may say.
pub(super) fn all(mine: &MyCampaign) -> u64 {
    mine.total.max(mine.open)
}
