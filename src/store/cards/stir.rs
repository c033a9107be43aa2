//! Something happened: the cards that it may have made untrue are due.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use entity::card::{Column, Entity};
use entity::notification_log::Model as Notice;
use entity::{group_member, notification_campaign, notification_log, person, slack_account};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, StatementBuilder,
    UpdateMany,
};

use super::super::notifications::about;
use super::super::{CHUNK, Result};
use super::{CHANNEL, CHANNEL_EVERY, DM, HOME, HOME_AFTER, HOME_FOR};
use crate::domain::notice;

/// Items of these reviewers, who may be groups, changed in a campaign.
pub async fn stir(
    conn: &impl ConnectionTrait,
    campaign_id: &str,
    reviewers: &BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<()> {
    if reviewers.is_empty() {
        return Ok(());
    }
    let reviewers: Vec<&str> = reviewers.iter().map(String::as_str).collect();
    for chunk in reviewers.chunks(CHUNK) {
        let people = || {
            let in_group = Query::select()
                .column(group_member::Column::PersonId)
                .from(group_member::Entity)
                .and_where(group_member::Column::GroupId.is_in(chunk.iter().copied()))
                .to_owned();
            (chunk.iter().copied(), in_group)
        };
        let (ids, members) = people();
        let theirs = Condition::any()
            .add(Expr::col((notification_log::Entity, notification_log::Column::PersonId)).is_in(ids))
            .add(
                Expr::col((notification_log::Entity, notification_log::Column::PersonId))
                    .in_subquery(members),
            );
        due(conn, dms(campaign_id, theirs), now).await?;
        let (ids, members) = people();
        let accounts = accounts_of(
            Condition::any().add(person::Column::Id.is_in(ids)).add(person::Column::Id.in_subquery(members)),
        );
        home(conn, Condition::all().add(Column::SlackId.in_subquery(accounts)), now).await?;
    }
    stir_board(conn, campaign_id, now).await
}

/// Something changed about a campaign as such: all its cards are due.
pub async fn stir_all(conn: &impl ConnectionTrait, campaign_id: &str, now: DateTime<Utc>) -> Result<()> {
    due(conn, dms(campaign_id, Condition::all()), now).await?;
    let reviewers = Query::select()
        .column(notification_log::Column::PersonId)
        .from(notification_log::Entity)
        .and_where(notification_log::Column::Id.in_subquery(about(campaign_id)))
        .to_owned();
    let accounts = accounts_of(Condition::all().add(person::Column::Id.in_subquery(reviewers)));
    home(conn, Condition::all().add(Column::SlackId.in_subquery(accounts)), now).await?;
    stir_board(conn, campaign_id, now).await
}

/// The App Homes of these, named by Slack id or by address.
pub async fn stir_homes_of(conn: &impl ConnectionTrait, names: &[String], now: DateTime<Utc>) -> Result<()> {
    let by_address = Query::select()
        .column(slack_account::Column::SlackId)
        .from(slack_account::Entity)
        .and_where(slack_account::Column::Email.is_in(names))
        .and_where(slack_account::Column::SlackId.is_not_null())
        .to_owned();
    let theirs =
        Condition::any().add(Column::SlackId.is_in(names)).add(Column::SlackId.in_subquery(by_address));
    home(conn, theirs, now).await
}

#[derive(FromQueryResult)]
struct Older {
    id: i64,
    person_id: String,
    campaign_id: String,
}

/// Newer messages go to whoever got older ones about the same campaigns. What each of these people got before is little,
/// and most got nothing: so it is looked at here, and no database has to find the shortest way to it.
pub(super) async fn stir_older(
    conn: &impl ConnectionTrait,
    newer: impl Iterator<Item = &Notice> + Clone,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = Query::select()
        .column((notification_log::Entity, notification_log::Column::Id))
        .column((notification_log::Entity, notification_log::Column::PersonId))
        .column((notification_campaign::Entity, notification_campaign::Column::CampaignId))
        .from(notification_log::Entity)
        .join(
            JoinType::InnerJoin,
            notification_campaign::Entity,
            Expr::col((notification_campaign::Entity, notification_campaign::Column::NotificationId))
                .equals((notification_log::Entity, notification_log::Column::Id)),
        )
        .and_where(notification_log::Column::PersonId.is_in(newer.clone().map(|row| row.person_id.as_str())))
        .and_where(
            Expr::col((notification_log::Entity, notification_log::Column::Id))
                .is_not_in(newer.clone().map(|row| row.id)),
        )
        .to_owned();
    let statement = StatementBuilder::build(&sql, &conn.get_database_backend());
    let theirs = Older::find_by_statement(statement).all(conn).await?;
    if theirs.is_empty() {
        return Ok(());
    }
    let told: HashSet<(&str, String)> = newer
        .flat_map(|row| {
            let about = notice::Notice::from_json(&row.payload);
            let campaigns = about.map(|notice| notice.campaign_ids().to_vec()).unwrap_or_default();
            campaigns.into_iter().map(|id| (row.person_id.as_str(), id))
        })
        .collect();
    let older: Vec<i64> = theirs
        .into_iter()
        .filter(|old| told.contains(&(old.person_id.as_str(), old.campaign_id.clone())))
        .map(|old| old.id)
        .collect();
    for chunk in older.chunks(CHUNK) {
        let cards = due_dms(now).filter(Column::NotificationId.is_in(chunk.iter().copied()));
        cards.exec(conn).await?;
    }
    Ok(())
}

/// The notices of a campaign that went to these.
fn dms(campaign_id: &str, whom: Condition) -> SelectStatement {
    Query::select()
        .column((notification_log::Entity, notification_log::Column::Id))
        .from(notification_log::Entity)
        .and_where(
            Expr::col((notification_log::Entity, notification_log::Column::Id))
                .in_subquery(about(campaign_id)),
        )
        .cond_where(whom)
        .to_owned()
}

/// The Slack accounts of these people.
fn accounts_of(whom: Condition) -> SelectStatement {
    let addresses = Query::select()
        .column(person::Column::Email)
        .from(person::Entity)
        .and_where(person::Column::Email.is_not_null())
        .cond_where(whom)
        .to_owned();
    Query::select()
        .column(slack_account::Column::SlackId)
        .from(slack_account::Entity)
        .and_where(slack_account::Column::Email.in_subquery(addresses))
        .and_where(slack_account::Column::SlackId.is_not_null())
        .to_owned()
}

async fn due(conn: &impl ConnectionTrait, notices: SelectStatement, now: DateTime<Utc>) -> Result<()> {
    due_dms(now).filter(Column::NotificationId.in_subquery(notices)).exec(conn).await?;
    Ok(())
}

fn due_dms(now: DateTime<Utc>) -> UpdateMany<Entity> {
    stirred(Entity::update_many())
        .filter(Column::Kind.eq(DM))
        .filter(Column::ClosedAt.is_null())
        .col_expr(Column::DueAt, Expr::value(Some(now)))
}

async fn home(conn: &impl ConnectionTrait, whose: Condition, now: DateTime<Utc>) -> Result<()> {
    // One that is due soon anyway stays so: a stream of changes must not put it off for ever.
    let soon: Expr = CaseStatement::new()
        .case(Column::DueAt.is_null(), Expr::value(now + HOME_AFTER))
        .finally(Expr::col(Column::DueAt))
        .into();
    stirred(Entity::update_many())
        .filter(Column::Kind.eq(HOME))
        .filter(Column::SeenAt.gt(now - HOME_FOR))
        .filter(whose)
        .col_expr(Column::DueAt, soon)
        .exec(conn)
        .await?;
    Ok(())
}

/// Something changed that the status of a campaign in its channel shows.
pub async fn stir_board(conn: &impl ConnectionTrait, campaign_id: &str, now: DateTime<Utc>) -> Result<()> {
    // One that is due soon anyway stays so; one that is due with the next day is not.
    let is_due_by = |then: DateTime<Utc>| Expr::col(Column::DueAt).lte(then);
    let never_lately = Column::EditedAt.is_null().or(Column::EditedAt.lte(now - CHANNEL_EVERY));
    let soon: Expr = CaseStatement::new()
        .case(is_due_by(now), Expr::col(Column::DueAt))
        .case(never_lately, Expr::value(now))
        .case(is_due_by(now + CHANNEL_EVERY), Expr::col(Column::DueAt))
        .finally(Expr::value(now + CHANNEL_EVERY))
        .into();
    stirred(Entity::update_many())
        .filter(Column::Kind.eq(CHANNEL))
        .filter(Column::ClosedAt.is_null())
        .filter(Column::CampaignId.eq(campaign_id))
        .col_expr(Column::DueAt, soon)
        .exec(conn)
        .await?;
    Ok(())
}

fn stirred(cards: UpdateMany<Entity>) -> UpdateMany<Entity> {
    let more = Expr::col(Alias::new("stirred")).add(1);
    cards.col_expr(Column::Stirred, more)
}
