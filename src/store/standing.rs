//! What one reviewer has to do, and when they last heard of it.

mod counted;
mod kept;
mod waiting;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::notification_log;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::campaigns::Known;
use super::notifications::{SENT, UNKNOWN};
use super::{Result, campaigns, people, rows};
use crate::domain::delivery::State;
use crate::domain::person::Person;
use crate::domain::review::Arrival;
use crate::domain::standing::MyCampaign;
pub(super) use kept::Kept;
pub use waiting::of_people;

/// Items of one person in one campaign; an item that waits for a group waits for each of its members.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Load {
    /// Okta id.
    pub person_id: String,
    /// Items that wait for a decision.
    pub open: i64,
    /// All items.
    pub total: i64,
    /// Open items that the campaign itself assigned, at the first level.
    pub assigned: i64,
    /// The same at the second level.
    pub assigned_second: i64,
}

/// Who has items in a campaign, and how many.
pub async fn loads(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<Load>> {
    // Members are looked up once for each group, not with each of its items.
    let sql = "
        SELECT COALESCE(m.person_id, r.reviewer_id) AS person_id,
               CAST(SUM(r.open) AS BIGINT) AS open,
               CAST(SUM(r.total) AS BIGINT) AS total,
               CAST(SUM(r.assigned) AS BIGINT) AS assigned,
               CAST(SUM(r.assigned_second) AS BIGINT) AS assigned_second
          FROM (SELECT reviewer_id, reviewer_kind,
                       SUM(CASE WHEN decision = 'UNREVIEWED' THEN 1 ELSE 0 END) AS open,
                       COUNT(*) AS total,
                       SUM(CASE WHEN decision = 'UNREVIEWED' AND arrival = 'assigned' AND level <> 'SECOND'
                                THEN 1 ELSE 0 END) AS assigned,
                       SUM(CASE WHEN decision = 'UNREVIEWED' AND arrival = 'assigned' AND level = 'SECOND'
                                THEN 1 ELSE 0 END) AS assigned_second
                  FROM review
                 WHERE campaign_id = $1 AND reviewer_id IS NOT NULL
                 GROUP BY reviewer_id, reviewer_kind) r
          LEFT JOIN group_member m ON m.group_id = r.reviewer_id
         WHERE m.person_id IS NOT NULL OR r.reviewer_kind NOT IN ('GROUP', 'RESOURCE_OWNER')
         GROUP BY 1
         ORDER BY 1";
    rows(conn, sql, vec![campaign_id.into()]).await
}

#[derive(FromQueryResult)]
struct Mine {
    campaign_id: String,
    open: i64,
    total: i64,
}

/// The campaigns in which these people, who are one, have decided everything, if they are active or ended after
/// `since`.
pub async fn finished_by(
    conn: &impl ConnectionTrait,
    person_ids: &[String],
    since: DateTime<Utc>,
) -> Result<Vec<MyCampaign>> {
    let mine = counts_together(conn, person_ids).await?;
    let mut found = Vec::new();
    for (campaign_id, (_, total)) in mine.into_iter().filter(|(_, (open, _))| *open == 0) {
        let known = campaigns::find(conn, &campaign_id).await?;
        let Some(known) = known.filter(|known| known.ended_at.is_none_or(|at| at > since)) else { continue };
        let owner = find_owner(conn, &known).await?;
        found.push(with_owner(known, owner.as_ref(), person_ids, 0, total));
    }
    found.sort_by(|one, other| {
        (one.campaign.ends_at, &one.campaign.id).cmp(&(other.campaign.ends_at, &other.campaign.id))
    });
    Ok(found)
}

/// By campaign: how many items wait for these people, and how many they have.
async fn counts_together(
    conn: &impl ConnectionTrait,
    person_ids: &[String],
) -> Result<HashMap<String, (u64, u64)>> {
    let mut mine: HashMap<String, (u64, u64)> = HashMap::new();
    for person_id in person_ids {
        for row in counts(conn, person_id).await? {
            let sums = mine.entry(row.campaign_id).or_default();
            sums.0 += row.open.unsigned_abs();
            sums.1 += row.total.unsigned_abs();
        }
    }
    Ok(mine)
}

/// How one campaign stands for one person; `None` when the campaign is not known.
pub async fn of_person(
    conn: &impl ConnectionTrait,
    person_id: &str,
    campaign_id: &str,
) -> Result<Option<MyCampaign>> {
    let pair = (person_id.to_owned(), campaign_id.to_owned());
    Ok(of_pairs(conn, std::slice::from_ref(&pair)).await?.remove(&pair))
}

/// How campaigns stand for people, by person and campaign; what is not known is not there.
pub async fn of_pairs(
    conn: &impl ConnectionTrait,
    pairs: &[(String, String)],
) -> Result<HashMap<(String, String), MyCampaign>> {
    let mut campaigns_of = HashMap::new();
    for (_, campaign_id) in pairs {
        if !campaigns_of.contains_key(campaign_id) {
            campaigns_of.insert(campaign_id.clone(), campaigns::find(conn, campaign_id).await?);
        }
    }
    let owners: Vec<String> =
        campaigns_of.values().flatten().filter_map(|known| known.campaign.owner_id.clone()).collect();
    let owners = people::by_id(conn, &owners).await?;
    let counted = counted::together(conn, pairs).await?;
    let mut found = HashMap::new();
    for pair in pairs {
        let Some(Some(known)) = campaigns_of.get(&pair.1) else { continue };
        let (open, total) = counted.get(pair).copied().unwrap_or_default();
        let owner = known.campaign.owner_id.as_ref().and_then(|id| owners.get(id));
        let mine = with_owner(known.clone(), owner, std::slice::from_ref(&pair.0), open, total);
        found.insert(pair.clone(), mine);
    }
    Ok(found)
}

async fn counts(conn: &impl ConnectionTrait, person_id: &str) -> Result<Vec<Mine>> {
    let sql = "
        SELECT r.campaign_id AS campaign_id,
               SUM(CASE WHEN r.decision = 'UNREVIEWED' THEN 1 ELSE 0 END) AS open,
               COUNT(*) AS total
          FROM review r
         WHERE r.reviewer_id = $1
            OR r.reviewer_id IN (SELECT m.group_id FROM group_member m WHERE m.person_id = $1)
         GROUP BY r.campaign_id";
    rows(conn, sql, vec![person_id.into()]).await
}

async fn find_owner(conn: &impl ConnectionTrait, known: &Known) -> Result<Option<Person>> {
    match &known.campaign.owner_id {
        Some(id) => people::find(conn, id).await,
        None => Ok(None),
    }
}

fn with_owner(known: Known, owner: Option<&Person>, readers: &[String], open: u64, total: u64) -> MyCampaign {
    let may_ask_owner =
        owner.is_some_and(|owner| owner.why_unreachable().is_none() && !readers.contains(&owner.id));
    let owner_name = owner.map(|owner| owner.name.clone());
    MyCampaign { campaign: known.campaign, owner_name, may_ask_owner, open, total }
}

/// What became of items that a person had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// Went on to the next level, as decided ones do.
    pub passed_on: u64,
    /// Went to somebody else on the same level.
    pub handed_on: u64,
    /// Names of those who have them now.
    pub names: Vec<String>,
}

#[derive(FromQueryResult)]
struct LeftRow {
    name: Option<String>,
    arrival: String,
    items: i64,
}

/// What became of the items of a campaign that went from this person to another.
pub async fn left_by(conn: &impl ConnectionTrait, person_id: &str, campaign_id: &str) -> Result<Left> {
    let sql = "
        SELECT COALESCE(p.name, r.reviewer_name) AS name, r.arrival AS arrival, COUNT(*) AS items
          FROM review r LEFT JOIN person p ON p.id = r.reviewer_id
         WHERE r.campaign_id = $1 AND r.left_by = $2 AND r.reviewer_id <> $2
         GROUP BY 1, 2 ORDER BY 3 DESC, 1";
    let mut left = Left::default();
    for row in rows::<LeftRow>(conn, sql, vec![campaign_id.into(), person_id.into()]).await? {
        if row.arrival == Arrival::HandedOver.as_str() {
            left.handed_on += row.items.unsigned_abs();
            left.names.extend(row.name);
        } else {
            left.passed_on += row.items.unsigned_abs();
        }
    }
    Ok(left)
}

#[derive(FromQueryResult)]
struct Contact {
    person_id: String,
    state: String,
    at: DateTime<Utc>,
}

/// When each reviewer of a campaign last got its launch DM or a reminder. A launch DM that still waits counts as of
/// `now`: it comes before any reminder. Of those in other states, `counts` says whether they do.
pub async fn last_contacts(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    now: DateTime<Utc>,
    counts: impl Fn(&str, State) -> bool,
) -> Result<HashMap<String, DateTime<Utc>>> {
    let sql = "
        SELECT n.person_id AS person_id, n.state AS state, MAX(CASE WHEN n.kind = 'launch' AND n.state IN ('planned', 'sending')
                                          THEN $2 ELSE COALESCE(n.settled_at, n.planned_at) END) AS at
          FROM notification_log n JOIN notification_campaign c ON c.notification_id = n.id
         WHERE c.campaign_id = $1 AND n.kind IN ('launch', 'reminder') AND n.state NOT IN ('failed', 'dropped')
         GROUP BY n.person_id, n.state";
    let mut last: HashMap<String, DateTime<Utc>> = HashMap::new();
    for contact in rows::<Contact>(conn, sql, vec![campaign_id.into(), now.into()]).await? {
        if State::parse(&contact.state).is_none_or(|state| counts(&contact.person_id, state)) {
            let known = last.entry(contact.person_id).or_insert(contact.at);
            *known = contact.at.max(*known);
        }
    }
    Ok(last)
}

/// How many reminders were planned since then for each person who has any, whatever became of them.
pub async fn reminders_since(
    conn: &impl ConnectionTrait,
    since: DateTime<Utc>,
) -> Result<HashMap<String, u32>> {
    // Counted here: asked to group them, SQLite would walk through all that everybody ever got.
    let planned = notification_log::Entity::find()
        .select_only()
        .column(notification_log::Column::PersonId)
        .filter(notification_log::Column::Kind.eq("reminder"))
        .filter(notification_log::Column::PlannedAt.gte(since));
    let mut counted = HashMap::new();
    for person_id in planned.into_tuple::<String>().all(conn).await? {
        *counted.entry(person_id).or_default() += 1;
    }
    Ok(counted)
}

/// Whether a person got a notice of this kind since then, or may have got one.
pub async fn was_told_since(
    conn: &impl ConnectionTrait,
    kind: &str,
    person_id: &str,
    since: DateTime<Utc>,
) -> Result<bool> {
    let told = notification_log::Entity::find()
        .filter(notification_log::Column::PersonId.eq(person_id))
        .filter(notification_log::Column::Kind.eq(kind))
        .filter(notification_log::Column::State.is_in([SENT, UNKNOWN]))
        .filter(notification_log::Column::SettledAt.gte(since));
    Ok(told.one(conn).await?.is_some())
}
