//! Somebody else's items are the reader's now.

use minijinja::context;

use super::ask::ask_giver;
use super::blocks::Page;
use super::launch::{silence, small_print};
use super::text::{are, count, name, prose};
use super::wording::{Kind, Said};
use super::{Frame, Message};
use crate::domain::standing::HandedOver;

/// Longest justification that is quoted.
const NOTE: usize = 1_000;

impl Frame {
    /// Tells a reviewer that items were handed over to them.
    pub fn reassignment(&self, handed: &HandedOver) -> Message {
        let campaign = &handed.mine.campaign;
        let (reviews, items) = (count(handed.items, "review"), count(handed.items, "item"));
        let were = if handed.items == 1 { "was" } else { "were" };
        let giver = handed.from_name.as_deref().map(str::trim).filter(|giver| !giver.is_empty()).map(name);
        let from = giver.clone();
        let due = self.tail(", due ", campaign);
        let campaign_name = name(&campaign.name);
        let (text, lead) = match giver {
            Some(giver) => (
                format!("{giver} handed you {reviews} in {campaign_name}{due}"),
                format!("*{giver} handed you {items}.*"),
            ),
            None => (
                format!("{reviews} {were} handed to you in {campaign_name}{due}"),
                format!("*{items} {were} handed to you.*"),
            ),
        };

        let mut says = vec![lead];
        let note = handed.note.as_deref().map(|note| prose(note, NOTE)).filter(|note| !note.is_empty());
        says.extend(note.as_ref().map(|note| format!("> {note}")));
        if handed.mine.open > handed.items {
            let open = handed.mine.open;
            says.push(format!(
                "With these, {} {} waiting for your decision.",
                count(open, "item"),
                are(open)
            ));
        }
        says.extend(self.due(campaign));
        says.push(silence(campaign).to_owned());

        let ours = Said { text, body: says.join("\n"), small: small_print(&handed.mine) };
        let values = || context! { from, note, items => handed.items, ..self.of_mine(&handed.mine) };
        let said = self.wording.say(Kind::Reassignment, values, ours);
        let mut page = Page::new();
        page.header(&campaign.name);
        page.body(&said.body);
        let ask = handed.from_name.as_deref().filter(|_| handed.may_ask_giver);
        let ask = ask.and_then(|giver| ask_giver(giver, campaign));
        page.actions([self.review_now_first(campaign).map(Into::into), ask]);
        page.context(said.small);
        page.into_message(said.text)
    }
}
