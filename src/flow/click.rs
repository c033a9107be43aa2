//! A button was pressed, or something was chosen of a menu: recorded once, however often Slack tells, and done what it asks for.

use super::{Result, ask, nudge, question, resend, snooze};
use crate::app::App;
use crate::slack::view::{
    ASK_GIVER, ASK_OWNER, BACK, CHOOSE, DETAILS, NEXT, REMIND, REMIND_NOW, RESEND, SNOOZE,
};
use crate::slack::{Click, Interaction};
use crate::store::clicks::{self, Press};

/// Buttons and menus that ask for something, by `action_id`. The others are recorded, and that is all.
const HANDLERS: &[(&str, Handler)] = &[
    (RESEND, resend::begin),
    (SNOOZE, snooze::begin),
    (ASK_OWNER, ask::begin),
    (ASK_GIVER, ask::begin),
    (NEXT, question::instead),
    (BACK, question::instead),
    (CHOOSE, question::instead),
    (DETAILS, question::below),
    (REMIND, question::below),
    (REMIND_NOW, nudge::begin),
];

/// Begins what a button asks for, and lets Slack have its answer meanwhile. It records the press too: what is done
/// and that it was asked for become true together.
type Handler = fn(&App, Asked);

/// A press that asks for something.
#[derive(Debug)]
pub(super) struct Asked {
    /// Who pressed what and when; the campaign is the handler's to add.
    pub(super) press: Press,
    /// The button's value, as it came: it may be forged.
    pub(super) value: String,
    /// Where an answer goes that only they see; a press in App Home has none.
    pub(super) response_url: Option<String>,
}

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
        let handler = HANDLERS.iter().find(|(action_id, _)| *action_id == click.action_id);
        let value = click.value.clone();
        let press = press(app, &user.id, click);
        match handler {
            Some((_, begin)) => {
                let response_url = interaction.response_url.clone();
                begin(app, Asked { press, value: value.unwrap_or_default(), response_url });
            }
            None => presses.push(Press { campaign_id: value, ..press }),
        }
    }
    clicks::record(&app.store.db, presses, app.clock.now()).await?;
    Ok(())
}

fn press(app: &App, slack_id: &str, click: Click) -> Press {
    Press {
        slack_id: slack_id.to_owned(),
        campaign_id: None,
        action_id: click.action_id,
        action_ts: click.action_ts.unwrap_or_else(|| app.clock.now().timestamp_millis().to_string()),
    }
}
