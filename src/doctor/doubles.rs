//! What Okta says to reviewers on its own, beside us.

use super::finding::{Finding, Level};
use super::okta::{refused, unlucky};
use super::patient::{Look, Patient};

/// Campaigns that are looked at: each is a call of a bucket that has few.
const CAMPAIGNS: usize = 5;

pub(super) async fn slack(patient: &Patient) -> Look {
    let okta = patient.okta().await?;
    Ok(match okta.notifies_in_slack().await {
        Ok(false) => Finding::ok("switched off"),
        Ok(true) => Finding::warning(
            "switched on: reviewers hear of campaigns in Slack twice",
            "Switch its notifications for access certifications off in the Admin Console, where Slack is connected to Identity Governance",
        ),
        Err(why) if why.is_forbidden() => Finding::unseen(
            refused(&why),
            "See in the Admin Console, where Slack is connected to Identity Governance if it is at all, that notifications for access certifications are off",
        ),
        Err(why) => {
            unlucky(&why, Level::Unseen, "so it is not known whether Okta writes to reviewers as well")
        }
    })
}

pub(super) async fn emails(patient: &Patient) -> Look {
    let okta = patient.okta().await?;
    let Ok(active) = patient.campaigns().await? else {
        return Err(Finding::waits_for("campaigns cannot be read"));
    };
    if active.is_empty() {
        return Ok(Finding::unseen(
            "no campaign is active, and each has settings of its own",
            "When you make one, leave its e-mail notifications off",
        ));
    }
    let mut double = Vec::new();
    for (id, name) in active.iter().take(CAMPAIGNS) {
        match okta.emails_of(id).await {
            Ok(settings) if settings.is_empty() => {}
            Ok(settings) => double.push(format!("{name:?} ({})", settings.join(", "))),
            Err(why) => {
                return Ok(unlucky(
                    &why,
                    Level::Unseen,
                    "so it is not known whether Okta writes to reviewers as well",
                ));
            }
        }
    }
    let looked = match active.len() {
        n if n > CAMPAIGNS => format!(" The first {CAMPAIGNS} active campaigns were looked at."),
        _ => String::new(),
    };
    Ok(if double.is_empty() {
        Finding::ok(
            format!("switched off in every active campaign.{looked}").trim_end_matches('.').to_owned(),
        )
    } else {
        Finding::warning(
            format!("reviewers of {} get Okta's e-mails beside our messages.{looked}", double.join(", ")),
            "Switch them off in the campaign's settings, Notifications, or leave them if people are to hear both ways",
        )
    })
}
