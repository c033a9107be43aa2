//! The channel of a campaign: the one that is set, or one that is made for it.

use super::recipient::{Recipient, account};
use super::{FlowError, Result};
use crate::app::App;
use crate::config::CampaignChannel;
use crate::domain::campaign::Campaign;
use crate::domain::verdict::Verdict;
use crate::store::{campaigns, cards, people};

/// Slack's word for a channel name that is in use.
const NAME_TAKEN: &str = "name_taken";

/// Where what the channel is told of a campaign goes; `None` when no channel is set any more, or the campaign was over
/// before it had one of its own.
pub(super) async fn of(app: &App, campaign_id: &str) -> Result<Option<Recipient>> {
    let db = &app.store.db;
    let channel = match (cards::channel_of(db, campaign_id).await?, &app.config.campaign_channel) {
        // Where its status stands, the rest is said too, whatever is set by now.
        (Some(channel), _) => channel,
        (None, None) => return Ok(None),
        (None, Some(CampaignChannel::Existing(channel))) => channel.clone(),
        (None, Some(CampaignChannel::Create)) => match campaigns::find(db, campaign_id).await? {
            None => return Ok(None),
            Some(known) => match campaigns::channel(db, campaign_id).await? {
                Some(channel) => channel,
                None if known.campaign.status.is_over() => return Ok(None),
                None => make(app, &known.campaign).await?,
            },
        },
    };
    Ok(Some(Recipient::Account { slack_id: channel.clone(), channel: Some(channel) }))
}

/// Makes the channel of a campaign, or finds it when it was made before, by a try whose answer was lost or by another
/// instance. It is remembered once everybody is in it.
async fn make(app: &App, campaign: &Campaign) -> Result<String> {
    let of_channel = |why| FlowError::channel(&campaign.id, why);
    let mut refused = None;
    for name in campaign.channel_names() {
        let channel = match app.slack.create_channel(&name).await {
            Ok(channel) => Some(channel),
            Err(why) if why.is_code(NAME_TAKEN) => {
                refused = Some(why);
                app.slack.find_channel(&name).await.map_err(of_channel)?
            }
            Err(why) => return Err(of_channel(why)),
        };
        let Some(channel) = channel else { continue };
        if campaigns::is_others_channel(&app.store.db, &campaign.id, &channel).await? {
            continue;
        }
        invite(app, campaign, &channel).await?;
        campaigns::remember_channel(&app.store.db, &campaign.id, &channel).await?;
        app.troubles.clear_channel(&campaign.id, None);
        tracing::info!(campaign.id, channel, "The campaign has a channel");
        return Ok(channel);
    }
    Err(refused.map_or(FlowError::Broken("a campaign without a name for its channel"), of_channel))
}

/// Brings whoever belongs there into the channel of a campaign. One who cannot be keeps nobody else out.
async fn invite(app: &App, campaign: &Campaign, channel: &str) -> Result<()> {
    for user in members(app, campaign).await? {
        match app.slack.invite(channel, &user).await {
            Err(why) if why.verdict() == Verdict::Never && !why.is_about_channel() => {
                tracing::warn!(campaign.id, user, error = %why, "Somebody could not be brought into its channel");
            }
            other => other.map_err(|why| FlowError::channel(&campaign.id, why))?,
        }
    }
    Ok(())
}

/// The Slack accounts of the campaign's owner and of the administrators, each once.
async fn members(app: &App, campaign: &Campaign) -> Result<Vec<String>> {
    let owner = match &campaign.owner_id {
        Some(id) => people::find(&app.store.db, id).await?,
        None => None,
    };
    let owner = owner.filter(|owner| owner.why_unreachable().is_none()).and_then(|owner| owner.email);
    let mut members = Vec::new();
    for name in owner.into_iter().chain(app.config.admins.iter().cloned()) {
        let found = if name.contains('@') { account(app, &name).await? } else { named(name) };
        match found {
            Recipient::Account { slack_id, .. } if members.contains(&slack_id) => {}
            Recipient::Account { slack_id, .. } => members.push(slack_id),
            _ => tracing::warn!(campaign.id, "Somebody who belongs into its channel is not in Slack"),
        }
    }
    Ok(members)
}

fn named(slack_id: String) -> Recipient {
    Recipient::Account { slack_id, channel: None }
}
