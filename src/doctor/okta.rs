//! Okta: there, taking our credentials, and showing each thing that the service reads.

use chrono::TimeDelta;

use super::finding::{Finding, Level};
use super::patient::{Look, Patient};
use crate::config::{OktaAccess, OktaEvents};
use crate::flow::accept::WANTED;
use crate::okta::{Asker, FIRST_CAMPAIGNS, LogFrom, OktaError, role_for};

/// Nobody's address: the search is what is tried.
const NOBODY: &str = "nobody@certs.invalid";

pub(super) async fn reachable(patient: &Patient) -> Look {
    let asked = patient.organization().await?;
    let url = &patient.config(&["OKTA_ORG_URL"])?.okta.org_url;
    let host = url.host_str().unwrap_or_default();
    let url = url.as_str().trim_end_matches('/');
    Ok(match asked {
        Ok(_) if host.contains("-admin.okta") => Finding::warning(
            format!("{host} answers, and is the address of the Admin Console"),
            "Set OKTA_ORG_URL to the org's own address, without -admin",
        ),
        Ok(_) => Finding::ok(format!("{url} answers as an Okta org")),
        Err(why @ (OktaError::Status { .. } | OktaError::Undecodable { .. })) => {
            let status = match why {
                OktaError::Status { status, .. } => format!(" (HTTP {status})"),
                _ => String::new(),
            };
            Finding::failed(
                format!("{url} answers, and not as an Okta org{status}"),
                "Set OKTA_ORG_URL to the address of the org, such as https://acme.okta.com",
            )
        }
        Err(why) => Finding::failed(
            why.to_string(),
            "See that OKTA_ORG_URL is right, and that this machine may reach it: name resolution, firewall, TLS-inspecting proxy",
        ),
    })
}

pub(super) async fn token(patient: &Patient) -> Look {
    let kind = kind(&patient.config(&["OKTA_ORG_URL"])?.okta.access);
    Ok(match patient.campaigns().await? {
        Err(why @ OktaError::NoToken { .. }) => {
            let text = why.explanation();
            let (what, remedy) = text.split_once(": ").unwrap_or((&text, ""));
            Finding::failed(format!("{kind}; {what}"), remedy)
        }
        Err(why) if why.is_unauthorized() => Finding::failed(
            format!("{kind}; {why}"),
            "It was revoked, or has expired: an API token does when it is not used for 30 days, or when its user is deactivated. Make a new one (Security › API › Tokens), set OKTA_API_TOKEN and start the service again",
        ),
        Ok(_) => Finding::ok(format!("{kind}; {}", taken(patient).await?)),
        Err(why) if why.is_forbidden() => Finding::ok(format!("{kind}; {}", taken(patient).await?)),
        Err(why) => Finding::unseen(format!("{kind}; {why}"), "Run this again in a minute"),
    })
}

async fn taken(patient: &Patient) -> Result<&'static str, Finding> {
    Ok(if patient.okta().await?.demands_proof().await {
        "Okta takes it, and demands a proof of possession with each call (DPoP), which it gets"
    } else {
        "Okta takes it"
    })
}

/// What Okta is shown.
fn kind(access: &OktaAccess) -> String {
    match access {
        OktaAccess::Token(_) => "an API token (SSWS), with the rights of its user".to_owned(),
        OktaAccess::ServiceApp(app) => {
            format!("a service app (OAuth 2.0, {}), with its scopes and admin roles", app.key.algorithm())
        }
    }
}

pub(super) async fn campaigns(patient: &Patient) -> Look {
    patient.okta().await?;
    Ok(match patient.campaigns().await? {
        Ok(active) => Finding::ok(match active.len() {
            0 => "may be read; none is active".to_owned(),
            1 => "may be read; one is active".to_owned(),
            FIRST_CAMPAIGNS.. => format!("may be read; {FIRST_CAMPAIGNS} or more are active"),
            n => format!("may be read; {n} are active"),
        }),
        Err(why) => unlucky(why, Level::Failed, "without it nobody is told anything"),
    })
}

pub(super) async fn reviews(patient: &Patient) -> Look {
    let okta = patient.okta().await?;
    let Ok(active) = patient.campaigns().await? else {
        return Err(Finding::waits_for("campaigns cannot be read"));
    };
    let Some((id, _)) = active.first() else {
        return Ok(Finding::unseen(
            "no campaign is active, and only those have reviews",
            "Run this again when one is; the right is the same as for campaigns",
        ));
    };
    Ok(match okta.look_at_reviews(id).await {
        Ok(()) => Finding::ok("may be read"),
        Err(why) => unlucky(&why, Level::Failed, "without them nobody is told anything"),
    })
}

pub(super) async fn users(patient: &Patient) -> Look {
    let okta = patient.okta().await?;
    Ok(match okta.user_by_email(NOBODY).await {
        Ok(_) => Finding::ok("may be looked up"),
        Err(why) => unlucky(
            &why,
            Level::Failed,
            "without them whoever runs a campaign, managers, and reviewers whose address Okta leaves out are not reached",
        ),
    })
}

pub(super) async fn groups(patient: &Patient) -> Look {
    let okta = patient.okta().await?;
    Ok(match okta.look_at_groups().await {
        Ok(true) => Finding::ok("may be read, with their members"),
        Ok(false) => Finding::unseen(
            "the org shows no group",
            "If there are groups, give the user of the API token a role that covers all groups, such as Read-only Administrator",
        ),
        Err(why) => unlucky(&why, Level::Failed, "without them reviewers who are groups are not reached"),
    })
}

pub(super) async fn system_log(patient: &Patient) -> Look {
    let okta = patient.okta().await?;
    let from = LogFrom::Since(patient.clock.now() - TimeDelta::minutes(1));
    Ok(match okta.log_page(&from, WANTED).await {
        Ok(_) => Finding::ok("may be read"),
        Err(why) if patient.config(&["OKTA_EVENTS"])?.okta.events == OktaEvents::Poll => {
            unlucky(&why, Level::Failed, "with OKTA_EVENTS=poll it is how every event comes")
        }
        Err(why) => unlucky(
            &why,
            Level::Warning,
            "without it an event whose hook was lost is made up for by looking at each campaign, without the name of who handed items over",
        ),
    })
}

pub(super) async fn reviews_app(patient: &Patient) -> Look {
    if !patient.config(&["CERTS_REVIEW_URL"])?.okta.asks_for_reviews_app {
        return Ok(Finding::ok("not needed: CERTS_REVIEW_URL says where Review now leads"));
    }
    let okta = patient.okta().await?;
    Ok(match okta.reviews_app().await {
        Ok(Some(_)) => Finding::ok("found: Review now leads there"),
        Ok(None) => Finding::warning(
            "the org shows no app \"Okta Access Certification Reviews\", so Review now leads to the dashboard",
            "Set CERTS_REVIEW_URL to where reviewers decide, if that is elsewhere",
        ),
        Err(why) => unlucky(
            &why,
            Level::Warning,
            "without it Review now leads to the dashboard; CERTS_REVIEW_URL may say where instead",
        ),
    })
}

/// A refusal in the words of the line that it stands in; anything else as it is.
pub(super) fn refused(why: &OktaError) -> String {
    match why {
        OktaError::Status { status: 403, code, error_id, .. } => {
            let code = code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            let id = error_id.as_ref().map(|id| format!(" (errorId {id})")).unwrap_or_default();
            format!("Okta refuses to show this with 403{code}{id}")
        }
        other => other.to_string(),
    }
}

/// A call that did not work: what is missing where it is a right, at the level of what comes of that.
pub(super) fn unlucky(why: &OktaError, level: Level, else_what: &str) -> Finding {
    let found = format!("{}; {else_what}", refused(why));
    let OktaError::Status { call, asker, .. } = why else {
        return Finding { level, found, remedy: Some("Run this again in a minute".to_owned()) };
    };
    let remedy = match role_for(call).filter(|_| why.is_forbidden()) {
        Some(role) => match asker {
            Asker::ApiToken => format!("Give the user of the API token the role {role}"),
            Asker::ServiceApp { lacks: Some(scope) } => {
                format!("Grant the service app the scope {scope} in Okta (the app's tab Okta API Scopes)")
            }
            Asker::ServiceApp { lacks: None } => {
                format!("Give the service app the role {role} (its tab Admin roles)")
            }
        },
        None => "Look it up in Okta's System Log by its errorId, or ask Okta's support".to_owned(),
    };
    Finding { level, found, remedy: Some(remedy) }
}
