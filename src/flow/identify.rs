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

/// Finds out who a Slack user is; asks Slack where the directory does not say.
pub(super) async fn identify(app: &App, slack_id: &str) -> Result<Asker> {
    let now = app.clock.now();
    let known = accounts::by_slack_id(&app.store.db, slack_id).await?;
    let named_by_id = app.config.admins.iter().any(|name| name == slack_id);
    let email = match known.filter(|row| now - row.checked_at < TRUSTED_FOR) {
        Some(row) => Some(row.email),
        None => match ask_slack(app, slack_id, now).await {
            Ok(email) => email,
            // Who is named by id may see how things stand while Slack does not answer, that above all.
            Err(FlowError::Slack(_)) if named_by_id => None,
            Err(why) => return Err(why),
        },
    };
    let named_by_email = app.config.admins.iter().any(|name| Some(name) == email.as_ref());
    let people = match &email {
        Some(email) => people::with_email(&app.store.db, email).await?,
        None => Vec::new(),
    };
    Ok(Asker {
        person_ids: people.into_iter().map(|person| person.id).collect(),
        is_admin: named_by_id || named_by_email,
    })
}

async fn ask_slack(app: &App, slack_id: &str, now: DateTime<Utc>) -> Result<Option<String>> {
    let account = app.slack.account_by_id(slack_id).await?;
    if let Some(email) = &account.email {
        let zone = account.time_zone.as_deref();
        accounts::save(&app.store.db, email, FOUND, Some(slack_id), zone, now).await?;
    }
    Ok(account.email)
}
