//! Trying the service out: which notices are recorded instead of being sent, and who is told at last when that is over.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::notification_log::Model as Row;

use super::Result;
use crate::app::App;
use crate::config::CampaignChannel;
use crate::domain::campaign::Campaign;
use crate::domain::delivery::State;
use crate::domain::notice::{CHANNEL, Notice};
use crate::domain::person::Person;
use crate::domain::pilot::{Hold, Pilot};
use crate::store::{Conn, Tx, accounts, cards, notifications, people};

/// What people go by, as far as that decides whether they are told anything.
pub(super) struct Whom<'a> {
    pilot: &'a Pilot,
    people: HashMap<String, Person>,
    /// Slack users, by address.
    users: HashMap<String, String>,
}

impl<'a> Whom<'a> {
    /// Of these people.
    pub(super) async fn of(pilot: &'a Pilot, conn: &impl Conn, ids: &[String]) -> Result<Self> {
        let mut whom = Self { pilot, people: HashMap::new(), users: HashMap::new() };
        // Where there is no group, nobody's name matters.
        if !pilot.only.is_empty() {
            whom.people = people::by_id(conn, ids).await?;
            let addresses: Vec<String> =
                whom.people.values().filter_map(|person| person.email.clone()).collect();
            let accounts = accounts::by_emails(conn, &addresses).await?;
            whom.users =
                accounts.into_iter().filter_map(|(email, row)| Some((email, row.slack_id?))).collect();
        }
        Ok(whom)
    }

    /// Why nothing is said to a person.
    pub(super) fn hold(&self, person_id: &str) -> Option<Hold> {
        self.hold_at(person_id, None)
    }

    /// The same, where it is known that they are this Slack user.
    fn hold_at(&self, person_id: &str, slack_id: Option<&str>) -> Option<Hold> {
        let email = self.people.get(person_id).and_then(|person| person.email.as_deref());
        let user = email.and_then(|email| self.users.get(email)).map(String::as_str);
        self.pilot.hold(&[email, user, slack_id])
    }

    /// Whether a notice in this state counts as said to a person: those that were held do for whoever is held in the
    /// same way now, so that a rehearsal goes as the play would.
    pub(super) fn counts(&self, person_id: &str, state: State) -> bool {
        match state {
            State::Rehearsed | State::HeldBack => {
                self.hold(person_id).is_some_and(|hold| hold.continues(state))
            }
            _ => true,
        }
    }
}

/// Why a notice is not sent to whom it is for, or into this conversation.
pub(super) async fn hold(app: &App, row: &Row, notice: &Notice, slack_id: &str) -> Result<Option<Hold>> {
    let pilot = &app.config.pilot;
    if !pilot.holds_any() {
        return Ok(None);
    }
    if notice.of_channel().is_some() {
        return Ok(pilot.hold(&[Some(slack_id)]));
    }
    if let Notice::Question { to_id, .. } = notice {
        return hold_of_two(app, [&row.person_id, to_id]).await;
    }
    let whom = Whom::of(pilot, &app.store.db, std::slice::from_ref(&row.person_id)).await?;
    Ok(whom.hold_at(&row.person_id, Some(slack_id)))
}

/// Why nothing is said in the channel of a campaign, before that is looked for or made. A channel of its own is in no
/// group as long as it does not exist.
pub(super) async fn hold_of_channel(app: &App, campaign_id: &str) -> Result<Option<Hold>> {
    let pilot = &app.config.pilot;
    if !pilot.holds_any() {
        return Ok(None);
    }
    let known = match (cards::channel_of(&app.store.db, campaign_id).await?, &app.config.campaign_channel) {
        (Some(channel), _) => Some(channel),
        (None, Some(CampaignChannel::Existing(channel))) => Some(channel.clone()),
        (None, _) => None,
    };
    Ok(pilot.hold(&[known.as_deref()]))
}

/// Whether two people may be brought together.
pub(super) async fn hold_of_two(app: &App, ids: [&str; 2]) -> Result<Option<Hold>> {
    let pilot = &app.config.pilot;
    if !pilot.holds_any() {
        return Ok(None);
    }
    let whom = Whom::of(pilot, &app.store.db, &ids.map(str::to_owned)).await?;
    Ok(ids.into_iter().find_map(|id| whom.hold(id)))
}

/// Tells those at last who were told nothing of a campaign while that was held, and may be told now.
pub(super) async fn release(app: &App, tx: &Tx, campaign: &Campaign, now: DateTime<Utc>) -> Result<()> {
    let pilot = &app.config.pilot;
    let to_channel = hold_of_channel(app, &campaign.id).await?.is_none();
    let news = news(pilot, tx, campaign, now, to_channel).await?;
    if !news.is_empty() {
        tracing::info!(campaign.id, notices = news.len(), "Telling those of whom it was only on record");
    }
    Ok(notifications::release_held(tx, &news, now).await?)
}

/// What of that which was held is told now: each person by one message, the launch DM where there was to be one. Whoever
/// heard of the campaign since needs none. `to_channel` is whether its channel may be told anything.
pub(super) async fn news(
    pilot: &Pilot,
    tx: &Tx,
    campaign: &Campaign,
    now: DateTime<Utc>,
    to_channel: bool,
) -> Result<Vec<Row>> {
    if pilot.is_dry() || !campaign.is_open(now) {
        return Ok(Vec::new());
    }
    let held = notifications::held_news(tx, &campaign.id).await?;
    if held.is_empty() {
        return Ok(held);
    }
    let ids: Vec<String> = held.iter().map(|row| row.person_id.clone()).collect();
    let whom = Whom::of(pilot, tx, &ids).await?;
    let told = notifications::last_told(tx, &campaign.id, now).await?;
    let may_be_told = |row: &Row| {
        if row.person_id == CHANNEL { to_channel } else { whom.hold(&row.person_id).is_none() }
    };
    let is_news =
        |row: &Row| told.get(&row.person_id).is_none_or(|at| row.settled_at.is_some_and(|then| then > *at));
    let mut news: Vec<Row> = held.into_iter().filter(|row| may_be_told(row) && is_news(row)).collect();
    // The newest launch speaks of everything that waits; only where there is none, the newest of the others does.
    news.sort_by_key(|row| (row.kind == "launch", row.id));
    let mut seen = HashSet::new();
    Ok(news.into_iter().rev().filter(|row| seen.insert(row.person_id.clone())).collect())
}
