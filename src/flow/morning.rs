//! The reader's morning, where the time of the daily run is each reader's own: by the zone that is set in their Slack.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::Result;
use crate::app::App;
use crate::domain::daily_run::DailyRun;
use crate::store::notifications::{self, Planned};
use crate::store::{Tx, accounts, campaigns, people};

/// The daily run by the clock of a person.
pub(super) async fn of(app: &App, person_id: &str) -> Result<DailyRun> {
    let run = app.config.daily_run;
    if !run.for_readers {
        return Ok(run);
    }
    let email = people::find(&app.store.db, person_id).await?.and_then(|person| person.email);
    let account = match &email {
        Some(email) => accounts::by_email(&app.store.db, email).await?,
        None => None,
    };
    Ok(run.of_reader(zone(account.and_then(|row| row.time_zone).as_deref())))
}

/// Lets what the run of `day` planned wait for the morning of whom it is for.
pub(super) async fn wait(app: &App, tx: &Tx, planned: &[Planned], day: NaiveDate) -> Result<()> {
    let run = app.config.daily_run;
    if !run.for_readers {
        return Ok(());
    }
    let mut ends = HashMap::new();
    for known in campaigns::active(tx).await? {
        ends.extend(known.campaign.span(run.zone).end.map(|end| (known.campaign.id, end)));
    }
    let ids: Vec<String> = planned.iter().map(|one| one.person_id.clone()).collect();
    let known = people::by_id(tx, &ids).await?;
    let addresses: Vec<String> = known.values().filter_map(|person| person.email.clone()).collect();
    let zones = accounts::zones_of(tx, &addresses).await?;
    for one in planned {
        let email = known.get(&one.person_id).and_then(|person| person.email.as_ref());
        let theirs = zone(email.and_then(|email| zones.get(email)).map(String::as_str));
        let first_end = one.notice.campaign_ids().iter().filter_map(|id| ends.get(id)).min().copied();
        if let Some(morning) = run.morning_of(day, theirs, first_end) {
            notifications::not_before(tx, &one.notice.key(&one.person_id), morning).await?;
        }
    }
    Ok(())
}

/// A zone by Slack's name for it; somebody whose zone is not known lives by UTC.
pub(super) fn zone(name: Option<&str>) -> Tz {
    name.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}
