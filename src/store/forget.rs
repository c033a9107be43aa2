//! Forgetting one person: their rows go, and what others' rows say of them is taken out. The evidence stays as it is: its
//! entries hold ids and hashes alone.

use entity::{
    campaign, card, click, group_member, handover, inbox_event, notification_log, nudge, person, review,
    slack_account, snooze,
};
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::inbox::NEW;
use super::notifications::{PLANNED, SENDING};
use super::{Result, Tx, cards};
use crate::domain::trace::Trace;

/// Notices that are looked at together.
const PAGE: u64 = 500;

/// How many rows were touched, by what they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Messages to them, which lose their text.
    pub messages: u64,
    /// Messages to others that lose their text, or what it was made of, because it names them.
    pub others: u64,
    /// Handovers that lose their name and what they wrote.
    pub handovers: u64,
    /// Presses, wishes not to be reminded, App Homes and memberships, which go.
    pub habits: u64,
    /// Events that lose what was kept of them.
    pub events: u64,
}

/// Whom somebody means by an Okta id, an e-mail address or a Slack id: every account of that person. Empty when nobody of
/// whom anything is kept is called so.
pub async fn find(conn: &impl ConnectionTrait, wanted: &str) -> Result<Vec<Trace>> {
    let lower = wanted.to_lowercase();
    let theirs = slack_account::Column::SlackId.eq(wanted);
    let account = slack_account::Entity::find().filter(theirs).all(conn).await?;
    let mut addresses: Vec<String> = account.into_iter().map(|row| row.email).collect();
    addresses.push(lower);
    if let Some(known) = person::Entity::find_by_id(wanted).one(conn).await? {
        addresses.extend(known.email);
    }
    let meant =
        Condition::any().add(person::Column::Id.eq(wanted)).add(person::Column::Email.is_in(&addresses));
    let people = person::Entity::find().filter(meant).order_by_asc(person::Column::Id).all(conn).await?;
    let mut found = Vec::new();
    for known in people {
        let slack_ids = slack_ids(conn, known.email.as_deref()).await?;
        found.push(Trace { id: known.id, name: known.name, email: known.email, slack_ids });
    }
    if found.is_empty() {
        let written_to = notification_log::Column::PersonId.eq(wanted);
        let is_known =
            notification_log::Entity::find().filter(written_to).limit(1).one(conn).await?.is_some();
        found.extend(is_known.then(|| Trace {
            id: wanted.to_owned(),
            name: String::new(),
            email: None,
            slack_ids: Vec::new(),
        }));
    }
    Ok(found)
}

async fn slack_ids(conn: &impl ConnectionTrait, email: Option<&str>) -> Result<Vec<String>> {
    let Some(email) = email else { return Ok(Vec::new()) };
    let known = slack_account::Entity::find_by_id(email).one(conn).await?;
    Ok(known.and_then(|row| row.slack_id).into_iter().collect())
}

/// Names of the campaigns that have not ended and in which they review, by themselves or in a group, or which they run: the
/// next look at Okta would bring them back.
pub async fn needed_by(conn: &impl ConnectionTrait, id: &str) -> Result<Vec<String>> {
    let groups = group_member::Entity::find().filter(group_member::Column::PersonId.eq(id)).all(conn).await?;
    let reviewers: Vec<String> = groups.into_iter().map(|row| row.group_id).chain([id.to_owned()]).collect();
    let running = campaign::Entity::find().filter(campaign::Column::EndedAt.is_null());
    let mut names = Vec::new();
    for campaign in running.order_by_asc(campaign::Column::Name).all(conn).await? {
        let item = review::Entity::find()
            .filter(review::Column::CampaignId.eq(campaign.id.as_str()))
            .filter(review::Column::ReviewerId.is_in(&reviewers))
            .limit(1);
        if campaign.owner_id.as_deref() == Some(id) || item.one(conn).await?.is_some() {
            names.push(campaign.name);
        }
    }
    Ok(names)
}

/// Whether a message to them is still under way.
pub async fn is_written_to(conn: &impl ConnectionTrait, id: &str) -> Result<bool> {
    let open = notification_log::Entity::find()
        .filter(notification_log::Column::PersonId.eq(id))
        .filter(notification_log::Column::State.is_in([PLANNED, SENDING]));
    Ok(open.limit(1).one(conn).await?.is_some())
}

/// Forgets them.
pub async fn forget(tx: &Tx, who: &Trace) -> Result<Forgotten> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        // What is taken out is also overwritten in the file.
        tx.execute_unprepared("PRAGMA secure_delete = ON").await?;
    }
    let mut done = Forgotten { others: others(tx, who).await?, ..Forgotten::default() };
    let texts = notification_log::Entity::update_many()
        .filter(notification_log::Column::PersonId.eq(who.id.as_str()))
        .filter(notification_log::Column::Said.is_not_null())
        .col_expr(notification_log::Column::Said, Expr::value(None::<String>));
    done.messages = texts.exec(tx).await?.rows_affected;
    done.handovers = handovers(tx, who).await?;
    done.habits = habits(tx, who).await?;
    done.events = events(tx, who).await?;
    review::Entity::update_many()
        .filter(review::Column::ReviewerId.eq(who.id.as_str()))
        .col_expr(review::Column::ReviewerName, Expr::value(None::<String>))
        .exec(tx)
        .await?;
    person::Entity::update_many()
        .filter(person::Column::ManagerId.eq(who.id.as_str()))
        .col_expr(person::Column::ManagerId, Expr::value(None::<String>))
        .exec(tx)
        .await?;
    person::Entity::delete_by_id(who.id.as_str()).exec(tx).await?;
    if let Some(email) = &who.email {
        slack_account::Entity::delete_by_id(email.as_str()).exec(tx).await?;
    }
    Ok(done)
}

/// What messages to anybody say of them.
async fn others(tx: &Tx, who: &Trace) -> Result<u64> {
    let (mut after, mut changed) = (0, 0);
    loop {
        let page = notification_log::Entity::find()
            .filter(notification_log::Column::Id.gt(after))
            .order_by_asc(notification_log::Column::Id)
            .limit(PAGE)
            .all(tx)
            .await?;
        let Some(last) = page.last() else { return Ok(changed) };
        after = last.id;
        for row in page {
            let is_named = row.person_id != who.id && row.said.as_ref().is_some_and(|said| who.is_in(said));
            let payload = who.taken_from(&row.payload);
            if !is_named && payload.is_none() {
                continue;
            }
            let said = if is_named { None } else { row.said };
            notification_log::Entity::update_many()
                .filter(notification_log::Column::Id.eq(row.id))
                .col_expr(notification_log::Column::Said, Expr::value(said))
                .col_expr(notification_log::Column::Payload, Expr::value(payload.unwrap_or(row.payload)))
                .exec(tx)
                .await?;
            changed += 1;
        }
    }
}

async fn handovers(tx: &Tx, who: &Trace) -> Result<u64> {
    let theirs = handover::Entity::update_many()
        .filter(handover::Column::FromId.eq(who.id.as_str()))
        .col_expr(handover::Column::FromName, Expr::value(None::<String>))
        .col_expr(handover::Column::Note, Expr::value(None::<String>));
    Ok(theirs.exec(tx).await?.rows_affected)
}

async fn habits(tx: &Tx, who: &Trace) -> Result<u64> {
    let mut gone = 0;
    let wishes = snooze::Entity::delete_many().filter(snooze::Column::PersonId.eq(who.id.as_str()));
    gone += wishes.exec(tx).await?.rows_affected;
    let groups =
        group_member::Entity::delete_many().filter(group_member::Column::PersonId.eq(who.id.as_str()));
    gone += groups.exec(tx).await?.rows_affected;
    let presses = click::Entity::delete_many().filter(click::Column::SlackId.is_in(&who.slack_ids));
    gone += presses.exec(tx).await?.rows_affected;
    let homes = card::Entity::delete_many()
        .filter(card::Column::Kind.eq(cards::HOME))
        .filter(card::Column::SlackId.is_in(&who.slack_ids));
    gone += homes.exec(tx).await?.rows_affected;
    nudge::Entity::update_many()
        .filter(nudge::Column::AskedBy.is_in(&who.slack_ids))
        .col_expr(nudge::Column::AskerName, Expr::value(None::<String>))
        .col_expr(nudge::Column::AskedBy, Expr::value("forgotten"))
        .exec(tx)
        .await?;
    Ok(gone)
}

/// What was kept of settled events; one that waits is looked at, and is then forgotten with its campaign.
async fn events(tx: &Tx, who: &Trace) -> Result<u64> {
    let names = [&who.id].into_iter().chain(&who.slack_ids);
    let mut theirs = Condition::any();
    for name in names {
        theirs = theirs.add(inbox_event::Column::Payload.contains(name));
    }
    let settled = inbox_event::Entity::update_many()
        .filter(inbox_event::Column::State.ne(NEW))
        .filter(theirs)
        .col_expr(inbox_event::Column::Payload, Expr::value("{}"));
    Ok(settled.exec(tx).await?.rows_affected)
}
