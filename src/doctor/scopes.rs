//! The scopes that Slack says are granted, against what is switched on.

use super::finding::{Finding, Level};
use super::patient::{Look, Patient};
use super::slack::MORE_SCOPES;
use crate::slack::{OPTIONAL_SCOPES, Scope, needed_scopes};

pub(super) async fn needed(patient: &Patient) -> Look {
    let config = patient.config(&["CERTS_CAMPAIGN_CHANNEL"])?;
    let needed = needed_scopes(config.campaign_channel.as_ref());
    let missing = missing(patient, &needed).await?;
    Ok(if missing.is_empty() {
        Finding::ok(format!("all {} are granted", needed.len()))
    } else {
        told(Level::Failed, &missing)
    })
}

pub(super) async fn optional(patient: &Patient) -> Look {
    let missing = missing(patient, OPTIONAL_SCOPES).await?;
    Ok(if missing.is_empty() {
        Finding::ok(format!("all {} are granted", OPTIONAL_SCOPES.len()))
    } else {
        told(Level::Warning, &missing)
    })
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
