//! What stands in Slack and may have to be changed. A card that something happened to is due; whoever claims it compares
//! it with how things stand. Changing it to what it should say is harmless however often it is done, so a lost answer is
//! no doubt here: it is tried again.

mod claim;
mod stir;

use chrono::{DateTime, Duration, Utc};
use entity::card::{ActiveModel, Column, Entity};
use entity::notification_campaign;
use entity::notification_log::{self, Model as Notice};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::notifications::Arrival;
use super::{Result, Tx};

pub use claim::{Outcome, claim, next_due, put_off, settle};
pub use stir::{stir, stir_all, stir_board, stir_homes_of};

/// A message to one person.
pub const DM: &str = "dm";
/// The status of a campaign in a channel.
pub const CHANNEL: &str = "channel";
/// An App Home.
pub const HOME: &str = "home";

/// The status of a campaign is changed at most once in this time.
pub const CHANNEL_EVERY: Duration = Duration::minutes(1);
/// Changes of an App Home within this are published together.
pub const HOME_AFTER: Duration = Duration::seconds(5);
/// A message that was sent is looked at once after this: what happened while it was on its way found no card yet. Looks wait
/// so that messages which are still to be sent do not wait for them.
const FIRST_LOOK_AFTER: Duration = Duration::seconds(5);
/// For so long somebody who opened their App Home has it kept true.
pub const HOME_FOR: Duration = Duration::days(30);

/// DMs were sent, with these channels and names: they are kept true from now on, and take the place of older ones about
/// the same campaigns.
pub(super) async fn begin_dms(tx: &Tx, sent: &[(&Notice, &str, &str)], now: DateTime<Utc>) -> Result<()> {
    if sent.is_empty() {
        return Ok(());
    }
    stir::stir_older(tx, sent.iter().map(|(row, ..)| *row), now).await?;
    let cards = sent.iter().map(|(row, channel, ts)| ActiveModel {
        notification_id: Set(Some(row.id)),
        channel: Set(Some((*channel).to_owned())),
        ts: Set(Some((*ts).to_owned())),
        due_at: Set(Some(now + FIRST_LOOK_AFTER)),
        ..blank(DM, &row.id.to_string(), now)
    });
    put(tx, cards).await
}

/// Somebody looks at their App Home, which shows this: it is kept true for as long as they come back.
pub async fn note_home(
    conn: &impl ConnectionTrait,
    slack_id: &str,
    shown: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let card = ActiveModel {
        slack_id: Set(Some(slack_id.to_owned())),
        shown: Set(Some(shown.to_owned())),
        seen_at: Set(Some(now)),
        ..blank(HOME, slack_id, now)
    };
    let known = OnConflict::column(Column::Key).update_columns([Column::Shown, Column::SeenAt]).to_owned();
    Entity::insert(card).on_conflict(known).exec_without_returning(conn).await?;
    Ok(())
}

/// The status of a campaign was posted in a channel.
pub async fn begin_channel(
    tx: &Tx,
    row: &Notice,
    campaign_id: &str,
    Arrival { channel, ts, shown, .. }: Arrival<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    let card = ActiveModel {
        notification_id: Set(Some(row.id)),
        campaign_id: Set(Some(campaign_id.to_owned())),
        channel: Set(Some(channel.to_owned())),
        ts: Set(Some(ts.to_owned())),
        shown: Set(shown.map(str::to_owned)),
        due_at: Set(Some(now)),
        ..blank(CHANNEL, campaign_id, now)
    };
    put(tx, [card]).await
}

/// Where the status of a campaign stands.
pub async fn channel_of(conn: &impl ConnectionTrait, campaign_id: &str) -> Result<Option<String>> {
    let board = Entity::find().filter(Column::Kind.eq(CHANNEL)).filter(Column::CampaignId.eq(campaign_id));
    Ok(board.one(conn).await?.and_then(|card| card.channel))
}

/// Whether a newer message about the campaign went to the same person.
pub async fn is_replaced(
    conn: &impl ConnectionTrait,
    card_id: i64,
    person_id: &str,
    campaign_id: &str,
) -> Result<bool> {
    // By the index of the person: the campaign may have a message to everybody.
    let is_about_it = Query::select()
        .expr(Expr::val(1))
        .from(notification_campaign::Entity)
        .and_where(
            Expr::col((notification_campaign::Entity, notification_campaign::Column::NotificationId))
                .equals((notification_log::Entity, notification_log::Column::Id)),
        )
        .and_where(notification_campaign::Column::CampaignId.eq(campaign_id))
        .to_owned();
    let theirs = Query::select()
        .column((notification_log::Entity, notification_log::Column::Id))
        .from(notification_log::Entity)
        .and_where(notification_log::Column::PersonId.eq(person_id))
        .and_where(Expr::exists(is_about_it))
        .to_owned();
    let newer = Entity::find()
        .filter(Column::Kind.eq(DM))
        .filter(Column::Id.gt(card_id))
        .filter(Column::NotificationId.in_subquery(theirs));
    Ok(newer.limit(1).one(conn).await?.is_some())
}

fn blank(kind: &str, of: &str, now: DateTime<Utc>) -> ActiveModel {
    ActiveModel {
        kind: Set(kind.to_owned()),
        key: Set(format!("{kind}:{of}")),
        made_at: Set(now),
        stirred: Set(0),
        attempts: Set(0),
        ..Default::default()
    }
}

/// What is known already stays as it is.
async fn put(conn: &impl ConnectionTrait, cards: impl IntoIterator<Item = ActiveModel>) -> Result<()> {
    let known = OnConflict::column(Column::Key).do_nothing().to_owned();
    Entity::insert_many(cards).on_conflict(known).exec_without_returning(conn).await?;
    Ok(())
}
