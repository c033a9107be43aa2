//! Reviewers and owners as Okta knows them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::person::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use super::{CHUNK, Result, rows};
use crate::domain::person::{ACTIVE, Person};

impl From<Model> for Person {
    fn from(row: Model) -> Self {
        Self { id: row.id, name: row.name, email: row.email, status: row.status }
    }
}

/// Stores people. An address that Okta left out this time is kept from the time before. Whoever is as known is not written
/// again: on nearly every page of a large campaign that is everybody.
pub async fn upsert(conn: &impl ConnectionTrait, people: &[Person], now: DateTime<Utc>) -> Result<()> {
    let news = news(conn, &Vec::from_iter(people)).await?;
    let (with_email, without): (Vec<&Person>, Vec<&Person>) =
        news.into_iter().partition(|person| person.email.is_some());
    let facts: &[Column] = &[Column::Name, Column::Status, Column::UpdatedAt];
    for (group, columns) in [(with_email, &[facts, &[Column::Email]].concat()[..]), (without, facts)] {
        for chunk in group.chunks(CHUNK) {
            let rows = chunk.iter().map(|person| ActiveModel {
                id: Set(person.id.clone()),
                name: Set(person.name.clone()),
                email: Set(person.email.clone()),
                status: Set(person.status.clone()),
                updated_at: Set(now),
                ..Default::default()
            });
            let known = OnConflict::column(Column::Id).update_columns(columns.iter().copied()).to_owned();
            Entity::insert_many(rows).on_conflict(known).exec_without_returning(conn).await?;
        }
    }
    Ok(())
}

/// Those of these people of whom something is not known yet, each once, as PostgreSQL demands of one statement; in order,
/// so that two transactions never wait for each other.
pub async fn news<'a>(conn: &impl ConnectionTrait, people: &[&'a Person]) -> Result<Vec<&'a Person>> {
    let once: BTreeMap<&str, &Person> = people.iter().map(|person| (person.id.as_str(), *person)).collect();
    let ids: Vec<String> = once.keys().map(|id| (*id).to_owned()).collect();
    let known = by_id(conn, &ids).await?;
    let is_news =
        |person: &&Person| !known.get(&person.id).is_some_and(|as_known| says_no_more(person, as_known));
    Ok(once.into_values().filter(is_news).collect())
}

fn says_no_more(person: &Person, known: &Person) -> bool {
    let has_other_email = person.email.is_some() && person.email != known.email;
    person.name == known.name && person.status == known.status && !has_other_email
}

/// One person.
pub async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<Person>> {
    Ok(Entity::find_by_id(id).one(conn).await?.map(Person::from))
}

/// Those of these people who are known, by their ids.
pub async fn by_id(conn: &impl ConnectionTrait, ids: &[String]) -> Result<HashMap<String, Person>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = Entity::find().filter(Column::Id.is_in(chunk)).all(conn).await?;
        found.extend(rows.into_iter().map(|row| (row.id.clone(), Person::from(row))));
    }
    Ok(found)
}

/// Everyone with this address: a person may have several Okta accounts.
pub async fn with_email(conn: &impl ConnectionTrait, email: &str) -> Result<Vec<Person>> {
    let rows = Entity::find().filter(Column::Email.eq(email.to_lowercase())).all(conn).await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// The addresses of everybody who can be written to, each once.
pub async fn reachable_addresses(conn: &impl ConnectionTrait) -> Result<Vec<String>> {
    let reachable = Entity::find()
        .select_only()
        .column(Column::Email)
        .filter(Column::Status.eq(ACTIVE))
        .filter(Column::Email.is_not_null())
        .distinct();
    Ok(reachable.into_tuple().all(conn).await?)
}

/// Ids of a campaign's single reviewers whose address is not known, those never heard of included.
pub async fn without_email(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<String>> {
    // Each reviewer is looked up once, not with each of their items.
    let sql = "
        SELECT r.id AS id
          FROM (SELECT DISTINCT reviewer_id AS id FROM review
                 WHERE campaign_id = $1 AND reviewer_id IS NOT NULL
                   AND reviewer_kind NOT IN ('GROUP', 'RESOURCE_OWNER')) r
          LEFT JOIN person p ON p.id = r.id
         WHERE p.email IS NULL ORDER BY r.id";
    let missing: Vec<Missing> = rows(conn, sql, vec![campaign_id.into()]).await?;
    Ok(missing.into_iter().map(|row| row.id).collect())
}

#[derive(FromQueryResult)]
struct Missing {
    id: String,
}
