//! Slack: there, and taking our token.

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::slack::SlackError;

pub(super) async fn token(patient: &Patient) -> Look {
    Ok(match patient.identity().await? {
        Ok(identity) if !identity.is_bot => Finding::failed(
            format!("Slack takes it, and it is no bot's but that of {:?}", identity.user),
            "Set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) under OAuth & Permissions",
        ),
        Ok(identity) => {
            Finding::ok(format!("Slack takes it: {:?} in the workspace {:?}", identity.user, identity.team))
        }
        Err(why @ SlackError::Code { .. }) => Finding::failed(
            why.to_string(),
            "Install the app to the workspace again, copy the Bot User OAuth Token (under OAuth & Permissions) to SLACK_BOT_TOKEN and start the service again",
        ),
        Err(why @ (SlackError::RateLimited { .. } | SlackError::Resting { .. })) => {
            Finding::unseen(why.to_string(), "Run this again in a minute")
        }
        Err(why) => Finding::failed(
            why.to_string(),
            "See that this machine may reach slack.com (SLACK_API_URL): name resolution, firewall, TLS-inspecting proxy; or see https://slack-status.com",
        ),
    })
}

pub(super) async fn socket_mode(patient: &Patient) -> Look {
    if patient.config(&["SLACK_APP_TOKEN"])?.slack.app_token.is_none() {
        return Ok(Finding::ok("not wanted: SLACK_APP_TOKEN is empty, and Slack calls our address"));
    }
    let (slack, _) = patient.slack().await?;
    Ok(match slack.may_open_socket().await {
        Ok(()) => Finding::ok("Slack takes the app-level token, and lets a connection be opened"),
        Err(why @ SlackError::Code { .. }) => Finding::failed(
            why.to_string(),
            "At api.slack.com/apps switch Socket Mode on, make a token with the scope connections:write under Basic Information, App-Level Tokens, set SLACK_APP_TOKEN and start the service again",
        ),
        Err(why) => Finding::unseen(why.to_string(), "Run this again in a minute"),
    })
}

/// What to do where a scope is missing.
pub(super) const MORE_SCOPES: &str =
    "Add it under OAuth & Permissions, Bot Token Scopes, and install the app to the workspace again";
