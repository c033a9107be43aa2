//! Events that an operator looks at.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::campaign;
use entity::inbox_event::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::super::inbox::{DONE, FAILED, IGNORED, NEW, OURS};
use super::super::{CHUNK, Result, Tx};
use super::{DISCARDED, Found, Kept, Turn, Wanted, held_until, number};

/// An event with the name of its campaign.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The row.
    pub event: Model,
    /// Name of the campaign it speaks of, if that is known.
    pub campaign: Option<String>,
}

/// Lists events; without a state those that were given up, or were put off and wait.
pub async fn list(conn: &impl ConnectionTrait, wanted: &Wanted) -> Result<Found<Listed>> {
    let asked = Entity::find().filter(match &wanted.state {
        Some(state) => Column::State.eq(state.as_str()).into_condition(),
        None => attention(),
    });
    let asked = match &wanted.campaign_id {
        Some(id) => asked.filter(Column::CampaignId.eq(id.as_str())),
        None => asked,
    };
    let all = asked.clone().count(conn).await?;
    let mut rows = asked.order_by_desc(Column::Id).limit(wanted.most).all(conn).await?;
    rows.reverse();
    let left_out = all.saturating_sub(rows.len() as u64);
    Ok(Found { rows: with_names(conn, rows).await?, left_out })
}

/// The events of a kind of ours that were put in since then, whatever became of them.
pub async fn since(conn: &impl ConnectionTrait, kind: &str, since: DateTime<Utc>) -> Result<Vec<Listed>> {
    let ours = Entity::find()
        .filter(Column::Source.eq(OURS))
        .filter(Column::Kind.eq(kind))
        .filter(Column::ReceivedAt.gte(since))
        .order_by_asc(Column::Id);
    with_names(conn, ours.all(conn).await?).await
}

fn attention() -> Condition {
    let put_off = Condition::all().add(Column::State.eq(NEW)).add(Column::Remark.is_not_null());
    Condition::any().add(Column::State.eq(FAILED)).add(put_off)
}

async fn with_names(conn: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Listed>> {
    let mut ids: Vec<String> = rows.iter().filter_map(|row| row.campaign_id.clone()).collect();
    ids.sort();
    ids.dedup();
    let mut names: HashMap<String, String> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let known = campaign::Entity::find().filter(campaign::Column::Id.is_in(chunk)).all(conn).await?;
        names.extend(known.into_iter().map(|row| (row.id, row.name)));
    }
    let listed = |event: Model| Listed {
        campaign: event.campaign_id.as_ref().and_then(|id| names.get(id).cloned()),
        event,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Whether any event speaks of a campaign of this id.
pub async fn any_about(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<bool> {
    Ok(Entity::find().filter(Column::CampaignId.eq(campaign_id)).one(conn).await?.is_some())
}

/// The event that is meant by a number, or by the sender's id of it.
pub async fn named(conn: &impl ConnectionTrait, name: &str) -> Result<Option<Model>> {
    if let Some(number) = number(name)
        && let Some(row) = Entity::find_by_id(number).one(conn).await?
    {
        return Ok(Some(row));
    }
    Ok(Entity::find().filter(Column::EventUuid.eq(name)).one(conn).await?)
}

/// How many events were given up.
pub async fn count(conn: &impl ConnectionTrait) -> Result<u64> {
    Ok(Entity::find().filter(Column::State.eq(FAILED)).count(conn).await?)
}

/// How many events wait, and since when the oldest of them does.
pub async fn queue(conn: &impl ConnectionTrait) -> Result<(u64, Option<DateTime<Utc>>)> {
    let open = Entity::find().filter(Column::State.eq(NEW));
    let depth = open.clone().count(conn).await?;
    let oldest = open.order_by_asc(Column::ReceivedAt).one(conn).await?;
    Ok((depth, oldest.map(|row| row.received_at)))
}

/// Whether any event about a campaign was given up.
pub async fn any_given_up(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<bool> {
    let given_up = Entity::find().filter(Column::CampaignId.eq(campaign_id)).filter(Column::State.eq(FAILED));
    Ok(given_up.one(conn).await?.is_some())
}

/// Settles the given-up events of a campaign as done, because a later look at it made up for them.
pub async fn make_up(conn: &impl ConnectionTrait, campaign_id: &str, remark: &str) -> Result<()> {
    Entity::update_many()
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::State.eq(FAILED))
        .col_expr(Column::State, Expr::value(DONE))
        .col_expr(Column::Remark, Expr::value(Some(remark.to_owned())))
        .exec(conn)
        .await?;
    Ok(())
}

/// Makes an event due now that was given up or waits, with all its tries before it.
pub async fn retry(tx: &Tx, id: i64, now: DateTime<Utc>) -> Result<Turn<Model>> {
    let row = match held_still(tx, id, now).await? {
        Ok(row) => row,
        Err(kept) => return Ok(Err(kept)),
    };
    change(id, NEW)
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::FinishedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Remark, Expr::value(None::<String>))
        .exec(tx)
        .await?;
    Ok(Ok(row))
}

/// Sets an event aside for good that was given up or waits.
pub async fn discard(tx: &Tx, id: i64, by: &str, now: DateTime<Utc>) -> Result<Turn<Model>> {
    let row = match held_still(tx, id, now).await? {
        Ok(row) => row,
        Err(kept) => return Ok(Err(kept)),
    };
    change(id, IGNORED)
        .col_expr(Column::FinishedAt, Expr::value(Some(now)))
        .col_expr(Column::Remark, Expr::value(Some(format!("{DISCARDED}{by}"))))
        .exec(tx)
        .await?;
    Ok(Ok(row))
}

/// The row, kept from others until the transaction ends, if it may be changed.
async fn held_still(tx: &Tx, id: i64, now: DateTime<Utc>) -> Result<Turn<Model>> {
    let Some(row) = Entity::find_by_id(id).lock_exclusive().one(tx).await? else {
        return Ok(Err(Kept::Missing));
    };
    if [DONE, IGNORED].contains(&row.state.as_str()) {
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
