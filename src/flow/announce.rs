//! What the campaign channel is told: planned in the transaction that made it true, and rendered when it is sent.

use chrono::{DateTime, Utc};

use super::{Result, pilot, plan, status};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::notice::Notice;
use crate::slack::view::Message;
use crate::store::set_aside::notices;
use crate::store::{Tx, campaigns, notifications, reviews};

/// Plans what the items of a campaign ask for: the launch DMs, and what its channel is told. A campaign that somebody
/// was told about before, because the setting is newer, gets its status there and no word that it began.
pub(super) async fn launches(app: &App, tx: &Tx, campaign: &Campaign, now: DateTime<Utc>) -> Result<()> {
    let is_news = !notices::any_about(tx, &campaign.id).await?;
    plan::launches(tx, campaign, now).await?;
    pilot::release(app, tx, campaign, now).await?;
    let board = Notice::Board { campaign_id: campaign.id.clone() };
    if app.config.campaign_channel.is_none()
        || notifications::is_planned(tx, &board).await?
        || !reviews::any(tx, &campaign.id).await?
    {
        return Ok(());
    }
    let began = is_news.then(|| Notice::CampaignBegan { campaign_id: campaign.id.clone() });
    plan::tell_channel(tx, began.into_iter().chain([board]), now).await
}

/// Plans the line at the close, where the channel knows of the campaign.
pub(super) async fn close(app: &App, tx: &Tx, campaign_id: &str, now: DateTime<Utc>) -> Result<()> {
    let board = Notice::Board { campaign_id: campaign_id.to_owned() };
    if app.config.campaign_channel.is_none() || !notifications::is_planned(tx, &board).await? {
        return Ok(());
    }
    plan::tell_channel(tx, [Notice::CampaignClosed { campaign_id: campaign_id.to_owned() }], now).await
}

/// The message of such a notice as things stand; `None` when there is nothing left to say.
pub(super) async fn message(app: &App, notice: &Notice) -> Result<Option<Message>> {
    let Some(campaign_id) = notice.of_channel() else { return Ok(None) };
    let Some(known) = campaigns::find(&app.store.db, campaign_id).await? else { return Ok(None) };
    let (frame, progress) = (app.frame(), status::progress_of(app, known).await?);
    let campaign = &progress.campaign;
    Ok(match notice {
        Notice::Board { .. } if !campaign.status.is_over() => Some(frame.board(&progress)),
        Notice::CampaignBegan { .. } if campaign.is_open(frame.now) => Some(frame.campaign_began(&progress)),
        Notice::CampaignClosed { .. } if campaign.status.is_over() => Some(frame.campaign_closed(&progress)),
        _ => None,
    })
}
