//! Before and after the call: sends begin together and are settled together, however many, in one transaction each.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::{CaseStatement, Expr, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::record::Noted;
use super::super::{LEASE, Result, Store, Tx, accounts, cards, commit, pace};
use super::{SENDING, SENT, settle};
use crate::domain::delivery::{Event, State};
use crate::domain::evidence::{Detail, sha256};
use crate::domain::notice::Notice;

/// Notes that sends of these texts begin, for whoever finds the rows after a crash. Says which may be sent: not those
/// whose lease was lost, at which somebody else is, and none while the pace is closed for all instances.
pub async fn begin_sends(
    store: &Store,
    sends: &[(&Model, &str)],
    instance: &str,
    now: DateTime<Utc>,
) -> Result<HashSet<i64>> {
    let tx = store.begin().await?;
    let ours = Condition::all()
        .add(Column::LeasedBy.eq(instance))
        .add(Column::LeasedUntil.gt(now))
        .add(pace::is_open(now));
    let begun = locked(&tx, sends.iter().map(|(row, _)| row.id), ours).await?;
    if begun.is_empty() {
        return Ok(begun);
    }
    let mut texts = CaseStatement::new();
    for (row, said) in sends.iter().filter(|(row, _)| begun.contains(&row.id)) {
        texts = texts.case(Column::Id.eq(row.id), Expr::value(*said));
        let detail = Detail { said_sha256: Some(sha256(said.as_bytes())), ..Detail::default() };
        tx.note(noted(row, Event::Sending, State::Sending, now, detail));
    }
    let first_try = Func::coalesce([Expr::col(Column::TriedAt), Expr::value(now)]);
    Entity::update_many()
        .filter(Column::Id.is_in(begun.iter().copied()))
        .col_expr(Column::State, Expr::value(SENDING))
        .col_expr(Column::TriedAt, first_try.into())
        .col_expr(Column::Said, texts.into())
        .col_expr(Column::LeasedUntil, Expr::value(Some(now + LEASE)))
        .exec(&tx)
        .await?;
    commit(tx).await?;
    Ok(begun)
}

/// Slack's names for a message, and how we learnt them.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Channel of the DM.
    pub channel: &'a str,
    /// The message there.
    pub ts: &'a str,
    /// Slack's user, if it was not known yet which DM is theirs.
    pub newly_of: Option<&'a str>,
    /// It was in doubt, and was found by its key.
    pub was_found: bool,
    /// What is kept of what it shows, where that is known.
    pub shown: Option<&'a str>,
}

/// Settles rows as sent, whoever holds them by now: they were.
pub async fn sent(store: &Store, arrived: &[(&Model, Arrival<'_>)], now: DateTime<Utc>) -> Result<()> {
    let tx = store.begin().await?;
    let open = Condition::all().add(Column::State.ne(SENT));
    let open = locked(&tx, arrived.iter().map(|(row, _)| row.id), open).await?;
    let (mut channels, mut names) = (CaseStatement::new(), CaseStatement::new());
    let (mut dms, mut known) = (Vec::new(), Vec::new());
    for (row, arrival) in arrived.iter().filter(|(row, _)| open.contains(&row.id)) {
        let Arrival { channel, ts, .. } = *arrival;
        channels = channels.case(Column::Id.eq(row.id), Expr::value(channel));
        names = names.case(Column::Id.eq(row.id), Expr::value(ts));
        let event = if arrival.was_found { Event::Found } else { Event::Sent };
        let detail =
            Detail { channel: Some(channel.to_owned()), ts: Some(ts.to_owned()), ..Detail::default() };
        tx.note(noted(row, event, State::Sent, now, detail));
        known.extend(arrival.newly_of.map(|user| (user, channel)));
        // From here on it is kept true.
        match Notice::from_json(&row.payload) {
            Some(Notice::Board { campaign_id }) => {
                cards::begin_channel(&tx, row, &campaign_id, *arrival, now).await?;
            }
            Some(notice) if notice.asks_for_decisions() => dms.push((*row, channel, ts)),
            _ => {}
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    settle(Entity::update_many().filter(Column::Id.is_in(open)), State::Sent, None, now)
        .col_expr(Column::Channel, channels.into())
        .col_expr(Column::Ts, names.into())
        .exec(&tx)
        .await?;
    cards::begin_dms(&tx, &dms, now).await?;
    accounts::remember_channels(&tx, &known).await?;
    commit(tx).await
}

/// Those of these rows that are as `condition` says, which nobody else changes until the transaction ends.
async fn locked(tx: &Tx, ids: impl Iterator<Item = i64>, condition: Condition) -> Result<HashSet<i64>> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids))
        .filter(condition)
        .order_by_asc(Column::Id)
        .lock_exclusive();
    Ok(rows.into_tuple().all(tx).await?.into_iter().collect())
}

/// What the record says, with the tries that it took.
pub(super) fn noted(row: &Model, event: Event, state: State, now: DateTime<Utc>, detail: Detail) -> Noted {
    let tries = (row.attempts > 0).then_some(row.attempts);
    Noted::of(row, event, state, now, &Detail { tries, ..detail })
}
