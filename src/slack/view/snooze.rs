//! Putting a reminder off: the menu, and what is answered to whoever used it.

use chrono::NaiveDate;
use slack_morphism::prelude::*;

use super::blocks::Page;
use super::dates::calendar_day;
use super::text::{count, name, plain, size};
use super::{ALL, Frame, Message, SNOOZE};
use crate::domain::campaign::Campaign;
use crate::domain::snooze::Choice;

/// Longest value of a choice.
const VALUE: usize = 75;
/// Longest text of a choice.
const TEXT: usize = 75;

/// What came of putting a reminder off.
#[derive(Debug, Clone)]
pub struct Snoozed {
    /// The campaign.
    pub campaign: Campaign,
    /// The day of the next reminder; `None` when the last one cannot be put off.
    pub until: Option<NaiveDate>,
}

impl Frame {
    /// The menu of a reminder of this campaign; none where its id finds no room in a choice.
    pub(super) fn snooze(&self, campaign: &Campaign) -> Option<SlackActionBlockElement> {
        let has_end = campaign.ends_at.is_some_and(|end| self.days_left(end) > 4);
        let choices = Choice::ALL.into_iter().filter(|choice| *choice != Choice::BeforeClose || has_end);
        menu(choices, &campaign.id)
    }

    /// The answer to whoever put a reminder off.
    pub fn snoozed(&self, campaigns: &[Snoozed]) -> Message {
        let text = match campaigns {
            [] => "Nothing of this waits for you any more, so there is nothing to put off".to_owned(),
            [one] => self.outcome(one),
            several => {
                let off = several.iter().filter(|one| one.until.is_some()).count() as u64;
                format!("{} {} put off", count(off, "reminder"), if off == 1 { "was" } else { "were" })
            }
        };
        let mut page = Page::new();
        match campaigns {
            [] | [_] => page.section(text.clone()),
            several => page.lines("What you asked for", several, 6_000, |one| self.outcome(one)),
        }
        page.into_message(text)
    }

    fn outcome(&self, one: &Snoozed) -> String {
        let campaign = name(&one.campaign.name);
        match (one.until, one.campaign.ends_at) {
            (Some(day), _) => format!("You will be reminded of {campaign} again on {}", calendar_day(day)),
            (None, Some(end)) => {
                format!("{campaign} closes {}: its last reminder cannot be put off", self.date(end))
            }
            (None, None) => format!("{campaign} has no such day, so nothing was put off"),
        }
    }
}

/// The menu of a reminder of several campaigns, for all of them.
pub(super) fn snooze_all() -> Option<SlackActionBlockElement> {
    menu(Choice::ALL.into_iter(), ALL)
}

/// What stands beside a reminder that was put off.
pub(super) fn put_off(until: NaiveDate) -> String {
    format!("You put this off: the next reminder comes on {}.", calendar_day(until))
}

fn menu(choices: impl Iterator<Item = Choice>, which: &str) -> Option<SlackActionBlockElement> {
    let options: Vec<SlackBlockChoiceItem<SlackBlockPlainTextOnly>> = choices
        .map(|choice| (words(choice), format!("{}:{which}", choice.as_str())))
        .filter(|(_, value)| size(value) <= VALUE)
        .map(|(text, value)| {
            SlackBlockChoiceItem::new(SlackBlockPlainText::new(plain(text, TEXT)).into(), value)
        })
        .collect();
    let menu = SlackBlockStaticSelectElement::new()
        .with_action_id(SNOOZE.into())
        .with_placeholder(SlackBlockPlainText::new("Snooze".to_owned()).into());
    (!options.is_empty()).then(|| menu.with_options(options).into())
}

fn words(choice: Choice) -> &'static str {
    match choice {
        Choice::Tomorrow => "Tomorrow",
        Choice::ThreeDays => "In 3 days",
        Choice::BeforeClose => "3 days before the close",
    }
}
