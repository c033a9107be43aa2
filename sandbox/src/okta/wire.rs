//! The JSON of campaigns and review items, as the governance API describes and records it.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::id::okta_id;
use super::model::{Review, Reviewer};
use super::state::{HeldCampaign, HeldReview, State};

/// The host that governance links name, whatever host was called.
pub(super) const ADMIN_HOST: &str = "https://acme-admin.okta.com";
/// The host that management links name.
pub(super) const ORG_HOST: &str = "https://acme.okta.com";
/// The actor of what Okta does by itself.
pub(super) const SYSTEM: &str = "spr1system1system111";

pub(super) fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn stamp_millis(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(super) fn link(href: &str) -> Value {
    json!({ "href": href, "hints": {} })
}

fn local(at: DateTime<Utc>, hours: i8) -> String {
    FixedOffset::east_opt(i32::from(hours) * 3600)
        .map_or_else(|| stamp(at), |zone| at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false))
}

fn campaign_links(id: &str) -> Value {
    let own = format!("{ADMIN_HOST}/governance/api/v1/campaigns/{id}");
    json!({
        "launchCampaign": link(&format!("{own}/launch")),
        "endCampaign": link(&format!("{own}/end")),
        "reviews": link(&format!("{ADMIN_HOST}/governance/api/v1/reviews?filter=campaignId%20eq%20%22{id}%22")),
        "self": link(&own),
    })
}

fn campaign_base(held: &HeldCampaign) -> Map<String, Value> {
    let campaign = &held.campaign;
    let mut base = Map::new();
    base.insert("id".into(), json!(campaign.id));
    base.insert("createdBy".into(), json!(campaign.owner));
    base.insert("created".into(), json!(stamp(held.created)));
    base.insert("lastUpdated".into(), json!(stamp(held.updated)));
    base.insert("lastUpdatedBy".into(), json!(SYSTEM));
    base.insert("_links".into(), campaign_links(&campaign.id));
    base.insert("status".into(), json!(campaign.status));
    base.insert("name".into(), json!(campaign.name));
    if !campaign.description.is_empty() {
        base.insert("description".into(), json!(campaign.description));
    }
    if let Some(parent) = &campaign.recurring_parent {
        base.insert("recurringCampaignId".into(), json!(parent));
    }
    base
}

/// A campaign as the list shows it. The description requires an end date there, of a recurring parent too.
pub(super) fn campaign_sparse(held: &HeldCampaign) -> Value {
    let campaign = &held.campaign;
    let mut sparse = campaign_base(held);
    sparse.insert("scheduleType".into(), json!(if campaign.recurring { "RECURRING" } else { "ONE_OFF" }));
    sparse.insert("reviewerType".into(), json!(campaign.reviewer_type));
    sparse.insert("startDate".into(), json!(local(campaign.start, campaign.utc_offset_hours)));
    sparse.insert("endDate".into(), json!(local(campaign.end, campaign.utc_offset_hours)));
    Value::Object(sparse)
}

/// A campaign as it is read alone.
pub(super) fn campaign_full(held: &HeldCampaign) -> Value {
    let campaign = &held.campaign;
    let minutes = (campaign.end - campaign.start).num_minutes();
    let days = if minutes % 1440 == 0 {
        json!(minutes / 1440)
    } else {
        json!(f64::from(i32::try_from(minutes).unwrap_or(i32::MAX)) / 1440.0)
    };
    let mut schedule = json!({
        "type": if campaign.recurring { "RECURRING" } else { "ONE_OFF" },
        "startDate": local(campaign.start, campaign.utc_offset_hours),
        "durationInDays": days,
        "timeZone": campaign.time_zone,
    });
    if campaign.recurring {
        schedule["recurrence"] = json!({ "interval": "P3M", "repeatOnType": "SAME_DAY_AS_START_DATE" });
    } else {
        schedule["endDate"] = json!(local(campaign.end, campaign.utc_offset_hours));
    }
    let app = okta_id("0oa", "salesforce");
    let mut full = campaign_base(held);
    full.insert("campaignType".into(), json!("RESOURCE"));
    full.insert("scheduleSettings".into(), schedule);
    full.insert(
        "resourceSettings".into(),
        json!({
            "type": "APPLICATION",
            "targetTypes": ["APPLICATION"],
            "targetResources": [
                { "resourceId": app, "resourceType": "APPLICATION", "includeAllEntitlementsAndBundles": true }
            ],
            "excludedResources": [],
            "individuallyAssignedAppsOnly": false,
            "individuallyAssignedGroupsOnly": false,
            "includeEntitlements": true,
            "onlyIncludeOutOfPolicyEntitlements": false,
            "includeAdminRoles": false,
        }),
    );
    full.insert(
        "principalScopeSettings".into(),
        json!({
            "type": "USERS",
            "excludedUserIds": [],
            "userIds": [],
            "groupIds": [],
            "includeOnlyActiveUsers": false,
            "onlyIncludeUsersWithSODConflicts": false,
        }),
    );
    full.insert("reviewerSettings".into(), reviewer_settings(&campaign.reviewer_type, &campaign.owner));
    let mut emails = json!({
        "notifyReviewerWhenReviewAssigned": false,
        "notifyReviewerAtCampaignEnd": false,
        "notifyReviewerWhenOverdue": false,
        "notifyReviewerDuringMidpointOfReview": false,
        "notifyReviewPeriodEnd": false,
    });
    if campaign.own_emails {
        emails["remindersReviewerBeforeCampaignCloseInSecs"] = json!([86400, 172_800]);
    }
    full.insert("notificationSettings".into(), emails);
    let remediation =
        json!({ "accessApproved": "NO_ACTION", "accessRevoked": "DENY", "noResponse": campaign.no_response });
    full.insert("remediationSettings".into(), remediation);
    Value::Object(full)
}

fn reviewer_settings(kind: &str, owner: &str) -> Value {
    let mut settings = json!({
        "type": kind,
        "selfReviewDisabled": false,
        "justificationRequired": false,
        "bulkDecisionDisabled": false,
        "reassignmentDisabled": false,
    });
    match kind {
        "USER" => settings["reviewerId"] = json!(owner),
        "REVIEWER_EXPRESSION" => {
            settings["reviewerScopeExpression"] = json!("user.profile.managerId");
            settings["fallBackReviewerId"] = json!(owner);
        }
        "GROUP" => settings["reviewerGroupId"] = json!(okta_id("00g", "reviewers")),
        "MULTI_LEVEL" => {
            settings["reviewerLevels"] = json!([
                { "type": "USER", "reviewerId": owner, "startReview": { "onDay": 0 } },
                { "type": "USER", "reviewerId": owner,
                  "startReview": { "onDay": 14, "when": "LOWER_LEVEL_APPROVES" } },
            ]);
        }
        _ => settings["fallBackReviewerId"] = json!(owner),
    }
    settings
}

/// A profile inside an item. Recorded answers have no login and no type; the description requires the type.
fn profile(state: &State, id: &str) -> Value {
    let Some(user) = state.users.get(id) else {
        return json!({ "id": id, "status": "INACTIVE", "type": "USER" });
    };
    let mut profile = json!({
        "id": user.id,
        "firstName": user.first,
        "lastName": user.last,
        "status": if user.active { "ACTIVE" } else { "INACTIVE" },
        "type": "USER",
    });
    if let (Some(email), false) = (&user.email, state.hide_emails) {
        profile["email"] = json!(email);
    }
    profile
}

fn put_reviewer(state: &State, reviewer: &Reviewer, into: &mut Value) {
    let name = |id: &str| state.groups.get(id).map_or_else(|| id.to_owned(), |group| group.name.clone());
    match reviewer {
        Reviewer::User(id) => {
            into["reviewerType"] = json!("USER");
            into["reviewerProfile"] = profile(state, id);
        }
        Reviewer::Nobody => into["reviewerType"] = json!("USER"),
        Reviewer::Group(id) => {
            into["reviewerType"] = json!("GROUP");
            into["reviewerGroupProfile"] = json!({ "name": name(id), "groupId": id, "groupType": "GROUP" });
        }
        Reviewer::ResourceOwner(id) => {
            into["reviewerType"] = json!("RESOURCE_OWNER");
            into["reviewerGroupProfile"] = json!({
                "name": format!("{} owners", name(id)),
                "groupId": id.replacen("00g", "irg", 1),
                "groupType": "RESOURCE_OWNER",
            });
        }
    }
}

/// An item as the list shows it.
pub(super) fn review_sparse(state: &State, held: &HeldReview) -> Value {
    let review = &held.review;
    let owner = state.campaign(&review.campaign).map_or(SYSTEM, |campaign| campaign.campaign.owner.as_str());
    let api = format!("{ADMIN_HOST}/governance/api/v1");
    let mut sparse = json!({
        "id": review.id,
        "createdBy": owner,
        "created": stamp(held.created),
        "lastUpdated": stamp(held.updated),
        "lastUpdatedBy": held.updated_by,
        "_links": {
            "self": link(&format!("{api}/reviews/{}", review.id)),
            "reassignReview": link(&format!("{api}/campaigns/{}/reviews/reassign", review.campaign)),
        },
        "campaignId": review.campaign,
        "resourceId": review.resource,
        "decision": review.decision,
        "remediationStatus": "NONE",
        "principalProfile": profile(state, &review.principal),
        "riskRuleConflicts": [],
        "delegated": review.delegator.is_some(),
    });
    put_reviewer(state, &review.reviewer, &mut sparse);
    if let Some(decided) = held.decided {
        sparse["decided"] = json!(stamp(decided));
    }
    if let Some(level) = review.level {
        sparse["currentReviewerLevel"] = json!(level.word());
    }
    if let Some(delegator) = &review.delegator {
        sparse["delegatorProfile"] = profile(state, delegator);
    }
    sparse
}

/// An item as it is read alone.
pub(super) fn review_full(state: &State, held: &HeldReview) -> Value {
    let mut full = review_sparse(state, held);
    if let Some(note) = &held.review.note {
        full["note"] = json!({ "id": held.review.id.replacen("icr", "rin", 1), "note": note });
    }
    if held.review.level.is_some() {
        let levels: Vec<Value> = held
            .first_level
            .iter()
            .chain([&held.review])
            .enumerate()
            .map(|(number, review)| level(state, held, review, number + 1))
            .collect();
        full["allReviewerLevels"] = Value::Array(levels);
    }
    full
}

fn level(state: &State, held: &HeldReview, review: &Review, number: usize) -> Value {
    let mut level = json!({
        "id": format!("rir{number}{}", review.id.chars().skip(4).collect::<String>()),
        "createdBy": SYSTEM,
        "created": stamp(held.created),
        "lastUpdated": stamp(held.updated),
        "lastUpdatedBy": held.updated_by,
        "reviewerLevel": review.level.map_or("FIRST", super::model::Level::word),
        "decision": review.decision,
    });
    put_reviewer(state, &review.reviewer, &mut level);
    level
}
