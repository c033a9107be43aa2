//! Our clock beside those of Okta and Slack.

use chrono::TimeDelta;

use super::finding::Finding;
use super::patient::{Look, Patient};

/// Nobody minds less; the answer's own way takes some of it.
const WORTH_A_WORD: TimeDelta = TimeDelta::seconds(30);
/// Slack's signatures are good for five minutes, and so are the assertions of a service app.
const TOO_MUCH: TimeDelta = TimeDelta::minutes(5);

const REMEDY: &str = "Have the machine set its clock by NTP (`timedatectl set-ntp true`). Reminders go by it, and what Slack signs is refused when the clocks differ by five minutes";

pub(super) async fn okta(patient: &Patient) -> Look {
    let organization = patient.organization().await?;
    let organization = organization.as_ref().map_err(|_| Finding::waits_for("Okta cannot be reached"))?;
    Ok(compared("Okta's", organization.ahead))
}

pub(super) async fn slack(patient: &Patient) -> Look {
    let (_, identity) = patient.slack().await?;
    Ok(compared("Slack's", identity.ahead))
}

fn compared(whose: &str, ahead: Option<TimeDelta>) -> Finding {
    let Some(ahead) = ahead else {
        return Finding::unseen(
            format!("{whose} answer bears no time"),
            "See that the machine sets its clock by NTP",
        );
    };
    // `Date` has no fractions of a second.
    let seconds = ahead.num_seconds().abs();
    if ahead.abs() < WORTH_A_WORD {
        return Finding::ok(format!("{seconds} s apart"));
    }
    let word = if ahead < TimeDelta::zero() { "before" } else { "after" };
    let found = format!("our clock goes {seconds} s {word} {whose}");
    if ahead.abs() < TOO_MUCH { Finding::warning(found, REMEDY) } else { Finding::failed(found, REMEDY) }
}
