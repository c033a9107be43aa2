//! A button was pressed: recorded once, however often Slack tells.

use super::{Result, resend};
use crate::app::App;
use crate::slack::view::RESEND;
use crate::slack::{Click, Interaction};
use crate::store::clicks::{self, Press};

/// Records the presses of an interaction, and does what was asked for; what is no press is left alone.
///
/// # Errors
/// When the database did not take it.
pub async fn receive(app: &App, interaction: Interaction) -> Result<()> {
    let Some(user) = interaction.user.filter(|_| interaction.r#type == "block_actions") else {
        return Ok(());
    };
    let mut presses = Vec::new();
    for click in interaction.actions {
        metrics::counter!("certs_clicks_total").increment(1);
        let asked_for = (click.action_id == RESEND).then(|| click.value.clone().unwrap_or_default());
        let press = press(app, &user.id, click);
        match asked_for {
            // What is done and that it was asked for become true together.
            Some(number) => resend::begin(app, press, &number, interaction.response_url.clone()),
            None => presses.push(press),
        }
    }
    clicks::record(&app.store.db, presses, app.clock.now()).await?;
    Ok(())
}

fn press(app: &App, slack_id: &str, click: Click) -> Press {
    Press {
        slack_id: slack_id.to_owned(),
        campaign_id: click.value.filter(|_| click.action_id != RESEND),
        action_id: click.action_id,
        action_ts: click.action_ts.unwrap_or_else(|| app.clock.now().timestamp_millis().to_string()),
    }
}
