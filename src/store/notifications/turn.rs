//! One message a second for each person, whoever of several instances sends it.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use entity::notification_log::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::super::{Result, Tx};
use super::SENT;

/// Between two messages to one person.
const GAP: Duration = Duration::seconds(1);

/// Leaves out the rows of people whom another instance is writing to, or who were written to within the last second:
/// those are put off until it is their turn, behind everybody else's.
pub(super) async fn those_whose_turn_it_is(
    tx: &Tx,
    due: Vec<Model>,
    instance: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Model>> {
    let lately = Condition::all().add(Column::State.eq(SENT)).add(Column::SettledAt.gt(now - GAP));
    let elsewhere = Condition::all().add(Column::LeasedBy.ne(instance)).add(Column::LeasedUntil.gt(now));
    let contacts = Entity::find()
        .filter(Column::PersonId.is_in(due.iter().map(|row| row.person_id.as_str())))
        .filter(Condition::any().add(lately).add(elsewhere))
        .all(tx)
        .await?;
    let mut turns: HashMap<String, DateTime<Utc>> = HashMap::new();
    for contact in contacts {
        let turn = contact.settled_at.unwrap_or(now).min(now) + GAP;
        let known = turns.entry(contact.person_id).or_insert(turn);
        *known = turn.max(*known);
    }
    let (waiting, batch): (Vec<Model>, Vec<Model>) =
        due.into_iter().partition(|row| turns.contains_key(&row.person_id));
    for row in waiting {
        Entity::update_many()
            .filter(Column::Id.eq(row.id))
            .col_expr(Column::DueAt, Expr::value(turns.get(&row.person_id).copied().unwrap_or(now)))
            .exec(tx)
            .await?;
    }
    Ok(batch)
}
