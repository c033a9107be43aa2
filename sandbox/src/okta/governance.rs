//! Campaigns and review items: lists with filter, order and cursor, and single reads.

use serde_json::{Value, json};

use super::filter::Filter;
use super::model::{Level, Reviewer};
use super::page::{self, Wanted};
use super::query::{Query, governance_limit};
use super::reply::Reply;
use super::state::{HeldCampaign, HeldReview, State};
use super::wire;

const CAMPAIGNS: &str = "/governance/api/v1/campaigns";
const REVIEWS: &str = "/governance/api/v1/reviews";
const LIST_PARAMETERS: &[&str] = &["filter", "after", "limit", "orderBy"];

/// Properties and operators that the description lists for campaigns.
const CAMPAIGN_FILTERS: &[(&str, &[&str])] = &[
    ("name", &["eq"]),
    ("status", &["eq"]),
    ("scheduleType", &["eq"]),
    ("reviewerType", &["eq"]),
    ("startDate", &["gt"]),
    ("endDate", &["gt"]),
    ("recurringCampaignId", &["eq"]),
];

/// Properties and operators that the description lists for reviews.
const REVIEW_FILTERS: &[(&str, &[&str])] = &[
    ("campaignId", &["eq"]),
    ("principalId", &["eq"]),
    ("reviewerId", &["eq"]),
    ("decision", &["eq"]),
    ("resourceId", &["eq"]),
    ("reviewerType", &["eq"]),
    ("reviewerLevel", &["eq"]),
    ("entitlementValueId", &["eq"]),
    ("entitlementBundleId", &["eq"]),
];

type Allowed<'a> = &'a [(&'a str, &'a [&'a str])];

/// Reads what was wanted; what is wrong with it is noted and refused.
fn wanted(
    state: &mut State,
    query: &Query,
    path: &str,
    filters: Allowed<'_>,
    orders: &[&str],
) -> Result<(Wanted, Option<Filter>), Reply> {
    query.only(state, path, LIST_PARAMETERS);
    let mut refuse = |code: &str, why: String| {
        state.record.strange(format!("{path}: {why}"));
        Reply::error(code, Some(&why))
    };
    let filter = match query.get("filter") {
        None => None,
        Some(text) => {
            let parsed = Filter::parse(text).and_then(|filter| filter.within(filters).map(|()| filter));
            Some(parsed.map_err(|why| refuse("E0000031", format!("filter {text:?}: {why}")))?)
        }
    };
    let limit = governance_limit(query).map_err(|why| refuse("E0000001", why))?;
    let order_by = query.get("orderBy").unwrap_or("created asc").to_owned();
    let (property, direction) = order_by.split_once(' ').unwrap_or((&order_by, "asc"));
    if !orders.contains(&property) || !["asc", "desc"].contains(&direction) {
        return Err(refuse("E0000001", format!("orderBy {order_by:?}")));
    }
    let after = query.get("after").map(str::to_owned);
    Ok((Wanted { filter: query.get("filter").map(str::to_owned), limit, order_by, after }, filter))
}

fn listed(path: &str, wanted: &Wanted, data: &[Value], more: bool) -> Reply {
    let last = data.last().and_then(|one| one["id"].as_str()).map(page::cursor);
    let links = page::links(path, wanted, last.as_deref().filter(|_| more));
    Reply::ok(json!({ "data": data, "_links": links }))
}

fn bad_cursor(state: &mut State, path: &str) -> Reply {
    state.record.strange(format!("{path}: unknown cursor"));
    Reply::error("E0000001", Some("after: invalid cursor"))
}

/// `GET /governance/api/v1/campaigns`
pub(super) fn campaigns(state: &mut State, query: &Query) -> Reply {
    let orders = ["name", "created", "startDate", "endDate", "status"];
    let (wanted, filter) = match wanted(state, query, CAMPAIGNS, CAMPAIGN_FILTERS, &orders) {
        Ok(wanted) => wanted,
        Err(reply) => return reply,
    };
    let mut all: Vec<&HeldCampaign> = state.campaigns.iter().collect();
    let (property, direction) = wanted.order_by.split_once(' ').unwrap_or((&wanted.order_by, "asc"));
    all.sort_by_key(|held| campaign_property(held, property));
    if direction == "desc" {
        all.reverse();
    }
    let fits = |held: &&HeldCampaign| {
        filter.as_ref().is_none_or(|filter| filter.holds(&|property| campaign_property(held, property)))
    };
    let page = page::slice(all.into_iter(), |held| held.campaign.id.as_str(), &wanted, fits);
    match page.map(|(page, more)| (page.into_iter().map(wire::campaign_sparse).collect::<Vec<Value>>(), more))
    {
        Some((data, more)) => listed(CAMPAIGNS, &wanted, &data, more),
        None => bad_cursor(state, CAMPAIGNS),
    }
}

fn campaign_property(held: &HeldCampaign, property: &str) -> Option<String> {
    let campaign = &held.campaign;
    match property {
        "name" => Some(campaign.name.clone()),
        "status" => Some(campaign.status.clone()),
        "scheduleType" => Some(if campaign.recurring { "RECURRING" } else { "ONE_OFF" }.to_owned()),
        "reviewerType" => Some(campaign.reviewer_type.clone()),
        "startDate" => Some(wire::stamp(campaign.start)),
        "endDate" => Some(wire::stamp(campaign.end)),
        "created" => Some(wire::stamp(held.created)),
        "recurringCampaignId" => campaign.recurring_parent.clone(),
        _ => None,
    }
}

/// `GET /governance/api/v1/campaigns/{campaignId}`
pub(super) fn campaign(state: &State, id: &str) -> Reply {
    state
        .campaign(id)
        .map_or_else(|| Reply::not_found(id, "Campaign"), |held| Reply::ok(wire::campaign_full(held)))
}

/// `GET /governance/api/v1/reviews`
pub(super) fn reviews(state: &mut State, query: &Query) -> Reply {
    let orders = ["decided", "decision", "remediationStatus", "created"];
    let (wanted, filter) = match wanted(state, query, REVIEWS, REVIEW_FILTERS, &orders) {
        Ok(wanted) => wanted,
        Err(reply) => return reply,
    };
    if state.refuse_and && filter.as_ref().is_some_and(Filter::has_and) {
        return Reply::error("E0000031", Some("and is not supported"));
    }
    if filter.is_none() {
        state.record.strange(format!("{REVIEWS}: no filter, which Okta warns may time out"));
    }
    let campaign = filter.as_ref().and_then(|filter| filter.must_equal("campaignId"));
    let all: Box<dyn Iterator<Item = &HeldReview>> = match (campaign, wanted.order_by.as_str()) {
        (Some(campaign), "created asc") => {
            let last = wanted.after.as_deref().and_then(page::position);
            Box::new(state.reviews_from(campaign, last.as_deref()))
        }
        (Some(campaign), order_by) => Box::new(ordered(state.reviews_of(campaign), order_by)),
        (None, order_by) => Box::new(ordered(state.reviews.iter(), order_by)),
    };
    let fits = |held: &&HeldReview| {
        filter.as_ref().is_none_or(|filter| filter.holds(&|property| review_property(held, property)))
            && state.campaign(&held.review.campaign).is_some_and(|held| held.campaign.has_reviews())
    };
    let page = page::slice(all, |held| held.review.id.as_str(), &wanted, fits);
    let page = page.map(|(page, more)| {
        (page.into_iter().map(|held| wire::review_sparse(state, held)).collect::<Vec<Value>>(), more)
    });
    match page {
        Some((data, more)) => listed(REVIEWS, &wanted, &data, more),
        None => bad_cursor(state, REVIEWS),
    }
}

fn ordered<'a>(
    reviews: impl Iterator<Item = &'a HeldReview>,
    order_by: &str,
) -> impl Iterator<Item = &'a HeldReview> {
    let mut all: Vec<&HeldReview> = reviews.collect();
    match order_by.split_once(' ').unwrap_or((order_by, "asc")) {
        ("created", "asc") => {}
        (property, direction) => {
            all.sort_by_key(|held| review_property(held, property));
            if direction == "desc" {
                all.reverse();
            }
        }
    }
    all.into_iter()
}

fn review_property(held: &HeldReview, property: &str) -> Option<String> {
    let review = &held.review;
    match property {
        "campaignId" => Some(review.campaign.clone()),
        "principalId" => Some(review.principal.clone()),
        "reviewerId" => match &review.reviewer {
            Reviewer::User(id) => Some(id.clone()),
            _ => None,
        },
        "decision" => Some(review.decision.clone()),
        "resourceId" => Some(review.resource.clone()),
        "reviewerType" => Some(
            match review.reviewer {
                Reviewer::User(_) | Reviewer::Nobody => "USER",
                Reviewer::Group(_) => "GROUP",
                Reviewer::ResourceOwner(_) => "RESOURCE_OWNER",
            }
            .to_owned(),
        ),
        "reviewerLevel" => review.level.map(|level: Level| level.word().to_owned()),
        "decided" => held.decided.map(wire::stamp),
        "created" => Some(wire::stamp(held.created)),
        "remediationStatus" => Some("NONE".to_owned()),
        _ => None,
    }
}

/// `GET /governance/api/v1/reviews/{reviewId}`
pub(super) fn review(state: &State, id: &str) -> Reply {
    let there = |held: &&HeldReview| {
        state.campaign(&held.review.campaign).is_some_and(|held| held.campaign.has_reviews())
    };
    state
        .review(id)
        .filter(there)
        .map_or_else(|| Reply::not_found(id, "Review"), |held| Reply::ok(wire::review_full(state, held)))
}
