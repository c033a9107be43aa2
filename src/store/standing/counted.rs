//! How many items many people have in their campaigns, in two questions however many they are.

use std::collections::{BTreeSet, HashMap};

use entity::{group_member, review};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, JoinType, Query, SelectStatement};
use sea_orm::{ConnectionTrait, FromQueryResult, StatementBuilder};

use super::super::{CHUNK, Result};
use crate::domain::review::UNREVIEWED;

#[derive(FromQueryResult)]
struct Count {
    person_id: String,
    campaign_id: String,
    open: i64,
    total: i64,
}

/// By person and campaign: how many items wait for them, and how many they have. Those of their groups are theirs.
pub(super) async fn together(
    conn: &impl ConnectionTrait,
    pairs: &[(String, String)],
) -> Result<HashMap<(String, String), (u64, u64)>> {
    let each = |one: fn(&(String, String)) -> &String| pairs.iter().map(one).collect::<BTreeSet<_>>();
    let (people, campaigns) = (each(|pair| &pair.0), each(|pair| &pair.1));
    let people: Vec<&String> = people.into_iter().collect();
    let mut sums: HashMap<(String, String), (u64, u64)> = HashMap::new();
    for chunk in people.chunks(CHUNK) {
        let reviewer = Expr::col((review::Entity, review::Column::ReviewerId));
        let own = counts(&reviewer, &campaigns)
            .and_where(reviewer.clone().is_in(chunk.iter().map(|id| id.as_str())))
            .to_owned();
        let member = Expr::col((group_member::Entity, group_member::Column::PersonId));
        let of_groups = counts(&member, &campaigns)
            .join(
                JoinType::InnerJoin,
                group_member::Entity,
                reviewer.eq(Expr::col((group_member::Entity, group_member::Column::GroupId))),
            )
            .and_where(member.clone().is_in(chunk.iter().map(|id| id.as_str())))
            .to_owned();
        for question in [own, of_groups] {
            let statement = StatementBuilder::build(&question, &conn.get_database_backend());
            for row in Count::find_by_statement(statement).all(conn).await? {
                let sum = sums.entry((row.person_id, row.campaign_id)).or_default();
                sum.0 += row.open.unsigned_abs();
                sum.1 += row.total.unsigned_abs();
            }
        }
    }
    Ok(sums)
}

/// Items of these campaigns, counted for each of `whom`.
fn counts(whom: &Expr, campaigns: &BTreeSet<&String>) -> SelectStatement {
    let campaign = Expr::col((review::Entity, review::Column::CampaignId));
    let is_open = Expr::col((review::Entity, review::Column::Decision)).eq(UNREVIEWED);
    let open: Expr = CaseStatement::new().case(is_open, Expr::value(1)).finally(Expr::value(0)).into();
    Query::select()
        .expr_as(whom.clone(), Alias::new("person_id"))
        .expr_as(campaign.clone(), Alias::new("campaign_id"))
        .expr_as(Func::sum(open), Alias::new("open"))
        .expr_as(Func::count(Expr::val(1)), Alias::new("total"))
        .from(review::Entity)
        .and_where(campaign.clone().is_in(campaigns.iter().map(|id| id.as_str())))
        .add_group_by([whom.clone(), campaign])
        .to_owned()
}
