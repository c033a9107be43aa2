//! What waits for somebody. One look, whatever they have: it is what everybody asks.

use entity::campaign::Model;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use super::super::campaigns::Known;
use super::super::{Result, rows};
use crate::domain::person::why_unreachable;
use crate::domain::standing::MyCampaign;

/// A campaign with what waits in it, and who owns it.
#[derive(FromQueryResult)]
struct Waiting {
    #[sea_orm(nested)]
    campaign: Model,
    open: i64,
    total: i64,
    owner_name: Option<String>,
    owner_email: Option<String>,
    owner_status: Option<String>,
    /// 1 where the reader is the owner.
    is_theirs: i64,
}

impl From<Waiting> for MyCampaign {
    fn from(row: Waiting) -> Self {
        let why_not = row.owner_status.map(|status| why_unreachable(&status, row.owner_email.as_deref()));
        Self {
            campaign: Known::from(row.campaign).campaign,
            owner_name: row.owner_name,
            may_ask_owner: why_not == Some(None) && row.is_theirs == 0,
            open: row.open.unsigned_abs(),
            total: row.total.unsigned_abs(),
        }
    }
}

/// The campaigns in which whoever has this address has open items; nearest close first.
pub(super) async fn of_address(conn: &impl ConnectionTrait, email: &str) -> Result<Vec<MyCampaign>> {
    of(conn, "SELECT p.id FROM person p WHERE p.email = $1", vec![email.to_lowercase().into()]).await
}

/// The campaigns in which these people, who are one, have open items; nearest close first.
pub async fn of_people(conn: &impl ConnectionTrait, person_ids: &[String]) -> Result<Vec<MyCampaign>> {
    if person_ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=person_ids.len()).map(|number| format!("${number}")).collect();
    of(conn, &places.join(", "), person_ids.iter().map(|id| id.as_str().into()).collect()).await
}

/// The same of those whose ids stand between the brackets of an `IN`.
async fn of(conn: &impl ConnectionTrait, ids: &str, values: Vec<Value>) -> Result<Vec<MyCampaign>> {
    let sql = format!(
        "SELECT c.*, mine.open AS open, mine.total AS total,
                o.name AS owner_name, o.email AS owner_email, o.status AS owner_status,
                CAST(CASE WHEN c.owner_id IN ({ids}) THEN 1 ELSE 0 END AS BIGINT) AS is_theirs
           FROM (SELECT r.campaign_id AS campaign_id,
                        SUM(CASE WHEN r.decision = 'UNREVIEWED' THEN 1 ELSE 0 END) AS open,
                        COUNT(*) AS total
                   FROM review r
                  WHERE r.reviewer_id IN ({ids})
                     OR r.reviewer_id IN (SELECT m.group_id FROM group_member m WHERE m.person_id IN ({ids}))
                  GROUP BY r.campaign_id) mine
           JOIN campaign c ON c.id = mine.campaign_id
           LEFT JOIN person o ON o.id = c.owner_id
          WHERE mine.open > 0 AND c.ended_at IS NULL AND c.status = 'ACTIVE'
          ORDER BY c.ends_at, c.id"
    );
    let waiting: Vec<Waiting> = rows(conn, &sql, values).await?;
    Ok(waiting.into_iter().map(MyCampaign::from).collect())
}
