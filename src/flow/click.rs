//! A button was pressed: recorded once, however often Slack tells.

use super::Result;
use crate::app::App;
use crate::slack::{Click, Interaction};
use crate::store::clicks::{self, Press};

/// Records the presses of an interaction; what is no press is left alone.
///
/// # Errors
/// When the database did not take it.
pub async fn record(app: &App, interaction: Interaction) -> Result<()> {
    let Some(user) = interaction.user.filter(|_| interaction.r#type == "block_actions") else {
        return Ok(());
    };
    let now = app.clock.now();
    let press = |click: Click| Press {
        slack_id: user.id.clone(),
        action_id: click.action_id,
        campaign_id: click.value,
        action_ts: click.action_ts.unwrap_or_else(|| now.timestamp_millis().to_string()),
    };
    let presses: Vec<Press> = interaction.actions.into_iter().map(press).collect();
    metrics::counter!("certs_clicks_total").increment(presses.len() as u64);
    clicks::record(&app.store.db, presses, now).await?;
    Ok(())
}
