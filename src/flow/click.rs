//! A button was pressed, or something was chosen of a menu: recorded once, however often Slack tells, and followed.

use super::{Result, ask, resend, snooze};
use crate::app::App;
use crate::slack::view::{ASK_GIVER, ASK_OWNER, RESEND, SNOOZE};
use crate::slack::{Click, Interaction};
use crate::store::clicks::{self, Press};

/// Begins what a press asks for, after Slack has had its answer: the press, its value, and where the answer goes. What
/// is done and that it was asked for become true together.
type Follow = fn(&App, Press, &str, Option<String>);

/// What is followed; any other press is recorded, and that is all.
const FOLLOWED: &[(&str, Follow)] =
    &[(RESEND, resend::begin), (SNOOZE, snooze::begin), (ASK_OWNER, ask::begin), (ASK_GIVER, ask::begin)];

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
        let follow = FOLLOWED.iter().find(|(action_id, _)| *action_id == click.action_id);
        let value = click.value.clone();
        let press = press(app, &user.id, click);
        match follow {
            Some((_, follow)) => {
                follow(app, press, value.as_deref().unwrap_or_default(), interaction.response_url.clone());
            }
            None => presses.push(press),
        }
    }
    clicks::record(&app.store.db, presses, app.clock.now()).await?;
    Ok(())
}

fn press(app: &App, slack_id: &str, click: Click) -> Press {
    let names_no_campaign = [RESEND, SNOOZE].contains(&click.action_id.as_str());
    Press {
        slack_id: slack_id.to_owned(),
        campaign_id: click.value.filter(|_| !names_no_campaign),
        action_id: click.action_id,
        action_ts: click.action_ts.unwrap_or_else(|| app.clock.now().timestamp_millis().to_string()),
    }
}
