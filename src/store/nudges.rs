//! Reminders that administrators ask for: whom one would reach, and when the one before was.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::nudge::{ActiveModel, Column, Entity};
use entity::{notification_log, slack_account};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::accounts::FOUND;
use super::notifications::{PLANNED, SENDING, SENT, UNKNOWN};
use super::{CHUNK, Result, Tx, people, standing};
use crate::domain::nudge::{Before, Owing, REST};
use crate::domain::person::Person;

/// Who has open items in a campaign, by name.
pub async fn owing(conn: &impl ConnectionTrait, campaign_id: &str, now: DateTime<Utc>) -> Result<Vec<Owing>> {
    let loads = standing::loads(conn, campaign_id).await?;
    let open: HashMap<String, u64> = loads
        .into_iter()
        .filter(|load| load.open > 0)
        .map(|load| (load.person_id, load.open.unsigned_abs()))
        .collect();
    let ids: Vec<String> = open.keys().cloned().collect();
    let known = people::by_id(conn, &ids).await?;
    let nowhere = without_account(conn, known.values()).await?;
    let rested = written_to(conn, &ids, now).await?;
    let mut owing: Vec<Owing> = open
        .into_iter()
        .map(|(person_id, open)| {
            let person = known.get(&person_id);
            let email = person.and_then(|person| person.email.clone());
            let has_account = email.as_ref().is_some_and(|email| !nowhere.contains(email));
            Owing {
                name: person.map_or_else(|| person_id.clone(), |person| person.name.clone()),
                is_reachable: has_account && person.is_some_and(Person::is_active),
                was_written_to: rested.contains(&person_id),
                email,
                open,
                person_id,
            }
        })
        .collect();
    owing.sort_by(|a, b| (&a.name, &a.person_id).cmp(&(&b.name, &b.person_id)));
    Ok(owing)
}

/// Addresses that are known to have no account, or a switched-off one.
async fn without_account(
    conn: &impl ConnectionTrait,
    people: impl Iterator<Item = &Person>,
) -> Result<HashSet<String>> {
    let emails: Vec<String> = people.filter_map(|person| person.email.clone()).collect();
    let mut nowhere = HashSet::new();
    for chunk in emails.chunks(CHUNK) {
        let rows = slack_account::Entity::find()
            .filter(slack_account::Column::Email.is_in(chunk))
            .filter(slack_account::Column::State.ne(FOUND));
        nowhere.extend(rows.all(conn).await?.into_iter().map(|row| row.email));
    }
    Ok(nowhere)
}

/// Those of these people to whom any message went within the rest, or goes before it would be over.
async fn written_to(
    conn: &impl ConnectionTrait,
    ids: &[String],
    now: DateTime<Utc>,
) -> Result<HashSet<String>> {
    use notification_log::Column as Log;
    let went = Condition::all().add(Log::State.is_in([SENT, UNKNOWN])).add(Log::SettledAt.gt(now - REST));
    let goes = Condition::all().add(Log::State.is_in([PLANNED, SENDING])).add(Log::DueAt.lt(now + REST));
    let mut rested = HashSet::new();
    for chunk in ids.chunks(CHUNK) {
        let written: Vec<String> = notification_log::Entity::find()
            .select_only()
            .column(Log::PersonId)
            .distinct()
            .filter(Log::PersonId.is_in(chunk))
            .filter(Condition::any().add(went.clone()).add(goes.clone()))
            .into_tuple()
            .all(conn)
            .await?;
        rested.extend(written);
    }
    Ok(rested)
}

/// The nudge of a whole campaign that still keeps the next one waiting.
pub async fn before(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    now: DateTime<Utc>,
) -> Result<Option<Before>> {
    let last = Entity::find()
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::PersonId.is_null())
        .filter(Column::AskedAt.gt(now - REST))
        .order_by_desc(Column::AskedAt)
        .one(conn)
        .await?;
    Ok(last.map(|row| Before { by: row.asker_name, at: row.asked_at, people: row.people.unsigned_abs() }))
}

/// Who asks for a nudge.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The campaign.
    pub campaign_id: &'a str,
    /// The one person whom it is for; everybody, if none.
    pub person_id: Option<&'a str>,
    /// Slack user who asks.
    pub slack_id: &'a str,
    /// Their name, where it is known.
    pub name: Option<&'a str>,
    /// How many people it reaches.
    pub people: usize,
}

/// Notes a nudge; its number.
pub async fn record(tx: &Tx, wish: Wish<'_>, now: DateTime<Utc>) -> Result<i64> {
    let row = ActiveModel {
        campaign_id: Set(wish.campaign_id.to_owned()),
        person_id: Set(wish.person_id.map(str::to_owned)),
        asked_by: Set(wish.slack_id.to_owned()),
        asker_name: Set(wish.name.map(str::to_owned)),
        asked_at: Set(now),
        people: Set(i64::try_from(wish.people).unwrap_or(i64::MAX)),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(tx).await?.last_insert_id)
}
