//! App Home: a person's open items, published when they look.

use super::Result;
use super::identify::identify;
use crate::app::App;
use crate::store::standing;

/// Publishes the App Home of a Slack user.
///
/// # Errors
/// As Slack or the database answers.
pub async fn publish(app: &App, slack_id: &str) -> Result<()> {
    let asker = identify(app, slack_id).await?;
    let campaigns = standing::of_people(&app.store.db, &asker.person_ids).await?;
    app.slack.publish_home(slack_id, &app.frame().home(&campaigns)).await?;
    Ok(())
}
