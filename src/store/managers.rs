//! Who manages whom, as Okta said when it was asked last.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::person::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{CHUNK, Result};

/// What is known of these people's managers: the manager's Okta id, if they have one. Of whom Okta was not asked since
/// then, nothing is known.
pub async fn known(
    conn: &impl ConnectionTrait,
    people: &[String],
    since: DateTime<Utc>,
) -> Result<HashMap<String, Option<String>>> {
    let mut known = HashMap::new();
    for chunk in people.chunks(CHUNK) {
        let read = Entity::find().filter(Column::Id.is_in(chunk)).filter(Column::ManagerReadAt.gt(since));
        known.extend(read.all(conn).await?.into_iter().map(|row| (row.id, row.manager_id)));
    }
    Ok(known)
}

/// Notes who manages a person; nobody, if none.
pub async fn note(
    conn: &impl ConnectionTrait,
    person_id: &str,
    manager_id: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    Entity::update_many()
        .filter(Column::Id.eq(person_id))
        .col_expr(Column::ManagerId, Expr::value(manager_id.map(str::to_owned)))
        .col_expr(Column::ManagerReadAt, Expr::value(Some(now)))
        .exec(conn)
        .await?;
    Ok(())
}
