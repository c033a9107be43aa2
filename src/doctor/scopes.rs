//! The scopes that Slack says are granted, against what is switched on.

use super::finding::{Finding, Level};
use super::patient::{Look, Patient};
use super::slack::MORE_SCOPES;
use crate::config::{CampaignChannel, Config};

/// A scope, and what it is for.
type Scope = (&'static str, &'static str);

/// Whatever is set, these are needed.
const ALWAYS: &[Scope] = &[
    ("chat:write", "direct messages"),
    ("commands", "/certs"),
    ("users:read", "finding people, and their time zones"),
    ("users:read.email", "finding people by their address"),
];
/// With a campaign channel.
const CHANNEL: &[Scope] = &[("pins:write", "pinning the status of a campaign")];
/// With a channel for each campaign.
const CHANNELS: &[Scope] =
    &[("groups:write", "making a channel for a campaign"), ("groups:read", "finding that channel again")];
/// Nobody has to give these.
const OPTIONAL: &[Scope] = &[
    (
        "im:history",
        "a message whose answer was lost is looked for; without it, it is shown as unknown and not sent again",
    ),
    ("im:write", "the DM is opened in which such a message is looked for"),
    ("mpim:write", "the button that asks whoever runs the campaign opens a conversation"),
];

pub(super) async fn needed(patient: &Patient) -> Look {
    let config = patient.config(&["CERTS_CAMPAIGN_CHANNEL"])?;
    let needed = needed_by(config);
    let missing = missing(patient, &needed).await?;
    Ok(if missing.is_empty() {
        Finding::ok(format!("all {} are granted", needed.len()))
    } else {
        told(Level::Failed, &missing)
    })
}

pub(super) async fn optional(patient: &Patient) -> Look {
    let missing = missing(patient, OPTIONAL).await?;
    Ok(if missing.is_empty() {
        Finding::ok(format!("all {} are granted", OPTIONAL.len()))
    } else {
        told(Level::Warning, &missing)
    })
}

fn needed_by(config: &Config) -> Vec<Scope> {
    let channel = match config.campaign_channel {
        None => [].as_slice(),
        Some(CampaignChannel::Existing(_)) => CHANNEL,
        Some(CampaignChannel::Create) => &[CHANNEL, CHANNELS].concat(),
    };
    [ALWAYS, channel].concat()
}

async fn missing(patient: &Patient, scopes: &[Scope]) -> Result<Vec<Scope>, Finding> {
    let (_, identity) = patient.slack().await?;
    let Some(granted) = &identity.scopes else {
        return Err(Finding::unseen(
            "Slack did not say which scopes are granted",
            "See them under OAuth & Permissions, and compare with the README",
        ));
    };
    Ok(scopes.iter().filter(|(scope, _)| !granted.contains(*scope)).copied().collect())
}

fn told(level: Level, missing: &[Scope]) -> Finding {
    let shown: Vec<String> =
        missing.iter().map(|(scope, use_)| format!("{scope} is missing: {use_}")).collect();
    Finding { level, found: shown.join("\n"), remedy: Some(MORE_SCOPES.to_owned()) }
}
