//! Items that went from one reviewer to another, until the new one is told.

use chrono::{DateTime, Utc};
use entity::handover::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::Result;

/// Not told yet.
pub const OPEN: &str = "open";
/// Part of a notice.
pub const TOLD: &str = "told";
/// Nothing to tell: it went on, was decided, or came from the person who has it.
pub const VOID: &str = "void";

/// An item's way to a new reviewer.
#[derive(Debug, Clone)]
pub struct Handover {
    /// The campaign.
    pub campaign_id: String,
    /// The item.
    pub review_id: String,
    /// Okta id and name of the giver, where an event told.
    pub from: Option<Giver>,
    /// The new reviewer.
    pub to_id: String,
    /// The justification.
    pub note: Option<String>,
}

/// Who handed something over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giver {
    /// Okta id.
    pub id: String,
    /// Their name.
    pub name: Option<String>,
}

/// Notes a handover.
pub async fn note(conn: &impl ConnectionTrait, handover: Handover, now: DateTime<Utc>) -> Result<()> {
    let (from_id, from_name) = handover.from.map_or((None, None), |giver| (Some(giver.id), giver.name));
    let row = ActiveModel {
        campaign_id: Set(handover.campaign_id),
        review_id: Set(handover.review_id),
        from_id: Set(from_id),
        from_name: Set(from_name),
        to_id: Set(handover.to_id),
        note: Set(handover.note),
        state: Set(OPEN.to_owned()),
        noticed_at: Set(now),
        settled_at: Set(None),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The handovers of an item to a person, newest first.
pub async fn of_item(conn: &impl ConnectionTrait, review_id: &str, to_id: &str) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::ReviewId.eq(review_id))
        .filter(Column::ToId.eq(to_id))
        .order_by_desc(Column::Id)
        .all(conn)
        .await?)
}

/// Who last handed items of a campaign to a person.
pub async fn newest_giver(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    to_id: &str,
) -> Result<Option<String>> {
    let newest = Entity::find()
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::ToId.eq(to_id))
        .filter(Column::FromId.is_not_null())
        .order_by_desc(Column::Id);
    Ok(newest.one(conn).await?.and_then(|row| row.from_id))
}

/// Adds the giver and the note to a handover that was found before its event came.
pub async fn name_giver(
    conn: &impl ConnectionTrait,
    id: i64,
    giver: &Giver,
    note: Option<&str>,
) -> Result<()> {
    let mut named = Entity::update_many()
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(OPEN))
        .col_expr(Column::FromId, Expr::value(Some(giver.id.clone())))
        .col_expr(Column::FromName, Expr::value(giver.name.clone()));
    if let Some(note) = note {
        named = named.col_expr(Column::Note, Expr::value(Some(note.to_owned())));
    }
    named.exec(conn).await?;
    Ok(())
}

/// All that are not told yet, oldest first.
pub async fn open(conn: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find().filter(Column::State.eq(OPEN)).order_by_asc(Column::Id).all(conn).await?)
}

/// Settles handovers as [`TOLD`] or [`VOID`]; says how many were still open.
pub async fn settle(
    conn: &impl ConnectionTrait,
    ids: &[i64],
    state: &str,
    now: DateTime<Utc>,
) -> Result<u64> {
    let settled = Entity::update_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::State.eq(OPEN))
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::SettledAt, Expr::value(Some(now)))
        .exec(conn)
        .await?;
    Ok(settled.rows_affected)
}
