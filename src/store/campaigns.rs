//! Campaigns as last read, and how far the reminders have got with each.

use chrono::{DateTime, NaiveDate, Utc};
use entity::campaign::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::Result;
use crate::domain::campaign::{Campaign, Status};

/// A campaign with what we did about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// As last read.
    pub campaign: Campaign,
    /// When we first heard of it.
    pub first_seen_at: DateTime<Utc>,
    /// Due days up to this one are dealt with.
    pub reminded_through: NaiveDate,
    /// Since when we know that it is over.
    pub ended_at: Option<DateTime<Utc>>,
    /// When all its reviews were last read to the end.
    pub synced_at: Option<DateTime<Utc>>,
    /// Why it could not be read the last time.
    pub problem: Option<String>,
}

impl From<Model> for Known {
    fn from(row: Model) -> Self {
        Self {
            first_seen_at: row.first_seen_at,
            reminded_through: row.reminded_through,
            ended_at: row.ended_at,
            synced_at: row.synced_at,
            problem: row.problem,
            campaign: Campaign {
                id: row.id,
                name: row.name,
                description: row.description,
                status: Status::parse(&row.status),
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                owner_id: row.owner_id,
                silence_revokes: row.silence_revokes,
                recurring_parent: row.recurring_parent,
                is_recurring_plan: false,
            },
        }
    }
}

/// Stores what Okta says of a campaign. One that is new starts with its launch DM alone: due days up to `today`
/// count as dealt with.
pub async fn upsert(
    conn: &impl ConnectionTrait,
    campaign: &Campaign,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<()> {
    let over = campaign.status.is_over().then_some(now);
    let row = ActiveModel {
        id: Set(campaign.id.clone()),
        name: Set(campaign.name.clone()),
        description: Set(campaign.description.clone()),
        status: Set(campaign.status.as_str().to_owned()),
        starts_at: Set(campaign.starts_at),
        ends_at: Set(campaign.ends_at),
        owner_id: Set(campaign.owner_id.clone()),
        silence_revokes: Set(campaign.silence_revokes),
        recurring_parent: Set(campaign.recurring_parent.clone()),
        first_seen_at: Set(now),
        read_number: Set(0),
        synced_at: Set(None),
        reminded_through: Set(today),
        ended_at: Set(over),
        problem: Set(None),
        channel: Set(None),
    };
    let facts = [
        Column::Name,
        Column::Description,
        Column::Status,
        Column::StartsAt,
        Column::EndsAt,
        Column::OwnerId,
        Column::SilenceRevokes,
        Column::RecurringParent,
        Column::Problem,
    ];
    let known = OnConflict::column(Column::Id).update_columns(facts).to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(conn).await?;
    let this = Entity::update_many().filter(Column::Id.eq(campaign.id.as_str()));
    if over.is_some() {
        this.filter(Column::EndedAt.is_null())
            .col_expr(Column::EndedAt, Expr::value(over))
            .exec(conn)
            .await?;
    } else {
        this.col_expr(Column::EndedAt, Expr::value(None::<DateTime<Utc>>)).exec(conn).await?;
    }
    Ok(())
}

/// One campaign.
pub async fn find(conn: &impl ConnectionTrait, id: &str) -> Result<Option<Known>> {
    Ok(Entity::find_by_id(id).one(conn).await?.map(Known::from))
}

/// The campaigns that are not over, nearest close first.
pub async fn active(conn: &impl ConnectionTrait) -> Result<Vec<Known>> {
    let rows = Entity::find()
        .filter(Column::EndedAt.is_null())
        .filter(Column::Status.eq(Status::Active.as_str()))
        .order_by_asc(Column::EndsAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(Known::from).collect())
}

/// All campaigns on record, ended ones last.
pub async fn all(conn: &impl ConnectionTrait) -> Result<Vec<Known>> {
    let mut all = active(conn).await?;
    let ended = Entity::find()
        .filter(Column::EndedAt.is_not_null())
        .order_by_desc(Column::EndedAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    all.extend(ended.into_iter().map(Known::from));
    Ok(all)
}

/// Keeps others from changing what belongs to a campaign until the transaction ends.
pub async fn hold(tx: &super::Tx, id: &str) -> Result<()> {
    Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok(())
}

/// Whether this read of a campaign's items is the newest. Until the transaction ends no newer one begins, and nobody else
/// changes what belongs to the campaign.
pub async fn hold_newest_read(tx: &super::Tx, id: &str, number: i32) -> Result<bool> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok(row.is_some_and(|row| row.read_number == number))
}

/// Begins a read of a campaign's reviews; its number is that of no other, and tells what it stored from what earlier reads
/// did.
pub async fn begin_read(conn: &impl ConnectionTrait, id: &str) -> Result<i32> {
    let rows = Entity::update_many()
        .filter(Column::Id.eq(id))
        .col_expr(Column::ReadNumber, Expr::col(Column::ReadNumber).add(1))
        .exec_with_returning(conn)
        .await?;
    Ok(rows.first().map_or(0, |row| row.read_number))
}

/// Number of the newest read of a campaign that was begun.
pub async fn read_number(conn: &impl ConnectionTrait, id: &str) -> Result<i32> {
    Ok(Entity::find_by_id(id).one(conn).await?.map_or(0, |row| row.read_number))
}

/// Notes that all reviews of a campaign were read.
pub async fn finish_read(conn: &impl ConnectionTrait, id: &str, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.eq(id))
        .col_expr(Column::SyncedAt, Expr::value(Some(now)))
        .col_expr(Column::Problem, Expr::value(None::<String>))
        .exec(conn)
        .await?;
    Ok(())
}

/// Notes that a campaign is over, in Okta's word for how.
pub async fn end(conn: &impl ConnectionTrait, id: &str, status: &Status, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.eq(id))
        .filter(Column::EndedAt.is_null())
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::EndedAt, Expr::value(Some(now)))
        .exec(conn)
        .await?;
    Ok(())
}

/// Notes why a campaign could not be read.
pub async fn note_problem(conn: &impl ConnectionTrait, id: &str, problem: &str) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.eq(id))
        .col_expr(Column::Problem, Expr::value(Some(problem.to_owned())))
        .exec(conn)
        .await?;
    Ok(())
}

/// The channel that was made for a campaign.
pub async fn channel(conn: &impl ConnectionTrait, id: &str) -> Result<Option<String>> {
    Ok(Entity::find_by_id(id).one(conn).await?.and_then(|row| row.channel))
}

/// Whether a channel was made for another campaign than this.
pub async fn is_others_channel(conn: &impl ConnectionTrait, id: &str, channel: &str) -> Result<bool> {
    let others = Entity::find().filter(Column::Channel.eq(channel)).filter(Column::Id.ne(id));
    Ok(others.one(conn).await?.is_some())
}

/// Notes which channel was made for a campaign.
pub async fn remember_channel(conn: &impl ConnectionTrait, id: &str, channel: &str) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.eq(id))
        .col_expr(Column::Channel, Expr::value(Some(channel.to_owned())))
        .exec(conn)
        .await?;
    Ok(())
}

/// Notes that the due days of these campaigns are dealt with through `day`.
pub async fn reminded(conn: &impl ConnectionTrait, ids: &[String], day: NaiveDate) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.is_in(ids))
        .filter(Column::RemindedThrough.lt(day))
        .col_expr(Column::RemindedThrough, Expr::value(day))
        .exec(conn)
        .await?;
    Ok(())
}
