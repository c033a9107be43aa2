//! Who may use `/certs status`: whether Slack knows them.

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::slack::{Slack, SlackError};

/// Administrators that are looked up.
const MOST: usize = 20;

pub(super) async fn known(patient: &Patient) -> Look {
    let admins = &patient.config(&["CERTS_ADMINS"])?.admins;
    if admins.is_empty() {
        return Ok(Finding::warning(
            "empty: nobody may use /certs status, remind and sync",
            "Set it to the Slack user ids or e-mail addresses of those who run campaigns, separated by commas",
        ));
    }
    let (slack, _) = patient.slack().await?;
    let mut unknown = Vec::new();
    for admin in admins.iter().take(MOST) {
        match standing(slack, admin).await {
            Ok(None) => {}
            Ok(Some(word)) => unknown.push(format!("{admin} {word}")),
            Err(why) => {
                return Ok(Finding::unseen("Slack cannot be asked about them", why.remedy()));
            }
        }
    }
    Ok(if unknown.is_empty() {
        Finding::ok(match admins.len() {
            1 => "the one is known to Slack".to_owned(),
            n if n <= MOST => format!("all {n} are known to Slack"),
            n => format!("the first {MOST} of {n} are known to Slack"),
        })
    } else {
        Finding::warning(
            unknown.join("\n"),
            "Correct it: a member's id is under their profile, ⋮, Copy member ID; an address is the one that Slack knows",
        )
    })
}

/// What is wrong with an administrator.
async fn standing(slack: &Slack, admin: &str) -> Result<Option<&'static str>, SlackError> {
    const NOBODY: &str = "has no account in this workspace";
    if admin.contains('@') {
        return Ok(slack.account_by_email(admin).await?.is_none().then_some(NOBODY));
    }
    match slack.account_by_id(admin).await {
        Ok(account) => Ok(account.is_deactivated.then_some("is deactivated")),
        Err(why) if why.is_code("user_not_found") || why.is_code("user_not_visible") => Ok(Some(NOBODY)),
        Err(why) => Err(why),
    }
}
