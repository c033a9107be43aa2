//! What one would write first, as a workflow does it: read all, then look each reviewer up, open the conversation, post;
//! wait when a vendor says so. It keeps nothing, so that it starts over when it dies.

use std::collections::BTreeMap;
use std::time::Duration;

use certs::clock::Clock;
use certs::config::Config;
use certs::domain::verdict::Verdict;
use certs::okta::Okta;
use certs::slack::view::Message;
use certs::slack::{Slack, SlackError};

/// A message has to be on its way within this.
const ON_ITS_WAY: Duration = Duration::from_mins(5);

/// Tells everybody of a campaign; how many that were.
pub async fn launch(config: &Config, clock: Clock, campaign_id: &str) -> anyhow::Result<usize> {
    let okta = Okta::new(&config.okta, clock.clone())?;
    let slack = Slack::new(&config.slack, clock.clone())?;
    let campaign = okta.campaign(campaign_id).await?;
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut after = None;
    loop {
        let page = okta.reviews(&campaign.id, false, after.as_deref()).await?;
        for email in page.reviews.into_iter().filter_map(|one| one.reviewer?.email) {
            *open.entry(email).or_default() += 1;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    for (email, items) in &open {
        let Some(account) = patiently(&clock, async || slack.account_by_email(email).await).await? else {
            continue;
        };
        let channel = patiently(&clock, async || slack.dm_channel(&account.id).await).await?;
        let text = format!("{items} access reviews in {}", campaign.name);
        let message = Message { text, blocks: Vec::new() };
        let post = async || slack.post(&channel, email, &message, clock.elapsed() + ON_ITS_WAY).await;
        patiently(&clock, post).await?;
    }
    Ok(open.len())
}

/// Asks, and asks again when Slack says that it may be.
async fn patiently<T>(clock: &Clock, ask: impl AsyncFn() -> Result<T, SlackError>) -> Result<T, SlackError> {
    loop {
        match ask().await {
            Err(why) => match why.verdict() {
                Verdict::Later(Some(until)) => clock.sleep_until(until).await,
                _ => return Err(why),
            },
            answer => return answer,
        }
    }
}
