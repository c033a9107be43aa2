//! Groups that review, and who may decide for them.

use chrono::{DateTime, Utc};
use entity::{group_member, reviewer_group};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{CHUNK, Result};

/// The members are known and are told.
pub const LISTED: &str = "listed";
/// So many that Okta picks ten and names none: nobody is told at random.
pub const TOO_LARGE: &str = "too_large";
/// Okta did not say who is in it.
pub const UNREADABLE: &str = "unreadable";

/// A group as read.
#[derive(Debug, Clone)]
pub struct Group {
    /// Okta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `GROUP` or `RESOURCE_OWNER`.
    pub kind: String,
    /// [`LISTED`], [`TOO_LARGE`] or [`UNREADABLE`].
    pub state: &'static str,
    /// Active members.
    pub size: usize,
    /// Why the members are not known.
    pub problem: Option<String>,
    /// Ids of those to be told; empty unless [`LISTED`].
    pub members: Vec<String>,
}

/// Whether the members of a group are known.
pub async fn is_listed(conn: &impl ConnectionTrait, id: &str) -> Result<bool> {
    let group = reviewer_group::Entity::find_by_id(id).one(conn).await?;
    Ok(group.is_some_and(|group| group.state == LISTED))
}

/// The names of those of these ids that are groups.
pub async fn names(conn: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let known = reviewer_group::Column::Id.is_in(chunk);
        let groups = reviewer_group::Entity::find().filter(known).all(conn).await?;
        names.extend(groups.into_iter().map(|group| (group.id, group.name)));
    }
    Ok(names)
}

/// Stores a group in the place of what was known of it.
pub async fn replace(conn: &impl ConnectionTrait, group: &Group, now: DateTime<Utc>) -> Result<()> {
    use reviewer_group::Column;
    let row = reviewer_group::ActiveModel {
        id: Set(group.id.clone()),
        name: Set(group.name.clone()),
        kind: Set(group.kind.clone()),
        state: Set(group.state.to_owned()),
        size: Set(i32::try_from(group.size).unwrap_or(i32::MAX)),
        problem: Set(group.problem.clone()),
        read_at: Set(now),
    };
    let known = OnConflict::column(Column::Id)
        .update_columns([
            Column::Name,
            Column::Kind,
            Column::State,
            Column::Size,
            Column::Problem,
            Column::ReadAt,
        ])
        .to_owned();
    reviewer_group::Entity::insert(row).on_conflict(known).exec_without_returning(conn).await?;
    group_member::Entity::delete_many()
        .filter(group_member::Column::GroupId.eq(group.id.as_str()))
        .exec(conn)
        .await?;
    for chunk in group.members.chunks(CHUNK) {
        let rows = chunk.iter().map(|person| group_member::ActiveModel {
            group_id: Set(group.id.clone()),
            person_id: Set(person.clone()),
        });
        group_member::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}
