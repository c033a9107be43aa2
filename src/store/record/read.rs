//! Reading the record.

use entity::delivery_record::{Column, Entity, Model};
use entity::{delivery_record_head, notification_campaign, notification_log};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::notifications::about;
use super::super::{Result, people};
use crate::domain::evidence::Entry;
use crate::domain::person::Person;

/// Entries in one page.
const PAGE: u64 = 1000;

impl From<Model> for Entry {
    fn from(row: Model) -> Self {
        Self {
            campaign_id: row.campaign_id,
            number: row.number,
            at: row.at,
            key: row.key,
            kind: row.kind,
            person_id: row.person_id,
            event: row.event,
            state: row.state,
            detail: row.detail,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

/// The campaigns of which there is a record, or should be.
pub async fn campaigns(conn: &impl ConnectionTrait) -> Result<Vec<String>> {
    let entries = Entity::find().select_only().column(Column::CampaignId).distinct().into_tuple::<String>();
    let mut ids = entries.all(conn).await?;
    let heads = delivery_record_head::Entity::find().all(conn).await?;
    ids.extend(heads.into_iter().map(|head| head.campaign_id));
    let links = notification_campaign::Entity::find()
        .select_only()
        .column(notification_campaign::Column::CampaignId)
        .distinct()
        .into_tuple::<String>();
    ids.extend(links.all(conn).await?);
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// Entries of a campaign's chain behind the number `after`; empty when there are no more.
pub async fn page(conn: &impl ConnectionTrait, campaign_id: &str, after: i64) -> Result<Vec<Entry>> {
    let rows = Entity::find()
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::Number.gt(after))
        .order_by_asc(Column::Number)
        .limit(PAGE)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// Number and hash of the newest entry of a chain, as noted beside it.
pub async fn head(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Option<(i64, String)>> {
    let head = delivery_record_head::Entity::find_by_id(campaign_id).one(conn).await?;
    Ok(head.map(|head| (head.number, head.hash)))
}

/// Whether there is an entry with this hash.
pub async fn holds(conn: &impl ConnectionTrait, hash: &str) -> Result<bool> {
    let found = Entity::find().filter(Column::Hash.eq(hash.to_lowercase())).limit(1).one(conn).await?;
    Ok(found.is_some())
}

/// A notice as the notification log has it.
#[derive(Debug, Clone)]
pub struct Logged {
    /// The row.
    pub row: notification_log::Model,
    /// Whom it is for, as far as Okta told.
    pub person: Option<Person>,
}

/// The notices of a campaign, oldest first.
pub async fn logged(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<Logged>> {
    let rows = notification_log::Entity::find()
        .filter(notification_log::Column::Id.in_subquery(about(campaign_id)))
        .order_by_asc(notification_log::Column::Id)
        .all(conn)
        .await?;
    let ids: Vec<String> = rows.iter().map(|row| row.person_id.clone()).collect();
    let people = people::by_id(conn, &ids).await?;
    let with_person =
        |row: notification_log::Model| Logged { person: people.get(&row.person_id).cloned(), row };
    Ok(rows.into_iter().map(with_person).collect())
}
