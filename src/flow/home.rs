//! App Home: a person's open items, what they finished, and for administrators the campaigns; published when they look,
//! and kept true for as long as they come back.

use super::Result;
use super::identify::identify;
use crate::app::App;
use crate::domain::evidence::sha256;
use crate::slack::view::Home;
use crate::store::{cards, standing};

/// Publishes the App Home of a Slack user, who looks at it.
///
/// # Errors
/// As Slack or the database answers.
pub async fn publish(app: &App, slack_id: &str) -> Result<()> {
    let home = home(app, slack_id).await?;
    app.slack.publish_home(slack_id, &home).await?;
    let shown = fingerprint(&home);
    Ok(cards::note_home(&app.store.db, slack_id, &shown, app.clock.now()).await?)
}

/// What it says now.
pub(super) async fn home(app: &App, slack_id: &str) -> Result<Home> {
    let asker = identify(app, slack_id).await?;
    let campaigns = standing::of_people(&app.store.db, &asker.person_ids).await?;
    Ok(app.frame().home(&campaigns))
}

/// Tells whether it would say something else.
pub(super) fn fingerprint(home: &Home) -> String {
    sha256(&serde_json::to_vec(home).unwrap_or_default())
}
