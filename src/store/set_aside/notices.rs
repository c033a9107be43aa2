//! Notices that an operator looks at.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use entity::{campaign, notification_campaign};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::super::notifications::{DROPPED, FAILED, PLANNED, SENDING, UNKNOWN, about};
use super::super::record::Noted;
use super::super::{CHUNK, Result, Tx, people};
use super::{DISCARDED, Found, Kept, Turn, Wanted, held_until, number};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::Detail;

/// A notice with the names that belong to it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row.
    pub notice: Model,
    /// Name of whom it is for, if they are known.
    pub name: Option<String>,
    /// The campaigns it speaks of, each as id and name.
    pub campaigns: Vec<(String, String)>,
}

/// Lists notices; without a state those that were given up, are in question, or were tried in vain and wait.
pub async fn list(conn: &impl ConnectionTrait, wanted: &Wanted) -> Result<Found<Listed>> {
    let asked = Entity::find().filter(match &wanted.state {
        Some(state) => Column::State.eq(state.as_str()).into_condition(),
        None => attention(),
    });
    let asked = match &wanted.campaign_id {
        Some(id) => asked.filter(Column::Id.in_subquery(about(id))),
        None => asked,
    };
    let all = asked.clone().count(conn).await?;
    let mut rows = asked.order_by_desc(Column::Id).limit(wanted.most).all(conn).await?;
    rows.reverse();
    let left_out = all.saturating_sub(rows.len() as u64);
    Ok(Found { rows: with_names(conn, rows).await?, left_out })
}

fn attention() -> Condition {
    let waits = Condition::all().add(Column::State.is_in([PLANNED, SENDING])).add(Column::Attempts.gt(0));
    Condition::any().add(Column::State.is_in([FAILED, UNKNOWN])).add(waits)
}

async fn with_names(conn: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Listed>> {
    let mut whom: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
    whom.sort();
    whom.dedup();
    let known = people::by_id(conn, &whom).await?;
    let mut campaigns: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    let numbers: Vec<i64> = rows.iter().map(|row| row.id).collect();
    for chunk in numbers.chunks(CHUNK) {
        use notification_campaign::Column as Link;
        let links = notification_campaign::Entity::find().filter(Link::NotificationId.is_in(chunk.to_vec()));
        let links = links.order_by_asc(Link::CampaignId).all(conn).await?;
        let ids = links.iter().map(|link| link.campaign_id.as_str());
        let known = campaign::Entity::find().filter(campaign::Column::Id.is_in(ids)).all(conn).await?;
        let called: HashMap<String, String> = known.into_iter().map(|row| (row.id, row.name)).collect();
        for link in links {
            let name = called.get(&link.campaign_id).cloned().unwrap_or_else(|| link.campaign_id.clone());
            campaigns.entry(link.notification_id).or_default().push((link.campaign_id, name));
        }
    }
    let listed = |notice: Model| Listed {
        name: known.get(&notice.person_id).map(|person| person.name.clone()),
        campaigns: campaigns.remove(&notice.id).unwrap_or_default(),
        notice,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Whether any notice speaks of a campaign of this id.
pub async fn any_about(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<bool> {
    Ok(Entity::find().filter(Column::Id.in_subquery(about(campaign_id))).one(conn).await?.is_some())
}

/// The notice that is meant by a number or a key.
pub async fn named(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Model>> {
    if let Some(number) = number(name) {
        return Ok(Entity::find_by_id(number).one(conn).await?);
    }
    Ok(Entity::find().filter(Column::Key.eq(name)).one(conn).await?)
}

/// How many notices were given up, or are in question.
pub async fn count(conn: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().filter(Column::State.is_in([FAILED, UNKNOWN])).count(conn).await?)
}

/// The notices about a campaign of which nobody knows whether they arrived, newest first, `most` of them.
pub async fn in_question(conn: &impl ConnectionTrait, campaign_id: &str, most: u64) -> Result<Vec<Listed>> {
    let rows = Entity::find()
        .filter(Column::State.eq(UNKNOWN))
        .filter(Column::Id.in_subquery(about(campaign_id)))
        .order_by_desc(Column::Id)
        .limit(most);
    let rows = rows.all(conn).await?;
    with_names(conn, rows).await
}

/// Makes a notice due now that is in one of these states, as if it had never been tried. Its message is rendered when
/// it is sent, from what is true then.
pub async fn retry(tx: &Tx, id: i64, from: &[&str], by: &str, now: DateTime<Utc>) -> Result<Turn<Model>> {
    let row = match held_still(tx, id, from, now).await? {
        Ok(row) => row,
        Err(kept) => return Ok(Err(kept)),
    };
    change(id, PLANNED)
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::TriedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::SettledAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Problem, Expr::value(None::<String>))
        .exec(tx)
        .await?;
    note(tx, &row, (Event::Retried, State::Planned), by, now);
    Ok(Ok(row))
}

/// Sets a notice aside for good that was not sent, or may not have been; planning it again does not bring it back.
pub async fn discard(tx: &Tx, id: i64, by: &str, now: DateTime<Utc>) -> Result<Turn<Model>> {
    let row = match held_still(tx, id, &[FAILED, UNKNOWN, PLANNED], now).await? {
        Ok(row) => row,
        Err(kept) => return Ok(Err(kept)),
    };
    change(id, DROPPED)
        .col_expr(Column::SettledAt, Expr::value(Some(now)))
        .col_expr(Column::Problem, Expr::value(Some(format!("{DISCARDED}{by}"))))
        .exec(tx)
        .await?;
    note(tx, &row, (Event::Discarded, State::Dropped), by, now);
    Ok(Ok(row))
}

fn note(tx: &Tx, row: &Model, (event, state): (Event, State), by: &str, now: DateTime<Utc>) {
    let detail = Detail { by: Some(by.to_owned()), ..Detail::default() };
    tx.note(Noted::of(row, event, state, now, &detail));
}

/// The row, kept from others until the transaction ends, if it may be changed.
async fn held_still(tx: &Tx, id: i64, states: &[&str], now: DateTime<Utc>) -> Result<Turn<Model>> {
    let Some(row) = Entity::find_by_id(id).lock_exclusive().one(tx).await? else {
        return Ok(Err(Kept::Missing));
    };
    if !states.contains(&row.state.as_str()) {
        return Ok(Err(Kept::Because(row.state)));
    }
    Ok(match held_until(row.leased_until, now) {
        Some(until) => Err(Kept::Held(until)),
        None => Ok(row),
    })
}

fn change(id: i64, state: &str) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(id))
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::LeasedBy, Expr::value(None::<String>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
}
