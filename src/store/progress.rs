//! How a campaign stands as a whole: for administrators.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::campaigns::Known;
use super::{Result, rows, standing};
use crate::domain::obstacle::Obstacle;
use crate::domain::person::{ACTIVE, why_unreachable};
use crate::domain::standing::{Deliveries, Outstanding, Progress, Unreachable};

#[derive(FromQueryResult)]
struct Items {
    items: i64,
    open: Option<i64>,
}

/// The figures of a campaign; the next reminder is the caller's to add.
pub async fn of_campaign(conn: &impl ConnectionTrait, known: Known) -> Result<Progress> {
    let sql = "
        SELECT COUNT(*) AS items, SUM(CASE WHEN decision = 'UNREVIEWED' THEN 1 ELSE 0 END) AS open
          FROM review WHERE campaign_id = $1";
    let id = known.campaign.id.clone();
    let counted: Vec<Items> = rows(conn, sql, vec![id.as_str().into()]).await?;
    let (items, open) = counted.first().map_or((0, 0), |row| (row.items, row.open.unwrap_or(0)));
    let loads = standing::loads(conn, &id).await?;
    let outstanding = loads.iter().filter(|load| load.open > 0).count() as u64;
    Ok(Progress {
        items: items.unsigned_abs(),
        reviewed: (items - open).unsigned_abs(),
        reviewers_done: loads.len() as u64 - outstanding,
        reviewers_outstanding: outstanding,
        next_reminder: None,
        unreachable: unreachable(conn, &id).await?,
        problem: known.problem,
        campaign: known.campaign,
    })
}

#[derive(FromQueryResult)]
struct Owing {
    person_id: String,
    name: Option<String>,
    open: i64,
    last_contact: Option<DateTime<Utc>>,
}

/// Who has open items in a campaign, most first.
pub async fn outstanding(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<Outstanding>> {
    let sql = format!(
        "WITH owing AS ({OWING})
         SELECT o.person_id AS person_id, p.name AS name, o.open AS open,
                (SELECT MAX(n.settled_at) FROM notification_log n
                   JOIN notification_campaign c ON c.notification_id = n.id
                  WHERE c.campaign_id = $1 AND n.person_id = o.person_id AND n.state = 'sent'
                    AND n.kind <> 'owner_digest') AS last_contact
           FROM owing o LEFT JOIN person p ON p.id = o.person_id
          ORDER BY o.open DESC, p.name, o.person_id"
    );
    let owing: Vec<Owing> = rows(conn, &sql, vec![campaign_id.into()]).await?;
    let shown = |row: Owing| Outstanding {
        name: row.name.unwrap_or(row.person_id),
        open: row.open.unsigned_abs(),
        last_contact: row.last_contact,
    };
    Ok(owing.into_iter().map(shown).collect())
}

/// People with open items: those of a group count for each member.
const OWING: &str = "
    SELECT COALESCE(m.person_id, r.reviewer_id) AS person_id, COUNT(*) AS open
      FROM review r LEFT JOIN group_member m ON m.group_id = r.reviewer_id
     WHERE r.campaign_id = $1 AND r.decision = 'UNREVIEWED' AND r.reviewer_id IS NOT NULL
       AND (m.person_id IS NOT NULL OR r.reviewer_kind NOT IN ('GROUP', 'RESOURCE_OWNER'))
     GROUP BY 1";

#[derive(FromQueryResult)]
struct Reached {
    person_id: String,
    name: Option<String>,
    status: Option<String>,
    email: Option<String>,
    account: Option<String>,
    last_state: Option<String>,
    last_problem: Option<String>,
}

impl Reached {
    /// Why this person was not told, or may not have been.
    fn trouble(&self) -> Option<(Obstacle, String)> {
        let status = self.status.as_deref().unwrap_or(ACTIVE);
        let (obstacle, why) = match (why_unreachable(status, self.email.as_deref()), self.account.as_deref())
        {
            (Some(why), _) if status == ACTIVE => (Obstacle::NoAddress, why),
            (Some(why), _) => (Obstacle::Deactivated, why),
            (_, Some(super::accounts::NOT_FOUND)) => {
                (Obstacle::NotInSlack, "has no active Slack account for their Okta e-mail address")
            }
            (_, Some(super::accounts::DEACTIVATED)) => {
                (Obstacle::SlackDeactivated, "has a deactivated Slack account")
            }
            _ => return self.trouble_of_the_last_notice(),
        };
        Some((obstacle, why.to_owned()))
    }

    fn trouble_of_the_last_notice(&self) -> Option<(Obstacle, String)> {
        match self.last_state.as_deref()? {
            super::notifications::UNKNOWN => {
                let why = "unknown whether the message arrived: Slack's answer was lost".to_owned();
                Some((Obstacle::InDoubt, why))
            }
            super::notifications::FAILED => {
                let why = self.last_problem.clone();
                Some((Obstacle::Refused, why.unwrap_or_else(|| "Slack refused the message".to_owned())))
            }
            _ => None,
        }
    }
}

#[derive(FromQueryResult)]
struct Withheld {
    reviewer_id: Option<String>,
    name: Option<String>,
    items: i64,
    state: Option<String>,
    size: Option<i32>,
    problem: Option<String>,
}

impl Withheld {
    /// Why nobody of the group is told; none as long as that is not known.
    fn why(&self) -> Option<String> {
        match self.state.as_deref() {
            Some(super::groups::TOO_LARGE) => Some(format!(
                "this group of {}; Okta picks ten of them and does not say whom",
                self.size.unwrap_or_default()
            )),
            Some(super::groups::LISTED) => Some("this group, which has no active member".to_owned()),
            _ => self.problem.as_ref().map(|why| format!("this group; {why}")),
        }
    }

    fn obstacle(&self) -> Obstacle {
        match self.state.as_deref() {
            _ if self.reviewer_id.is_none() => Obstacle::NoReviewer,
            Some(super::groups::TOO_LARGE) => Obstacle::GroupTooLarge,
            Some(super::groups::LISTED) => Obstacle::GroupEmpty,
            _ => Obstacle::GroupUnreadable,
        }
    }

    fn explained(self) -> Unreachable {
        let obstacle = self.obstacle();
        let why = self.why().unwrap_or_else(|| "this group; its members were not read yet".to_owned());
        let (items, have, wait) = match self.items {
            1 => ("1 item".to_owned(), "has", "waits"),
            many => (format!("{many} items"), "have", "wait"),
        };
        match self.reviewer_id {
            None => {
                let why = format!("{items} {have} no reviewer in Okta");
                Unreachable { who: "Nobody".to_owned(), why, obstacle }
            }
            Some(id) => {
                let why = format!("{items} {wait} for {why}");
                Unreachable { who: self.name.unwrap_or(id), why, obstacle }
            }
        }
    }
}

/// Who has open items and could not be told, or may not have been.
async fn unreachable(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<Unreachable>> {
    let people = format!(
        "WITH owing AS ({OWING}),
              newest AS (SELECT n.person_id AS person_id, MAX(n.id) AS id
                           FROM notification_log n JOIN notification_campaign c ON c.notification_id = n.id
                          WHERE c.campaign_id = $1 AND n.state <> 'dropped' AND n.kind <> 'owner_digest'
                          GROUP BY n.person_id)
         SELECT o.person_id AS person_id, p.name AS name, p.status AS status, p.email AS email,
                a.state AS account, n.state AS last_state, n.problem AS last_problem
           FROM owing o
           LEFT JOIN person p ON p.id = o.person_id
           LEFT JOIN slack_account a ON a.email = p.email
           LEFT JOIN newest l ON l.person_id = o.person_id
           LEFT JOIN notification_log n ON n.id = l.id"
    );
    let reached: Vec<Reached> = rows(conn, &people, vec![campaign_id.into()]).await?;
    let mut found: BTreeMap<String, Unreachable> = BTreeMap::new();
    for person in reached {
        if let Some((obstacle, why)) = person.trouble() {
            let who = person.name.unwrap_or_else(|| person.person_id.clone());
            found.insert(format!("{who} {}", person.person_id), Unreachable { who, why, obstacle });
        }
    }
    let withheld = withheld(conn, campaign_id).await?;
    Ok(found.into_values().chain(withheld.into_iter().map(Withheld::explained)).collect())
}

/// Groups of a campaign of whom nobody is told, by id, and why; those of which that is not known yet left out.
pub async fn untold_groups(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<(String, String)>> {
    let withheld = withheld(conn, campaign_id).await?;
    Ok(withheld.into_iter().filter_map(|one| Some((one.reviewer_id.clone()?, one.why()?))).collect())
}

async fn withheld(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Vec<Withheld>> {
    let sql = "
        SELECT r.reviewer_id AS reviewer_id, COALESCE(g.name, MAX(r.reviewer_name)) AS name, COUNT(*) AS items,
               g.state AS state, g.size AS size, g.problem AS problem
          FROM review r LEFT JOIN reviewer_group g ON g.id = r.reviewer_id
         WHERE r.campaign_id = $1 AND r.decision = 'UNREVIEWED'
           AND (r.reviewer_id IS NULL OR r.reviewer_kind IN ('GROUP', 'RESOURCE_OWNER'))
           AND NOT EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = r.reviewer_id)
         GROUP BY r.reviewer_id, g.name, g.state, g.size, g.problem
         ORDER BY 2";
    rows(conn, sql, vec![campaign_id.into()]).await
}

#[derive(FromQueryResult)]
struct Count {
    state: String,
    number: i64,
}

/// What became of a campaign's notices.
pub async fn deliveries(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Deliveries> {
    let sql = "
        SELECT n.state AS state, COUNT(*) AS number
          FROM notification_log n JOIN notification_campaign c ON c.notification_id = n.id
         WHERE c.campaign_id = $1 GROUP BY n.state";
    let counts: Vec<Count> = rows(conn, sql, vec![campaign_id.into()]).await?;
    let mut deliveries = Deliveries::default();
    for Count { state, number } in counts {
        let number = number.unsigned_abs();
        match state.as_str() {
            super::notifications::SENT => deliveries.sent += number,
            super::notifications::FAILED => deliveries.failed += number,
            super::notifications::UNKNOWN => deliveries.unknown += number,
            super::notifications::DROPPED => deliveries.dropped += number,
            super::notifications::REHEARSED => deliveries.rehearsed += number,
            super::notifications::HELD_BACK => deliveries.held_back += number,
            _ => deliveries.waiting += number,
        }
    }
    Ok(deliveries)
}
