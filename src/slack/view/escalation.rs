//! Somebody else hears of what a reviewer has not decided: what the reviewer is told a day ahead, and what that one gets.

use std::collections::BTreeSet;

use minijinja::context;

use super::blocks::{Entry, Page};
use super::dates::by_close;
use super::reminder::{all, done_and_open};
use super::text::{and_more, are, count, name, progress_bar};
use super::wording::{Kind, Said};
use super::{Frame, Message};
use crate::domain::escalation::Listener;
use crate::domain::standing::{Escalated, MyCampaign};

/// People who are named in each campaign: as many as always fit.
const PEOPLE: usize = 15;

impl Frame {
    /// Tells a reviewer that somebody else hears of their open items from tomorrow on.
    pub fn escalation_warning(&self, mine: &MyCampaign, listener: &Listener) -> Message {
        let campaign = &mine.campaign;
        let who = name(&listener.name);
        let who = if listener.is_manager {
            format!("your manager, {who},")
        } else {
            format!("{who}, who runs this campaign,")
        };
        let what = format!("{} in {}", count(mine.open, "open review"), name(&campaign.name));
        let text = format!("From tomorrow, {who} gets a daily note of your {what}");

        let bar = progress_bar(all(mine) - mine.open, all(mine));
        let says = vec![
            format!("*From tomorrow, {who} gets a short note once a day of what is still open here.*"),
            "There is none once everything is decided.".to_owned(),
            format!("{bar}\n{}", done_and_open(mine)),
        ];
        let (listener, is_manager) = (name(&listener.name), listener.is_manager);
        let values = || context! { listener, is_manager, ..self.of_mine(mine) };
        self.asking(Kind::EscalationWarning, mine, (text, says), values)
    }

    /// Tells a manager, or whoever runs the campaigns, what others have not decided yet.
    pub fn escalation(&self, escalated: &[Escalated]) -> Message {
        let mut sorted: Vec<&Escalated> = escalated.iter().collect();
        sorted.sort_by_key(|one| by_close(&one.campaign));
        let people = sorted.iter().flat_map(|one| &one.outstanding);
        let open = people.clone().fold(0_u64, |sum, one| sum.saturating_add(one.open));
        let names: BTreeSet<&str> = people.map(|one| one.name.as_str()).collect();
        let people = if names.len() == 1 { "1 person".to_owned() } else { format!("{} people", names.len()) };
        let what = format!("{} of {people} {} still open", count(open, "access review"), are(open));
        let many = names.len();
        let closes = if sorted.len() == 1 { "; the campaign closes " } else { "; the first closes " };
        let first = sorted.first().map(|first| self.tail(closes, &first.campaign));

        let small = "You get this once a day until the close, as their manager or because you run the campaign. They were told before.";
        let ours = Said {
            text: format!("{what}{}", first.unwrap_or_default()),
            body: format!("*{what}.*"),
            small: vec![small.to_owned()],
        };
        let nearest = sorted.first().and_then(|first| first.campaign.ends_at);
        let values = || {
            context! { open, people => many, campaigns => sorted.len(), first_due => nearest.map(|end| self.date(end)) }
        };
        let said = self.wording.say(Kind::Escalation, values, ours);
        let mut page = Page::new();
        page.body(&said.body);
        page.list(&sorted, |one| self.escalated(one));
        page.context(said.small);
        page.into_message(said.text)
    }

    fn escalated(&self, one: &Escalated) -> Entry {
        let mut says = vec![format!("*{}*", name(&one.campaign.name))];
        says.extend(self.due(&one.campaign));
        let named = one.outstanding.iter().take(PEOPLE);
        says.extend(named.map(|person| format!("• {}: {}", name(&person.name), count(person.open, "item"))));
        if one.outstanding.len() > PEOPLE {
            says.push(and_more(one.outstanding.len() - PEOPLE));
        }
        let people = || {
            let named = one.outstanding.iter().take(PEOPLE);
            named
                .map(|person| context! { name => name(&person.name), open => person.open })
                .collect::<Vec<_>>()
        };
        let more = one.outstanding.len().saturating_sub(PEOPLE);
        let values = || context! { people => people(), more, ..self.of_campaign(&one.campaign) };
        let said = self.wording.say(Kind::EscalationCampaign, values, Said::part(says.join("\n")));
        (said.body, None)
    }
}
