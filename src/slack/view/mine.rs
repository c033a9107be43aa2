//! What waits for the reader, as an answer to `/certs mine` and in App Home.

use super::blocks::{Entry, Page};
use super::dates::by_close;
use super::reminder::{all, done_and_open};
use super::text::{PROSE, are, count, escaped, name};
use super::{Frame, Message};
use crate::domain::page::Leaf;
use crate::domain::question::Question;
use crate::domain::standing::MyCampaign;

/// Campaigns on a page.
const CAMPAIGNS: usize = 10;

impl Frame {
    /// The answer to `/certs mine`: a page of it; `note` is a sentence in front, such as why it is this answer.
    pub fn mine(&self, campaigns: &[MyCampaign], note: Option<&str>, wanted: usize) -> Message {
        let mut page = Page::new();
        if let Some(note) = note {
            page.plain_section(note);
        }
        let (leaf, here) = Leaf::of_list(campaigns.len(), CAMPAIGNS, wanted);
        page.section(format!("*{}*", headline(campaigns)));
        page.list(&sorted(campaigns)[here], |mine| self.mine_entry(mine));
        page.turns(&Question::Mine { page: 0 }, leaf);
        let note = note.map(|note| format!("{} ", escaped(note, PROSE))).unwrap_or_default();
        page.into_message(format!("{note}{}", headline(campaigns)))
    }

    fn mine_entry(&self, mine: &MyCampaign) -> Entry {
        let campaign = &mine.campaign;
        let title = format!("*{}*", name(&campaign.name));
        if mine.open == 0 {
            return (format!("{title}\n✓ {} of {} decided.", all(mine), count(all(mine), "review")), None);
        }
        let says = [Some(title), Some(done_and_open(mine)), self.due(campaign)];
        (says.into_iter().flatten().collect::<Vec<_>>().join("\n"), self.review_now(campaign))
    }
}

/// Nearest close first, what is done last.
fn sorted(campaigns: &[MyCampaign]) -> Vec<&MyCampaign> {
    let mut sorted: Vec<&MyCampaign> = campaigns.iter().collect();
    sorted.sort_by_key(|mine| (mine.open == 0, by_close(&mine.campaign)));
    sorted
}

pub(super) fn headline(campaigns: &[MyCampaign]) -> String {
    let waiting = campaigns.iter().filter(|mine| mine.open > 0);
    let (campaigns, open) =
        waiting.fold((0_u64, 0_u64), |(n, open), mine| (n + 1, open.saturating_add(mine.open)));
    if open == 0 {
        return "Nothing is waiting for you".to_owned();
    }
    format!(
        "{} in {} {} waiting for you",
        count(open, "access review"),
        count(campaigns, "campaign"),
        are(open)
    )
}
