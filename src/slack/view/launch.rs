//! A campaign begins, or its second level of review reaches somebody.

use super::blocks::Page;
use super::text::{PROSE, are, count, first_sentence, name, prose};
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
        self.asking(mine, text, says)
    }

    /// A message that asks for decisions in one campaign: what it says, by when, what silence does, and the way there.
    pub(super) fn asking(&self, mine: &MyCampaign, text: String, mut says: Vec<String>) -> Message {
        let campaign = &mine.campaign;
        says.extend(self.due(campaign));
        says.push(silence(campaign).to_owned());

        let mut page = Page::new();
        page.header(&campaign.name);
        page.section(says.join("\n"));
        page.button(self.review_now_first(campaign));
        page.context(small_print(mine));
        page.into_message(text)
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
    let description = mine.campaign.description.as_deref().map(first_sentence).unwrap_or_default();
    let owner = owner.map(|owner| format!("Run by {}", name(owner)));
    owner.into_iter().chain([prose(description, PROSE)]).collect()
}
