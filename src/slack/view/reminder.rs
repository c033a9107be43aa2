//! Items of one campaign are still open.

use super::ask::ask_owner;
use super::blocks::Page;
use super::dates::calendar_day;
use super::launch::{silence, small_print};
use super::snooze::put_off;
use super::text::{are, count, name, progress_bar};
use super::wording::{Kind, Said};
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
            says.push("*This is the last reminder before the close; it cannot be put off.*".to_owned());
        }
        says.push(silence(campaign).to_owned());
        says.extend(next(reminded));

        let text = if reminded.is_last { self.last_call(mine) } else { self.call(mine) };
        let ours = Said { text, body: says.join("\n"), small: small_print(mine) };
        let said = self.wording.say(Kind::Reminder, || self.of_reminded(reminded), ours);
        let mut page = Page::new();
        page.header(&campaign.name);
        page.body(&said.body);
        let menu = if may_be_put_off(reminded) { self.snooze(campaign) } else { None };
        page.actions([self.review_now_first(campaign).map(Into::into), menu, ask_owner(mine)]);
        page.context(said.small);
        page.into_message(said.text)
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

/// When the next reminder comes, by the calendar or by the reader's own wish.
pub(super) fn next(reminded: &Reminded) -> Option<String> {
    match reminded.snoozed_until {
        Some(day) => Some(put_off(day)),
        None => reminded.next.map(|day| format!("The next reminder comes on {}.", calendar_day(day))),
    }
}

/// Whether there is a later reminder, and it was not put off already.
pub(super) fn may_be_put_off(reminded: &Reminded) -> bool {
    !reminded.is_last && reminded.snoozed_until.is_none()
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
