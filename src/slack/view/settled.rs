//! A message whose work is done, has gone to somebody else, or is over: one line in its place, without a button.

use minijinja::{Value, context};

use super::blocks::{Entry, Page};
use super::digest::put_all_off;
use super::text::{and_more, are, count, name};
use super::wording::{Kind, Said};
use super::{Frame, Message};
use crate::domain::campaign::Status;
use crate::domain::card::Stage;
use crate::domain::standing::{Reminded, Settled};

/// Up to so many who have the reader's items now are named.
const NAMED: usize = 3;

/// A campaign of a digest, when the digest is changed.
#[derive(Debug, Clone)]
pub enum Again {
    /// It still asks for decisions.
    Live(Reminded),
    /// It does not.
    Settled(Settled),
}

impl Frame {
    /// What stands in the place of a message about one campaign.
    pub fn settled(&self, one: &Settled) -> Message {
        let said = self.settled_words(one);
        let mut page = Page::new();
        page.body(&said.body);
        page.context(said.small);
        page.into_message(said.text)
    }

    /// A digest of which something is not true any more.
    pub fn digest_again(&self, campaigns: &[Again]) -> Message {
        let live =
            campaigns.iter().filter_map(|one| if let Again::Live(one) = one { Some(one) } else { None });
        let live: Vec<&Reminded> = live.collect();
        let many = u64::try_from(live.len()).unwrap_or(u64::MAX);
        let open = live.iter().fold(0_u64, |sum, one| sum.saturating_add(one.mine.open));
        let text = match many {
            0 => "Nothing of this is waiting for you any more".to_owned(),
            many => {
                let what = format!("{} in {}", count(open, "access review"), count(many, "campaign"));
                format!("{what} {} waiting", are(open))
            }
        };
        let body = format!("*{text}.*");
        let ours = Said { text, body, small: Vec::new() };
        let said = self.wording.say(Kind::DigestChanged, || context! { open, campaigns => many }, ours);
        let mut page = Page::new();
        page.body(&said.body);
        page.list(campaigns, |one| self.again_entry(one));
        put_all_off(&live, &mut page);
        page.context(said.small);
        page.into_message(said.text)
    }

    fn again_entry(&self, one: &Again) -> Entry {
        match one {
            Again::Live(reminded) => self.digest_entry(reminded),
            Again::Settled(settled) => (self.settled_words(settled).body, None),
        }
    }

    /// What stands in the place of a message.
    fn settled_words(&self, one: &Settled) -> Said {
        let ours = Said { text: self.line(one, false), body: self.last_words(one, true), small: Vec::new() };
        self.wording.say(Kind::Settled, || self.of_settled(one), ours)
    }

    fn of_settled(&self, one: &Settled) -> Value {
        let campaign = &one.mine.campaign;
        let stage = match one.stage {
            Stage::Closed if campaign.status == Status::Deleted => "deleted",
            Stage::Live => "waits",
            Stage::Done => "done",
            Stage::HandedOn => "handed_on",
            Stage::Settled => "nothing_waits",
            Stage::Closed => "closed",
            Stage::Replaced => "replaced",
        };
        let closed_on = campaign.ends_at.filter(|end| *end <= self.now);
        context! {
            stage,
            asked => one.asked,
            all => one.mine.total.max(one.asked),
            went_to => whom(&one.went_to),
            closed_on => closed_on.map(|end| self.short_date(end)),
            ..self.of_mine(&one.mine)
        }
    }

    /// The line, and at the close what it meant.
    fn last_words(&self, one: &Settled, is_bold: bool) -> String {
        let line = self.line(one, is_bold);
        let is_gone = one.mine.campaign.status == Status::Deleted;
        match (one.stage, one.mine.campaign.silence_revokes) {
            (Stage::Closed, _) if is_gone => line,
            (Stage::Closed, true) => format!("{line}\nItems without a decision lose their access."),
            (Stage::Closed, false) => format!("{line}\nItems without a decision keep their access as it is."),
            _ => line,
        }
    }

    fn line(&self, one: &Settled, is_bold: bool) -> String {
        let campaign = &one.mine.campaign;
        let title = if is_bold { format!("*{}*", name(&campaign.name)) } else { name(&campaign.name) };
        let all = one.mine.total.max(one.asked);
        match one.stage {
            Stage::Live => {
                format!("{} in {title} {} waiting", count(one.mine.open, "review"), are(one.mine.open))
            }
            Stage::Done if all == 1 => format!("✓ Your review in {title} is decided. Thank you"),
            Stage::Done if all == 0 => format!("✓ Your reviews in {title} are decided. Thank you"),
            Stage::Done => format!("✓ All {all} reviews in {title} are decided. Thank you"),
            Stage::HandedOn => {
                let reviews = if one.asked == 0 { "reviews".to_owned() } else { count(one.asked, "review") };
                format!("Your {reviews} in {title} went to {}", whom(&one.went_to))
            }
            Stage::Settled => format!("Nothing in {title} waits for you any more"),
            Stage::Closed if campaign.status == Status::Deleted => {
                format!("{title} was deleted in Okta; nothing is asked of you any more")
            }
            Stage::Closed => {
                let of = if all > one.mine.open { format!(" of your {all}") } else { " of your".to_owned() };
                let items = if one.mine.open == 1 && all <= 1 { "item" } else { "items" };
                let on = campaign.ends_at.filter(|end| *end <= self.now);
                let on = on.map(|end| format!(" on {}", self.short_date(end))).unwrap_or_default();
                format!("{title} closed{on}; {}{of} {items} had no decision", one.mine.open)
            }
            Stage::Replaced => format!("{title}: a newer message below tells how it stands"),
        }
    }
}

fn whom(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|one| name(one)).collect();
    match (shown.as_slice(), names.len().saturating_sub(NAMED)) {
        ([], _) => "somebody else".to_owned(),
        ([one], _) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (several, more) => format!("{} {}", several.join(", "), and_more(more)),
    }
}
