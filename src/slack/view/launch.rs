//! A campaign begins, or its second level of review reaches somebody.

use minijinja::{Value, context};

use super::blocks::Page;
use super::text::{PROSE, are, count, first_sentence, name, prose};
use super::wording::{Kind, Said};
use super::{Frame, Message};
use crate::domain::campaign::Campaign;
use crate::domain::standing::MyCampaign;

impl Frame {
    /// Tells a reviewer that a campaign asks something of them.
    pub fn launch(&self, mine: &MyCampaign, second_level: bool) -> Message {
        let campaign = &mine.campaign;
        let what = if second_level { "second-level access review" } else { "access review" };
        let (many, are) = (count(mine.open, what), are(mine.open));
        let until = self.tail(" until ", campaign);
        let text = format!("{many} in {} {are} yours{until}", name(&campaign.name));

        let mut says = vec![format!("*{} {are} waiting for your decision.*", count(mine.open, "item"))];
        if second_level {
            says.push("Passed on to you from the first level of review.".to_owned());
        }
        let values = || context! { second_level, ..self.of_mine(mine) };
        self.asking(Kind::Launch, mine, (text, says), values)
    }

    /// A message that asks for decisions in one campaign: what it says, by when, what silence does, and the way there.
    pub(super) fn asking(
        &self,
        kind: Kind,
        mine: &MyCampaign,
        (text, mut says): (String, Vec<String>),
        values: impl FnOnce() -> Value,
    ) -> Message {
        let campaign = &mine.campaign;
        says.extend(self.due(campaign));
        says.push(silence(campaign).to_owned());

        let ours = Said { text, body: says.join("\n"), small: small_print(mine) };
        let said = self.wording.say(kind, values, ours);
        let mut page = Page::new();
        page.header(&campaign.name);
        page.body(&said.body);
        page.button(self.review_now_first(campaign));
        page.context(said.small);
        page.into_message(said.text)
    }
}

/// What happens to items that nobody decides.
pub(super) fn silence(campaign: &Campaign) -> &'static str {
    match (campaign.silence_revokes, campaign.ends_at) {
        (true, Some(_)) => "Items without a decision by then lose their access.",
        (true, None) => "Items without a decision at the close lose their access.",
        (false, Some(_)) => "Items without a decision by then keep their access as it is.",
        (false, None) => "Items without a decision at the close keep their access as it is.",
    }
}

/// Who runs the campaign, and what for.
pub(super) fn small_print(mine: &MyCampaign) -> Vec<String> {
    let owner = mine.owner_name.as_deref().map(str::trim).filter(|owner| !owner.is_empty());
    let owner = owner.map(|owner| format!("Run by {}", name(owner)));
    owner.into_iter().chain([first_words(&mine.campaign)]).collect()
}

/// The first sentence of the description.
pub(super) fn first_words(campaign: &Campaign) -> String {
    prose(campaign.description.as_deref().map(first_sentence).unwrap_or_default(), PROSE)
}
