//! What the org says of itself: its metadata, and whether Okta notifies reviewers in Slack on its own.

use serde_json::{Value, json};

use super::reply::Reply;
use super::state::State;
use super::wire::ORG_HOST;

/// Where the metadata is, which takes no token.
pub(super) const METADATA: &str = "/.well-known/okta-organization";

/// `GET /.well-known/okta-organization`
pub(super) fn metadata() -> Reply {
    Reply::ok(json!({
        "id": "00o1acmeacmeacmeacme",
        "pipeline": "idx",
        "_links": { "organization": { "href": ORG_HOST } },
    }))
}

/// `GET /governance/api/v1/settings/certification`
pub(super) fn certification(state: &State) -> Reply {
    let settings: Vec<Value> = state
        .own_slack
        .iter()
        .map(|enabled| {
            json!({
                "type": "SLACK",
                "integrationId": "goi5a4b3c2d1e9f8g7h5",
                "notifications": { "enabled": enabled },
            })
        })
        .collect();
    Reply::ok(json!({ "integrations": { "settings": settings } }))
}
