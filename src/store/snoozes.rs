//! Who does not want to be reminded of what, until when.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::snooze::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{CHUNK, Result, Tx};

/// Why one ended: they were reminded.
pub const REMINDED: &str = "reminded";
/// Why one ended: more came to them.
pub const NEW_ITEMS: &str = "new_items";
/// Why one ended: they chose another day.
const ANOTHER: &str = "another";

/// Somebody's wish.
#[derive(Debug, Clone)]
pub struct Snooze {
    /// Who.
    pub person_id: String,
    /// Of what.
    pub campaign_id: String,
    /// The day on which they are reminded again.
    pub until: NaiveDate,
    /// The Slack user who asked.
    pub by: String,
}

/// Notes a wish, in place of an earlier one.
pub async fn begin(tx: &Tx, snooze: Snooze, now: DateTime<Utc>) -> Result<()> {
    end(tx, &snooze.campaign_id, std::slice::from_ref(&snooze.person_id), ANOTHER, now).await?;
    let row = ActiveModel {
        person_id: Set(snooze.person_id),
        campaign_id: Set(snooze.campaign_id),
        until: Set(snooze.until),
        by: Set(snooze.by),
        begun_at: Set(now),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends the wishes of these people, or of the members of these groups.
pub async fn end(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    whose: &[String],
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    for chunk in whose.chunks(CHUNK) {
        let members = Query::select()
            .column(entity::group_member::Column::PersonId)
            .from(entity::group_member::Entity)
            .and_where(entity::group_member::Column::GroupId.is_in(chunk))
            .to_owned();
        let theirs =
            Condition::any().add(Column::PersonId.is_in(chunk)).add(Column::PersonId.in_subquery(members));
        Entity::update_many()
            .filter(Column::CampaignId.eq(campaign_id))
            .filter(Column::EndedAt.is_null())
            .filter(theirs)
            .col_expr(Column::EndedAt, Expr::value(Some(now)))
            .col_expr(Column::EndedBy, Expr::value(Some(why.to_owned())))
            .exec(conn)
            .await?;
    }
    Ok(())
}

/// The day until which a person does not want to be reminded of a campaign.
pub async fn until(
    conn: &impl ConnectionTrait,
    person_id: &str,
    campaign_id: &str,
) -> Result<Option<NaiveDate>> {
    let theirs = Entity::find()
        .filter(Column::PersonId.eq(person_id))
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::EndedAt.is_null());
    Ok(theirs.one(conn).await?.map(|row| row.until))
}

/// The wishes in force in a campaign, by person.
pub async fn in_force(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<HashMap<String, NaiveDate>> {
    let all = Entity::find().filter(Column::CampaignId.eq(campaign_id)).filter(Column::EndedAt.is_null());
    Ok(all.all(conn).await?.into_iter().map(|row| (row.person_id, row.until)).collect())
}
