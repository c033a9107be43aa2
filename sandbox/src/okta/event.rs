//! The LogEvents that Okta would write for a deed, in the form that hooks and the System Log share.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::id::okta_id;
use super::model::{Campaign, Review, Reviewer};
use super::state::State;
use super::wire::{self, SYSTEM};

/// An event about a campaign: `certification.campaign.launch` or `.close`.
pub(super) fn of_campaign(campaign: &Campaign, kind: &str, at: DateTime<Utc>) -> Value {
    let message = if kind.ends_with("launch") { "Launch" } else { "Close" };
    let target = json!([{
        "id": campaign.id,
        "type": "Campaign",
        "alternateId": "unknown",
        "displayName": campaign.name,
        "detailEntry": null,
    }]);
    let actor = Actor { id: SYSTEM, name: "Okta System".to_owned(), address: "system@okta.com".to_owned() };
    let message = format!("{message} a certification campaign");
    whole(kind, &message, "SUCCESS", &actor, &target, &campaign_data(campaign), at)
}

/// A `certification.campaign.item.decide` event.
pub(super) fn of_item(
    state: &State,
    campaign: &Campaign,
    review: &Review,
    by: &str,
    decision: &str,
    note: Option<&str>,
    at: DateTime<Utc>,
) -> Value {
    let name = |id: &str| state.users.get(id).map_or_else(|| id.to_owned(), super::model::User::name);
    let actor = if by == SYSTEM {
        Actor { id: by, name: "Okta System".to_owned(), address: "system@okta.com".to_owned() }
    } else {
        let address =
            state.users.get(by).and_then(|user| user.email.clone()).unwrap_or_else(|| "unknown".into());
        Actor { id: by, name: name(by), address }
    };
    let mut data = campaign_data(campaign);
    data["campaignItemId"] = json!(review.id);
    data["campaignItemDecision"] = json!(decision);
    match &review.reviewer {
        Reviewer::User(id) => {
            data["campaignItemReviewerId"] = json!(id);
            data["campaignItemReviewerName"] = json!(name(id));
        }
        Reviewer::Group(id) | Reviewer::ResourceOwner(id) => {
            data["campaignItemReviewerGroupResourceId"] = json!(id);
        }
        Reviewer::Nobody => {}
    }
    data["campaignItemPrincipalId"] = json!(review.principal);
    data["campaignItemPrincipalName"] = json!(name(&review.principal));
    data["campaignItemResourceId"] = json!(review.resource);
    data["campaignItemResourceType"] =
        json!(if review.resource.starts_with("00g") { "GROUP" } else { "APP" });
    data["campaignItemResourceName"] = json!(match state.groups.get(&review.resource) {
        Some(group) => group.name.as_str(),
        None => "Salesforce",
    });
    data["campaignItemResourceStatus"] = json!("ACTIVE");
    data["campaignItemRemediation"] = json!("NO_ACTION");
    data["campaignItemRemediationStatus"] = json!("NONE");
    if let Some(note) = note {
        data["campaignItemDecisionNotes"] = json!(note);
    }
    let outcome = if decision == "DELEGATE" { "SKIPPED" } else { "SUCCESS" };
    let target = json!([{
        "id": review.id,
        "type": "CampaignItem",
        "alternateId": "unknown",
        "displayName": "unknown",
        "detailEntry": null,
    }]);
    let kind = "certification.campaign.item.decide";
    whole(kind, "Certification campaign item decision", outcome, &actor, &target, &data, at)
}

fn campaign_data(campaign: &Campaign) -> Value {
    let template = campaign.recurring_parent.as_deref().unwrap_or(&campaign.id).replacen("ici", "icp", 1);
    json!({
        "campaignId": campaign.id,
        "campaignName": campaign.name,
        "campaignTemplateId": template,
        "campaignTemplateName": campaign.name,
    })
}

struct Actor<'a> {
    id: &'a str,
    name: String,
    address: String,
}

fn whole(
    kind: &str,
    message: &str,
    outcome: &str,
    actor: &Actor<'_>,
    target: &Value,
    data: &Value,
    at: DateTime<Utc>,
) -> Value {
    let by_okta = actor.id == SYSTEM;
    json!({
        "uuid": uuid::Uuid::new_v4().to_string(),
        "published": wire::stamp_millis(at),
        "eventType": kind,
        "version": "0",
        "displayMessage": message,
        "severity": "INFO",
        "client": {
            "userAgent": null, "zone": null, "device": null, "id": null,
            "ipAddress": null, "geographicalContext": null, "ipChain": [],
        },
        "device": null,
        "actor": {
            "id": actor.id,
            "type": if by_okta { "SystemPrincipal" } else { "User" },
            "alternateId": actor.address,
            "displayName": actor.name,
            "detailEntry": null,
        },
        "outcome": { "result": outcome, "reason": null },
        "target": target,
        "transaction": {
            "type": if by_okta { "JOB" } else { "WEB" },
            "id": okta_id("a", &uuid::Uuid::new_v4().simple().to_string()),
            "detail": {},
        },
        "debugContext": { "debugData": data },
        "legacyEventType": null,
        "authenticationContext": {
            "authenticationProvider": null, "credentialProvider": null, "credentialType": null,
            "issuer": null, "authenticationStep": 0, "externalSessionId": null, "interface": null,
        },
        "securityContext": { "asNumber": null, "asOrg": null, "isp": null, "domain": null, "isProxy": null },
        "insertionTimestamp": null,
    })
}
