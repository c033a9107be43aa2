//! Finding the Slack account of a person, from the directory that is kept, or from Slack.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use entity::notification_log::Model as Notified;
use entity::slack_account::Model as Row;
use futures_util::future::join_all;

use super::{Result, acquaint, pilot};
use crate::app::App;
use crate::app::troubles::SLACK;
use crate::domain::notice::Notice;
use crate::domain::person::{Person, UNKNOWN_TO_OKTA};
use crate::slack::OPEN;
use crate::store::accounts::{self, DEACTIVATED, FOUND, NOT_FOUND};
use crate::store::people;

/// The method that finds people.
const LOOK_UP: &str = "users.lookupByEmail";
/// How long an account that was found is trusted.
const FOUND_FOR: Duration = Duration::days(7);
/// How long an address without an account is not asked for again.
const NOT_FOUND_FOR: Duration = Duration::hours(12);

/// So many people are looked up side by side: a limit is met by few of them.
const AT_ONCE: usize = 10;

/// Where a person can be written to.
#[derive(Debug, Clone)]
pub(super) enum Recipient {
    /// This Slack user; the DM's channel once it is known.
    Account { slack_id: String, channel: Option<String> },
    /// The channel of this campaign, which is looked for, or made, when it is its turn.
    Channel(String),
    /// Nowhere, and why.
    Nowhere(&'static str),
}

/// Where notices go, each to its person or into the conversation that it begins. What is known is read for all of them
/// at once; Slack is asked for the others side by side, and answers many look-ups in the time of one. What does not work is
/// settled with its row.
pub(super) async fn of_all(app: &App, rows: &[Notified]) -> Vec<Result<Recipient>> {
    // Where that does not work, each says for itself what is wrong.
    let known = Known::of(app, rows).await.unwrap_or_default();
    let mut found = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        found.extend(join_all(some.iter().map(|row| of(app, &known, row))).await);
    }
    found
}

/// Who is known, and where they are in Slack.
#[derive(Default)]
struct Known {
    people: HashMap<String, Person>,
    /// By address, those that may be trusted.
    accounts: HashMap<String, Row>,
}

impl Known {
    async fn of(app: &App, rows: &[Notified]) -> Result<Self> {
        let (db, now) = (&app.store.db, app.clock.now());
        let ids: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
        let people = people::by_id(db, &ids).await?;
        let addresses: Vec<String> = people.values().filter_map(|person| person.email.clone()).collect();
        let mut accounts = accounts::by_emails(db, &addresses).await?;
        accounts.retain(|_, row| is_fresh(row, now));
        Ok(Self { people, accounts })
    }
}

async fn of(app: &App, known: &Known, row: &Notified) -> Result<Recipient> {
    let notice = Notice::from_json(&row.payload);
    if let Some(campaign_id) = notice.as_ref().and_then(Notice::of_channel) {
        return Ok(Recipient::Channel(campaign_id.to_owned()));
    }
    let person = match known.people.get(&row.person_id) {
        Some(person) => person.clone(),
        None => match people::find(&app.store.db, &row.person_id).await? {
            Some(person) => person,
            None => return Ok(Recipient::Nowhere(UNKNOWN_TO_OKTA)),
        },
    };
    if let Some(Notice::Question { to_id, .. }) = notice {
        // No conversation is opened in which nothing is said.
        if pilot::hold_of_two(app, [&person.id, &to_id]).await?.is_some() {
            return find(app, &person).await;
        }
        return Box::pin(conversation(app, &person, &to_id)).await;
    }
    match person.email.as_ref().and_then(|email| known.accounts.get(email)) {
        Some(row) if person.why_unreachable().is_none() => {
            Ok(recipient(row.state.as_str(), row.slack_id.clone(), row.channel.clone()))
        }
        _ => when_listed(app, &person).await,
    }
}

/// The account of a person, who waits a moment for the list of everybody if that is being read.
async fn when_listed(app: &App, person: &Person) -> Result<Recipient> {
    let Some(email) = person.email.as_ref().filter(|_| person.why_unreachable().is_none()) else {
        return find(app, person).await;
    };
    if let Some(known) = known(app, email).await? {
        return Ok(known);
    }
    app.strangers.meet([email.clone()]);
    acquaint::wait_for_list(app).await?;
    look_up(app, email).await
}

/// The conversation of a person, somebody else and the app. Opening it again is opening the same.
async fn conversation(app: &App, person: &Person, with: &str) -> Result<Recipient> {
    let Some(with) = people::find(&app.store.db, with).await? else {
        return Ok(Recipient::Nowhere("wants to ask somebody who is not known to Okta any more"));
    };
    let (one, other) = (find(app, person).await?, find(app, &with).await?);
    match (one, other) {
        (Recipient::Account { slack_id: one, .. }, Recipient::Account { slack_id: other, .. }) => {
            let channel = app.slack.group_dm(&[&one, &other]).await?;
            app.troubles.clear(SLACK, OPEN);
            Ok(Recipient::Account { slack_id: channel.clone(), channel: Some(channel) })
        }
        (nowhere @ Recipient::Nowhere(_), _) => Ok(nowhere),
        _ => Ok(Recipient::Nowhere("wants to ask somebody who is not in Slack")),
    }
}

/// The account of a person. Slack is asked at most once.
pub(super) async fn find(app: &App, person: &Person) -> Result<Recipient> {
    let email = match (&person.email, person.why_unreachable()) {
        (Some(email), None) => email,
        (_, why) => return Ok(Recipient::Nowhere(why.unwrap_or(UNKNOWN_TO_OKTA))),
    };
    account(app, email).await
}

/// The account with this address.
pub(super) async fn account(app: &App, email: &str) -> Result<Recipient> {
    match known(app, email).await? {
        Some(known) => Ok(known),
        None => look_up(app, email).await,
    }
}

/// The account with this address, if the directory knows.
async fn known(app: &App, email: &str) -> Result<Option<Recipient>> {
    let now = app.clock.now();
    let row = accounts::by_email(&app.store.db, email).await?.filter(|row| is_fresh(row, now));
    Ok(row.map(|row| recipient(row.state.as_str(), row.slack_id, row.channel)))
}

async fn look_up(app: &App, email: &str) -> Result<Recipient> {
    let now = app.clock.now();
    let account = app.slack.account_by_email(email).await?;
    app.troubles.clear(SLACK, LOOK_UP);
    let (state, slack_id, zone) = match account {
        None => (NOT_FOUND, None, None),
        Some(account) if account.is_deactivated => (DEACTIVATED, Some(account.id), None),
        Some(account) => (FOUND, Some(account.id), account.time_zone),
    };
    accounts::save(&app.store.db, email, state, slack_id.as_deref(), zone.as_deref(), now).await?;
    app.strangers.forget([&email.to_owned()]);
    Ok(recipient(state, slack_id, None))
}

/// Whether what is known of an account is as good as an answer of now.
pub(super) fn is_fresh(row: &Row, now: DateTime<Utc>) -> bool {
    now - row.checked_at < if row.state == FOUND { FOUND_FOR } else { NOT_FOUND_FOR }
}

fn recipient(state: &str, slack_id: Option<String>, channel: Option<String>) -> Recipient {
    match (state, slack_id) {
        (FOUND, Some(slack_id)) => Recipient::Account { slack_id, channel },
        (DEACTIVATED, _) => Recipient::Nowhere("has a deactivated Slack account"),
        _ => Recipient::Nowhere("has no active Slack account for their Okta e-mail address"),
    }
}
