//! Review items: what a look at Okta changed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::review::{ActiveModel, Column, Entity};
use futures_util::TryStreamExt;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait,
    FromQueryResult, QueryFilter, QuerySelect, Value,
};

use super::{CHUNK, Result, Store, rows};
use crate::domain::review::{Arrival, DECIDED, Review, Reviewer, UNREVIEWED, arrival};

/// An item that came to a reviewer, and from where.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// As it is now.
    pub review: Review,
    /// How it came.
    pub arrival: Arrival,
}

/// What a page of items changed.
#[derive(Debug, Default)]
pub struct Applied {
    /// The items that came to a reviewer.
    pub arrived: Vec<Arrived>,
    /// The reviewers, people and groups, to whom anything changed: who has an item, and who had it before.
    pub touched: BTreeSet<String>,
}

/// An item as it is on record, but for when and by which read.
#[derive(Clone, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Known {
    id: String,
    campaign_id: String,
    reviewer_kind: String,
    reviewer_id: Option<String>,
    reviewer_name: Option<String>,
    level: String,
    decision: String,
    arrival: String,
    left_by: Option<String>,
}

impl From<Known> for Review {
    fn from(row: Known) -> Self {
        Self {
            id: row.id,
            campaign_id: row.campaign_id,
            reviewer: Reviewer { kind: row.reviewer_kind, id: row.reviewer_id, name: row.reviewer_name },
            level: row.level,
            decision: row.decision,
            note: None,
        }
    }
}

/// Two reads of a campaign may run side by side; what the newer one stored, the older one must not make unseen.
const NEWER_READ: &str = "CASE WHEN review.read_number > excluded.read_number THEN review.read_number ELSE excluded.read_number END";

/// Stores items as read in the read `number` of their campaign; says what that changed.
pub async fn apply(
    conn: &impl ConnectionTrait,
    reviews: &[Review],
    number: i32,
    now: DateTime<Utc>,
) -> Result<Applied> {
    let mut applied = Applied::default();
    // An item twice on a page would be two rows of one statement, which PostgreSQL refuses.
    let once: BTreeMap<&str, &Review> = reviews.iter().map(|review| (review.id.as_str(), review)).collect();
    let reviews: Vec<&Review> = once.into_values().collect();
    for chunk in reviews.chunks(CHUNK) {
        let rows = by_id(conn, chunk.iter().map(|review| review.id.as_str())).await?;
        let before: HashMap<String, Known> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
        let mut changed = Vec::new();
        let mut unchanged = Vec::new();
        for review in chunk {
            let row = before.get(&review.id);
            let known = row.cloned().map(Review::from);
            let came = arrival(known.as_ref(), review);
            applied.arrived.extend(came.map(|arrival| Arrived { review: Review::clone(review), arrival }));
            if known.as_ref().is_some_and(|known| says_no_more(review, known)) {
                unchanged.push(review.id.as_str());
                continue;
            }
            let before = known.and_then(|known| known.reviewer.id);
            applied.touched.extend(before.into_iter().chain(review.reviewer.id.clone()));
            changed.push(row_of(review, row, came, number, now));
        }
        if !changed.is_empty() {
            let all = OnConflict::column(Column::Id)
                .update_columns([
                    Column::ReviewerKind,
                    Column::ReviewerId,
                    Column::ReviewerName,
                    Column::Level,
                    Column::Decision,
                    Column::Arrival,
                    Column::LeftBy,
                    Column::ChangedAt,
                ])
                .value(Column::ReadNumber, Expr::cust(NEWER_READ))
                .to_owned();
            Entity::insert_many(changed).on_conflict(all).exec_without_returning(conn).await?;
        }
        if !unchanged.is_empty() {
            Entity::update_many()
                .filter(Column::Id.is_in(unchanged))
                .filter(Column::ReadNumber.lt(number))
                .col_expr(Column::ReadNumber, Expr::value(number))
                .exec(conn)
                .await?;
        }
    }
    Ok(applied)
}

/// Ids of those of these items that are as known.
pub async fn as_known(conn: &impl ConnectionTrait, reviews: &[&Review]) -> Result<HashSet<String>> {
    let mut same = HashSet::new();
    for chunk in reviews.chunks(CHUNK) {
        let ids: Vec<String> = chunk.iter().map(|review| review.id.clone()).collect();
        let known = find(conn, &ids).await?;
        let known: HashMap<&str, &Review> = known.iter().map(|known| (known.id.as_str(), known)).collect();
        let is_known = |review: &&&Review| {
            known.get(review.id.as_str()).is_some_and(|known| says_no_more(review, known))
        };
        same.extend(chunk.iter().filter(is_known).map(|review| review.id.clone()));
    }
    Ok(same)
}

/// Notes are not kept.
fn says_no_more(review: &Review, known: &Review) -> bool {
    review.reviewer == known.reviewer && review.level == known.level && review.decision == known.decision
}

fn row_of(
    review: &Review,
    known: Option<&Known>,
    came: Option<Arrival>,
    number: i32,
    now: DateTime<Utc>,
) -> ActiveModel {
    let kept = known.map_or_else(|| Arrival::Assigned.as_str().to_owned(), |row| row.arrival.clone());
    let left_by = match known {
        Some(row) if row.reviewer_id == review.reviewer.id => row.left_by.clone(),
        Some(row) => row.reviewer_id.clone(),
        None => None,
    };
    ActiveModel {
        id: Set(review.id.clone()),
        campaign_id: Set(review.campaign_id.clone()),
        reviewer_kind: Set(review.reviewer.kind.clone()),
        reviewer_id: Set(review.reviewer.id.clone()),
        reviewer_name: Set(review.reviewer.name.clone()),
        level: Set(review.level.clone()),
        decision: Set(review.decision.clone()),
        arrival: Set(came.map_or(kept, |arrival| arrival.as_str().to_owned())),
        left_by: Set(left_by),
        read_number: Set(number),
        changed_at: Set(now),
    }
}

/// Ids of the items of a campaign, or of its open ones, that neither the read `number` nor anything newer stored, and that
/// the read did not come upon either.
pub async fn unseen(
    store: &Store,
    campaign_id: &str,
    number: i32,
    only_open: bool,
    sighted: impl Fn(&str) -> bool,
) -> Result<Vec<String>> {
    let mut rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::ReadNumber.lt(number));
    if only_open {
        rows = rows.filter(Column::Decision.eq(UNREVIEWED));
    }
    // A campaign may have a hundred thousand: they go by one by one.
    let mut ids = rows.into_tuple::<String>().stream(&store.db).await?;
    let mut unseen = Vec::new();
    while let Some(id) = ids.try_next().await? {
        if !sighted(&id) {
            unseen.push(id);
        }
    }
    Ok(unseen)
}

/// Removes items that the read `number` did not see any more, but for those that something newer saw; says whose they were.
pub async fn remove(conn: &impl ConnectionTrait, ids: &[String], number: i32) -> Result<BTreeSet<String>> {
    let mut touched = BTreeSet::new();
    for chunk in ids.chunks(CHUNK) {
        let gone = Condition::all().add(Column::Id.is_in(chunk)).add(Column::ReadNumber.lt(number));
        touched.append(&mut reviewers(conn, gone.clone()).await?);
        Entity::delete_many().filter(gone).exec(conn).await?;
    }
    Ok(touched)
}

/// Marks open items as decided that the read `number` of the open ones did not see any more, but for those that something
/// newer saw; says whose they are.
pub async fn decide(
    conn: &impl ConnectionTrait,
    ids: &[String],
    number: i32,
    now: DateTime<Utc>,
) -> Result<BTreeSet<String>> {
    let mut touched = BTreeSet::new();
    for chunk in ids.chunks(CHUNK) {
        let decided = Condition::all()
            .add(Column::Id.is_in(chunk))
            .add(Column::Decision.eq(UNREVIEWED))
            .add(Column::ReadNumber.lt(number));
        touched.append(&mut reviewers(conn, decided.clone()).await?);
        Entity::update_many()
            .filter(decided)
            .col_expr(Column::Decision, Expr::value(DECIDED))
            .col_expr(Column::ChangedAt, Expr::value(now))
            .exec(conn)
            .await?;
    }
    Ok(touched)
}

/// Who has these items.
async fn reviewers(conn: &impl ConnectionTrait, which: Condition) -> Result<BTreeSet<String>> {
    let ids: Vec<Option<String>> = Entity::find()
        .select_only()
        .column(Column::ReviewerId)
        .distinct()
        .filter(which)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().flatten().collect())
}

/// Items by id, as last read.
pub async fn find(conn: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<Review>> {
    let mut found = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        found.extend(by_id(conn, chunk).await?.into_iter().map(Review::from));
    }
    Ok(found)
}

async fn by_id(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Into<Value>>,
) -> Result<Vec<Known>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).into_partial_model::<Known>();
    Ok(rows.all(conn).await?)
}

/// How many items of a campaign are on record.
pub async fn count(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Items {
        items: i64,
    }
    let sql = "SELECT COUNT(*) AS items FROM review WHERE campaign_id = $1";
    let counted: Vec<Items> = rows(conn, sql, vec![campaign_id.into()]).await?;
    Ok(counted.first().map_or(0, |row| row.items.unsigned_abs()))
}

/// Whether a campaign has any items.
pub async fn any(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<bool> {
    Ok(Entity::find().filter(Column::CampaignId.eq(campaign_id)).one(conn).await?.is_some())
}
