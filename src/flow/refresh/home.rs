//! An App Home that somebody looked at lately.

use entity::card::Model as Card;

use super::super::{Result, home};
use super::note_taken;
use crate::app::App;
use crate::slack::PUBLISH;
use crate::store::cards::Outcome;

/// Publishes it where it would say something else than before.
pub(super) async fn look(app: &App, card: &Card) -> Result<Outcome> {
    let Some(slack_id) = &card.slack_id else { return Ok(Outcome::default()) };
    let view = home::home(app, slack_id).await?;
    let shown = home::fingerprint(&view);
    if card.shown.as_ref() == Some(&shown) {
        return Ok(Outcome::default());
    }
    app.slack.publish_home(slack_id, &view).await?;
    note_taken(app, PUBLISH);
    Ok(Outcome { shown: Some(shown), is_edited: true, ..Outcome::default() })
}
