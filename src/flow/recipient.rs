//! Finding the Slack account of a person, from the directory that is kept, or from Slack.

use chrono::{DateTime, Duration, Utc};
use entity::slack_account::Model as Row;

use super::Result;
use crate::app::App;
use crate::app::troubles::SLACK;
use crate::domain::person::{Person, UNKNOWN_TO_OKTA};
use crate::store::accounts::{self, DEACTIVATED, FOUND, NOT_FOUND};

/// The method that finds people.
const LOOK_UP: &str = "users.lookupByEmail";
/// How long an account that was found is trusted.
const FOUND_FOR: Duration = Duration::days(7);
/// How long an address without an account is not asked for again.
const NOT_FOUND_FOR: Duration = Duration::hours(12);

/// Where a person can be written to.
#[derive(Debug, Clone)]
pub(super) enum Recipient {
    /// This Slack user; the DM's channel once it is known.
    Account { slack_id: String, channel: Option<String> },
    /// Nowhere, and why.
    Nowhere(&'static str),
}

/// The account of a person. Slack is asked at most once.
pub(super) async fn find(app: &App, person: &Person) -> Result<Recipient> {
    let email = match (&person.email, person.why_unreachable()) {
        (Some(email), None) => email,
        (_, why) => return Ok(Recipient::Nowhere(why.unwrap_or(UNKNOWN_TO_OKTA))),
    };
    let now = app.clock.now();
    if let Some(row) = accounts::by_email(&app.store.db, email).await?.filter(|row| is_fresh(row, now)) {
        return Ok(recipient(row.state.as_str(), row.slack_id, row.channel));
    }
    let account = app.slack.account_by_email(email).await?;
    app.troubles.clear(SLACK, LOOK_UP);
    let (state, slack_id, zone) = match account {
        None => (NOT_FOUND, None, None),
        Some(account) if account.is_deactivated => (DEACTIVATED, Some(account.id), None),
        Some(account) => (FOUND, Some(account.id), account.time_zone),
    };
    accounts::save(&app.store.db, email, state, slack_id.as_deref(), zone.as_deref(), now).await?;
    Ok(recipient(state, slack_id, None))
}

fn is_fresh(row: &Row, now: DateTime<Utc>) -> bool {
    now - row.checked_at < if row.state == FOUND { FOUND_FOR } else { NOT_FOUND_FOR }
}

fn recipient(state: &str, slack_id: Option<String>, channel: Option<String>) -> Recipient {
    match (state, slack_id) {
        (FOUND, Some(slack_id)) => Recipient::Account { slack_id, channel },
        (DEACTIVATED, _) => Recipient::Nowhere("has a deactivated Slack account"),
        _ => Recipient::Nowhere("has no active Slack account for their Okta e-mail address"),
    }
}
