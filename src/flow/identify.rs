//! Who a Slack user is: their address, their Okta accounts, and what they may do.

use chrono::{DateTime, Duration, Utc};

use super::{FlowError, Result};
use crate::app::App;
use crate::store::accounts::{self, FOUND};
use crate::store::people;

/// How long a Slack user's address is trusted before Slack is asked again.
const TRUSTED_FOR: Duration = Duration::days(1);

/// Somebody in Slack.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    /// Okta ids of those with their address.
    pub(super) person_ids: Vec<String>,
    /// May see and do what administrators may.
    pub(super) is_admin: bool,
}

/// Somebody in Slack, of whom it is known what they may do, and not yet who they are in Okta.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// Their address, where Slack shows it.
    pub(super) email: Option<String>,
    /// May see and do what administrators may.
    pub(super) is_admin: bool,
}

/// Finds out who a Slack user is; asks Slack where the directory does not say.
pub(super) async fn identify(app: &App, slack_id: &str) -> Result<Asker> {
    let Caller { email, is_admin } = recognise(app, slack_id).await?;
    let people = match &email {
        Some(email) => people::with_email(&app.store.db, email).await?,
        None => Vec::new(),
    };
    Ok(Asker { person_ids: people.into_iter().map(|person| person.id).collect(), is_admin })
}

/// Finds out what a Slack user may do: nothing is asked of whom is remembered; else one look into the directory, or where that
/// does not say, a question to Slack.
pub(super) async fn recognise(app: &App, slack_id: &str) -> Result<Caller> {
    let now = app.clock.now();
    let is_admin = |name: &str| app.config.admins.iter().any(|admin| admin == name);
    let email = match app.faces.address_of(slack_id, now) {
        Some(email) => Some(email),
        None => address_of(app, slack_id, now).await?,
    };
    let is_admin = is_admin(slack_id) || email.as_deref().is_some_and(is_admin);
    Ok(Caller { email, is_admin })
}

/// Their address, as the directory or Slack has it.
async fn address_of(app: &App, slack_id: &str, now: DateTime<Utc>) -> Result<Option<String>> {
    let known = accounts::by_slack_id(&app.store.db, slack_id).await?;
    let is_fresh = known.as_ref().is_some_and(|row| now - row.checked_at < TRUSTED_FOR);
    let known = known.map(|row| row.email);
    let email = if is_fresh {
        known
    } else {
        let named_by_id = app.config.admins.iter().any(|name| name == slack_id);
        match ask_slack(app, slack_id, now).await {
            // Without the scope Slack shows no address, which is no news about the one that we know.
            Ok(email) => email.or(known),
            // While Slack does not answer, an administrator may see how things stand, that above all.
            Err(FlowError::Slack(_)) if named_by_id || known.is_some() => return Ok(known),
            Err(why) => return Err(why),
        }
    };
    if let Some(email) = &email {
        app.faces.note(slack_id, email, now);
    }
    Ok(email)
}

async fn ask_slack(app: &App, slack_id: &str, now: DateTime<Utc>) -> Result<Option<String>> {
    let account = app.slack.account_by_id(slack_id).await?;
    if let Some(email) = &account.email {
        let zone = account.time_zone.as_deref();
        // A database that takes no writes is asked again the next time; the answer is known all the same.
        if let Err(why) = accounts::save(&app.store.db, email, FOUND, Some(slack_id), zone, now).await {
            tracing::debug!(error = %why, "An account could not be kept");
        }
    }
    Ok(account.email)
}
