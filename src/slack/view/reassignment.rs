//! Somebody else's items are the reader's now.

use super::ask::ask_giver;
use super::blocks::Page;
use super::launch::{silence, small_print};
use super::text::{are, count, name, prose};
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
        says.extend(note.map(|note| format!("> {note}")));
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

        let mut page = Page::new();
        page.header(&campaign.name);
        page.section(says.join("\n"));
        let ask = handed.from_name.as_deref().filter(|_| handed.may_ask_giver);
        let ask = ask.and_then(|giver| ask_giver(giver, campaign));
        page.actions([self.review_now_first(campaign).map(Into::into), ask]);
        page.context(small_print(&handed.mine));
        page.into_message(text)
    }
}
