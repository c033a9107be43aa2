//! The campaign channel: there, and the app in it.

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::config::CampaignChannel;
use crate::slack::Standing;

pub(super) async fn reachable(patient: &Patient) -> Look {
    let id = match &patient.config(&["CERTS_CAMPAIGN_CHANNEL"])?.campaign_channel {
        None => return Ok(Finding::ok("none is wanted: CERTS_CAMPAIGN_CHANNEL is empty")),
        Some(CampaignChannel::Create) => return Ok(Finding::ok("a private one is made for each campaign")),
        Some(CampaignChannel::Existing(id)) => id,
    };
    let (slack, _) = patient.slack().await?;
    Ok(match slack.channel_standing(id).await {
        Ok(Standing { is_archived: true, .. }) => Finding::failed(
            format!("{id} is archived, so nothing can be written there"),
            "Unarchive it, or set CERTS_CAMPAIGN_CHANNEL to another one",
        ),
        Ok(Standing { is_member: true, .. }) => Finding::ok(format!("the app is in {id}")),
        Ok(_) => Finding::failed(format!("the app is not in {id}"), "In that channel, type /invite @Certs"),
        Err(why) if why.is_code("channel_not_found") => Finding::failed(
            format!(
                "Slack shows the app no channel {id}: it is not there, or is private and the app is not in it"
            ),
            "Copy the channel's id from its details, at the very bottom, to CERTS_CAMPAIGN_CHANNEL, and in that channel type /invite @Certs",
        ),
        Err(why) if why.is_code("missing_scope") => Finding::unseen(
            format!("{why}: looking at a public channel takes a scope that nothing else here needs"),
            "See that the app is among the channel's members; else type /invite @Certs in it",
        ),
        Err(why) => Finding::unseen(why.to_string(), "Run this again in a minute"),
    })
}
