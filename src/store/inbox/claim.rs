//! Whose turn it is. The questions here are asked at every ring, also while a hundred thousand events of one campaign
//! wait: each walks an index from one campaign to the next, or over what is leased, never over all that waits.

use chrono::{DateTime, Utc};
use entity::inbox_event::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, Order};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::super::{INBOX_LOCK, LEASE, Result, Store, Tx, commit, first_due, rows};
use super::{NEW, OURS};

/// Most events of one campaign that are worked on together.
const BATCH: u64 = 1000;

/// Which events begin a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Any, those that somebody sent before those that a sweep found.
    WithAny,
    /// What somebody sent: a sweep of large campaigns must not hold it up.
    WithNews,
}

/// Claims the due events of one campaign, all together, or one event that names no campaign. A campaign that
/// somebody is working on is left alone.
pub async fn claim(store: &Store, instance: &str, begin: Begin, now: DateTime<Utc>) -> Result<Vec<Model>> {
    // One claim at a time: two that chose the same campaign would both work on it.
    let tx = store.begin_alone(INBOX_LOCK).await?;
    let turn = turns(&tx, begin, now).await?.into_iter().min_by_key(|turn| (!turn.has_news, turn.due));
    let nameless = first_nameless(&tx, begin, now).await?;
    let batch = match (turn, nameless) {
        (None, None) => return Ok(Vec::new()),
        (Some(turn), Some(event)) if (!turn.has_news, turn.due) > (event.source == OURS, event.due_at) => {
            vec![event]
        }
        (None, Some(event)) => vec![event],
        (Some(turn), _) => due_of(&tx, &turn.campaign_id, now).await?,
    };
    Entity::update_many()
        .filter(Column::Id.is_in(batch.iter().map(|event| event.id)))
        .col_expr(Column::LeasedBy, Expr::value(instance))
        .col_expr(Column::LeasedUntil, Expr::value(now + LEASE))
        .exec(&tx)
        .await?;
    commit(tx).await?;
    Ok(batch)
}

/// A campaign that nobody works on, with events that are due.
#[derive(FromQueryResult)]
struct Turn {
    campaign_id: String,
    /// Since when the first of them is.
    due: DateTime<Utc>,
    /// Whether somebody sent one of them.
    has_news: bool,
}

/// From each campaign the index leads to the next one.
const TURNS: &str = "
    WITH RECURSIVE waiting(campaign_id) AS (
        SELECT MIN(campaign_id) FROM inbox_event WHERE state = 'new'
        UNION ALL
        SELECT (SELECT MIN(e.campaign_id) FROM inbox_event e
                 WHERE e.state = 'new' AND e.campaign_id > w.campaign_id)
          FROM waiting w WHERE w.campaign_id IS NOT NULL
    ), turn AS (
        SELECT w.campaign_id AS campaign_id,
               (SELECT MIN(e.due_at) FROM inbox_event e
                 WHERE e.state = 'new' AND e.campaign_id = w.campaign_id) AS due,
               COALESCE((SELECT MIN(e.due_at) FROM inbox_event e
                          WHERE e.state = 'new' AND e.campaign_id = w.campaign_id
                            AND e.source <> 'certs') <= $1, FALSE) AS has_news
          FROM waiting w
         WHERE w.campaign_id IS NOT NULL
           AND w.campaign_id NOT IN (
               SELECT campaign_id FROM inbox_event WHERE leased_until > $1 AND campaign_id IS NOT NULL)
    )
    SELECT campaign_id, due, has_news FROM turn WHERE due <= $1";

async fn turns(tx: &Tx, begin: Begin, now: DateTime<Utc>) -> Result<Vec<Turn>> {
    let turns: Vec<Turn> = rows(tx, TURNS, vec![now.into()]).await?;
    Ok(turns.into_iter().filter(|turn| begin == Begin::WithAny || turn.has_news).collect())
}

async fn first_nameless(tx: &Tx, begin: Begin, now: DateTime<Utc>) -> Result<Option<Model>> {
    let nameless = Entity::find().filter(due_and_free(now)).filter(Column::CampaignId.is_null());
    let nameless = match begin {
        Begin::WithAny => nameless,
        Begin::WithNews => nameless.filter(Column::Source.ne(OURS)),
    };
    let in_turn = nameless
        .order_by(Expr::col(Column::Source).eq(OURS), Order::Asc)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id);
    Ok(in_turn.one(tx).await?)
}

/// What is due of a campaign, in the order in which it came.
async fn due_of(tx: &Tx, campaign_id: &str, now: DateTime<Utc>) -> Result<Vec<Model>> {
    let due = Entity::find().filter(due_and_free(now)).filter(Column::CampaignId.eq(campaign_id));
    let mut batch = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(BATCH).all(tx).await?;
    batch.sort_by_key(|event| event.id);
    Ok(batch)
}

fn due_and_free(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::State.eq(NEW))
        .add(Column::DueAt.lte(now))
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
}

/// What is asked at every ring, so that it can be looked at how a database answers it; `$1` is the time.
pub const QUESTIONS: [&str; 2] = [NEXT_DUE, TURNS];

/// Two indexes answer: the first that waits, and the few that are leased.
const NEXT_DUE: &str = "
    SELECT MIN(due) AS due FROM (
        SELECT (SELECT due_at FROM inbox_event
                 WHERE state = 'new' AND leased_until IS NULL ORDER BY due_at LIMIT 1) AS due
        UNION ALL
        SELECT MIN(CASE WHEN state <> 'new' THEN NULL
                        WHEN leased_until > due_at THEN leased_until ELSE due_at END)
          FROM inbox_event WHERE leased_until IS NOT NULL
    ) AS waiting_or_leased";

/// When the next event becomes due or loses its lease.
pub async fn next_due(conn: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    first_due(conn, NEXT_DUE).await
}
