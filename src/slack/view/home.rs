//! App Home: what waits for the reader, what they finished, and for administrators how the campaigns stand.

use chrono::NaiveDate;
use serde::Serialize;
use slack_morphism::prelude::SlackBlock;

use super::Frame;
use super::blocks::{Entry, Page};
use super::dates::by_close;
use super::mine::headline;
use super::reminder::{all, done_and_open};
use super::snooze::put_off;
use super::text::{are, count, name, progress_bar};
use crate::domain::standing::{AtHome, MyCampaign, Progress};

/// Room for the list of what the reader finished.
const FINISHED: usize = 1_500;

/// What an App Home shows.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Home {
    blocks: Vec<SlackBlock>,
}

impl Frame {
    /// App Home.
    pub fn home(&self, at_home: &AtHome) -> Home {
        let mut waiting: Vec<&(MyCampaign, Option<NaiveDate>)> = at_home.waiting.iter().collect();
        waiting.sort_by_key(|(mine, _)| by_close(&mine.campaign));
        let mine: Vec<MyCampaign> = waiting.iter().map(|(mine, _)| mine.clone()).collect();
        let mut page = Page::new();
        page.header(&headline(&mine));
        page.list(&waiting, |(mine, until)| self.waiting_entry(mine, *until));
        page.lines("Finished", &at_home.finished, FINISHED, |mine| {
            format!("✓ {} in {}", count(all(mine), "review"), name(&mine.campaign.name))
        });
        if let Some(campaigns) = &at_home.campaigns {
            self.for_administrators(campaigns, &mut page);
        }
        Home { blocks: page.into_blocks() }
    }

    fn waiting_entry(&self, mine: &MyCampaign, until: Option<NaiveDate>) -> Entry {
        let campaign = &mine.campaign;
        let bar = progress_bar(all(mine) - mine.open, all(mine));
        let mut says = vec![format!("*{}*", name(&campaign.name)), format!("{bar}  {}", done_and_open(mine))];
        says.extend(self.due(campaign));
        says.extend(until.map(put_off));
        (says.join("\n"), self.review_now(campaign))
    }

    fn for_administrators(&self, campaigns: &[Progress], page: &mut Page) {
        let many = u64::try_from(campaigns.len()).unwrap_or(u64::MAX);
        page.header(&format!("{} {} active", count(many, "campaign"), are(many)));
        page.list(campaigns, |progress| {
            let says = format!("*{}*\n{}", name(&progress.campaign.name), self.standing(progress));
            let missed = progress.unreachable.len();
            let missed = (missed > 0).then(|| format!("\n*{missed} could not be reached*"));
            (says + &missed.unwrap_or_default(), None)
        });
        page.context(vec!["`/certs status &lt;campaign&gt;` shows one of them in full.".to_owned()]);
    }
}
