//! App Home: a person's open items, what they finished, and for administrators the campaigns; published when they look,
//! and kept true for as long as they come back.

use chrono::Duration;

use super::identify::identify;
use super::{FlowError, Result, status};
use crate::app::App;
use crate::domain::evidence::sha256;
use crate::domain::standing::AtHome;
use crate::slack::view::Home;
use crate::store::{cards, snoozes, standing};

/// So long after its close a campaign that the reader finished is shown.
const FINISHED_FOR: Duration = Duration::days(30);

/// Publishes the App Home of a Slack user, who looks at it.
///
/// # Errors
/// As Slack or the database answers.
pub async fn publish(app: &App, slack_id: &str) -> Result<()> {
    let home = match home(app, slack_id).await {
        // They left since: nobody looks any more.
        Err(FlowError::Slack(why)) if why.is_code("user_not_found") => return Ok(()),
        home => home?,
    };
    app.slack.publish_home(slack_id, &home).await?;
    let shown = fingerprint(&home);
    Ok(cards::note_home(&app.store.db, slack_id, &shown, app.clock.now()).await?)
}

/// What it says now.
pub(super) async fn home(app: &App, slack_id: &str) -> Result<Home> {
    let db = &app.store.db;
    let asker = identify(app, slack_id).await?;
    let mut at_home = AtHome::default();
    for mine in standing::of_people(db, &asker.person_ids).await? {
        let mut put_off = None;
        for person_id in &asker.person_ids {
            put_off = put_off.or(snoozes::until(db, person_id, &mine.campaign.id).await?);
        }
        at_home.waiting.push((mine, put_off));
    }
    let since = app.clock.now() - FINISHED_FOR;
    at_home.finished = standing::finished_by(db, &asker.person_ids, since).await?;
    if asker.is_admin {
        at_home.campaigns = Some(status::active(app).await?);
    }
    Ok(app.frame().home(&at_home))
}

/// Tells whether it would say something else.
pub(super) fn fingerprint(home: &Home) -> String {
    sha256(&serde_json::to_vec(home).unwrap_or_default())
}
