//! Hanging entries on the chains.

use std::collections::{BTreeMap, HashMap};

use entity::{delivery_record, delivery_record_head, notification_campaign};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::super::{CHUNK, Result, Tx};
use super::{About, Noted};
use crate::domain::evidence::{BEGINNING, Entry};

/// Hangs what was noted on the chains of its campaigns. These are locked in one order, so that two transactions never
/// wait for each other.
pub(in super::super) async fn append(tx: &Tx, noted: Vec<Noted>) -> Result<()> {
    if noted.is_empty() {
        return Ok(());
    }
    let links = campaigns_of(tx, &noted).await?;
    let mut chains: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for Noted { about, entry } in noted {
        let campaigns = match about {
            About::Campaign(id) => vec![id],
            About::Notice(id) => links.get(&id).cloned().unwrap_or_default(),
        };
        for campaign_id in campaigns {
            let entry = Entry { campaign_id: campaign_id.clone(), ..entry.clone() };
            chains.entry(campaign_id).or_default().push(entry);
        }
    }
    for (campaign_id, entries) in chains {
        hang_on(tx, &campaign_id, entries).await?;
    }
    Ok(())
}

async fn campaigns_of(tx: &Tx, noted: &[Noted]) -> Result<HashMap<i64, Vec<String>>> {
    let mut ids: Vec<i64> = noted
        .iter()
        .filter_map(|noted| if let About::Notice(id) = noted.about { Some(id) } else { None })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut links: HashMap<i64, Vec<String>> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let known = notification_campaign::Column::NotificationId.is_in(chunk.iter().copied());
        for link in notification_campaign::Entity::find().filter(known).all(tx).await? {
            links.entry(link.notification_id).or_default().push(link.campaign_id);
        }
    }
    Ok(links)
}

async fn hang_on(tx: &Tx, campaign_id: &str, mut entries: Vec<Entry>) -> Result<()> {
    let head = lock_head(tx, campaign_id).await?;
    let (mut number, mut hash) = (head.number, head.hash);
    for entry in &mut entries {
        number += 1;
        entry.hang_on(number, &hash);
        hash.clone_from(&entry.hash);
    }
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let rows = entries.by_ref().take(CHUNK).map(row_of);
        delivery_record::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    delivery_record_head::Entity::update_many()
        .filter(delivery_record_head::Column::CampaignId.eq(campaign_id))
        .col_expr(delivery_record_head::Column::Number, Expr::value(number))
        .col_expr(delivery_record_head::Column::Hash, Expr::value(hash))
        .exec(tx)
        .await?;
    Ok(())
}

/// The end of a chain, which nobody else lengthens until this transaction is over.
async fn lock_head(tx: &Tx, campaign_id: &str) -> Result<delivery_record_head::Model> {
    let find = || delivery_record_head::Entity::find_by_id(campaign_id).lock_exclusive().one(tx);
    if let Some(head) = find().await? {
        return Ok(head);
    }
    let beginning = delivery_record_head::ActiveModel {
        campaign_id: Set(campaign_id.to_owned()),
        number: Set(0),
        hash: Set(BEGINNING.to_owned()),
    };
    let known = OnConflict::column(delivery_record_head::Column::CampaignId).do_nothing().to_owned();
    delivery_record_head::Entity::insert(beginning).on_conflict(known).exec_without_returning(tx).await?;
    let missing = || DbErr::RecordNotFound(format!("the record of campaign {campaign_id} has no head"));
    Ok(find().await?.ok_or_else(missing)?)
}

fn row_of(entry: Entry) -> delivery_record::ActiveModel {
    delivery_record::ActiveModel {
        campaign_id: Set(entry.campaign_id),
        number: Set(entry.number),
        at: Set(entry.at),
        key: Set(entry.key),
        kind: Set(entry.kind),
        person_id: Set(entry.person_id),
        event: Set(entry.event),
        state: Set(entry.state),
        detail: Set(entry.detail),
        previous: Set(entry.previous),
        hash: Set(entry.hash),
    }
}
