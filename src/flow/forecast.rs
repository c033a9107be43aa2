//! Who will be told what and when, without telling anybody: the outset is read from the database, the rest is
//! [`crate::domain::forecast`].

mod names;
mod outset;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::Result;
use crate::domain::forecast::foresee;
use crate::domain::pilot::Hold;
use crate::domain::rules::Rules;
use crate::store::Store;
use names::Names;

/// What a forecast takes for granted.
pub const ASSUMES: &[&str] = &[
    "nobody decides anything more, and nothing is handed over",
    "campaigns stay as they are: none begins, and no end is moved",
    "nobody puts a reminder off, and no administrator asks for one",
    "whoever was never written to lives in UTC, where the time of a message is each reader's own",
    "the service runs, and Okta and Slack answer",
    "what the campaign channel shows is not in it",
];

/// A forecast.
#[derive(Debug, Clone, Serialize)]
pub struct Forecast {
    /// The present.
    pub now: DateTime<Utc>,
    /// The zone in which its days are counted.
    pub zone: String,
    /// `live` or `dry-run`.
    pub mode: &'static str,
    /// How many names the pilot group has; 0 for everybody.
    pub pilot_group: usize,
    /// What it takes for granted.
    pub assumes: &'static [&'static str],
    /// The campaigns that it is about.
    pub campaigns: Vec<About>,
    /// The messages, in the order in which they are sent.
    pub messages: Vec<Message>,
    /// Who has something open and cannot be told.
    pub not_reached: Vec<NotReached>,
    /// Who put a reminder off.
    pub snoozed: Vec<Snoozed>,
}

/// A campaign.
#[derive(Debug, Clone, Serialize)]
pub struct About {
    /// Okta's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its end.
    pub ends_at: Option<DateTime<Utc>>,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
    /// Why it could not be read the last time, so that this may be wrong.
    pub problem: Option<String>,
}

/// A message to come.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// When.
    pub at: DateTime<Utc>,
    /// The day, as the cadence counts days.
    pub day: NaiveDate,
    /// The kind, as in the record.
    pub kind: &'static str,
    /// What will name it in the record.
    pub key: String,
    /// Okta id of whom it is for.
    pub person_id: String,
    /// Their name.
    pub name: String,
    /// The campaigns it speaks of, by id.
    pub campaign_ids: Vec<String>,
    /// Why it is recorded instead of being sent: `dry_run` or `not_in_group`.
    pub held: Option<&'static str>,
}

/// Somebody who cannot be told.
#[derive(Debug, Clone, Serialize)]
pub struct NotReached {
    /// The campaign, by id.
    pub campaign_id: String,
    /// The person or group.
    pub who: String,
    /// Why.
    pub why: String,
}

/// Somebody's wish.
#[derive(Debug, Clone, Serialize)]
pub struct Snoozed {
    /// The campaign, by id.
    pub campaign_id: String,
    /// Their name.
    pub name: String,
    /// Until when.
    pub until: NaiveDate,
}

/// Foresees what is told of a campaign, or of all of them, up to the close.
///
/// # Errors
/// When the database does not answer.
pub async fn forecast(
    store: &Store,
    rules: &Rules,
    now: DateTime<Utc>,
    only: Option<&str>,
) -> Result<Forecast> {
    let tx = store.begin_reading().await?;
    let read = outset::read(&tx, rules, now).await?;
    let is_meant = |id: &str| only.is_none_or(|only| only == id);
    let campaigns: Vec<About> = read.campaigns.into_iter().filter(|one| is_meant(&one.id)).collect();
    let mut foreseen = foresee(read.outset);
    foreseen.retain(|one| one.notice.campaign_ids().iter().any(|id| is_meant(id)));
    let names = Names::of(&tx, &rules.pilot, foreseen.iter().map(|one| one.person_id.as_str())).await?;
    let messages = foreseen.into_iter().map(|one| Message {
        at: one.at,
        day: rules.day_of(one.at),
        kind: one.notice.kind(),
        key: one.notice.key(&one.person_id),
        campaign_ids: one.notice.campaign_ids().to_vec(),
        name: names.name(&one.person_id),
        held: names.hold(&one.person_id).map(word),
        person_id: one.person_id,
    });
    Ok(Forecast {
        now,
        zone: rules.daily_run.zone.to_string(),
        mode: rules.pilot.mode.as_str(),
        pilot_group: rules.pilot.only.len(),
        assumes: ASSUMES,
        messages: messages.collect(),
        campaigns,
        not_reached: read.not_reached.into_iter().filter(|one| is_meant(&one.campaign_id)).collect(),
        snoozed: read.snoozed.into_iter().filter(|one| is_meant(&one.campaign_id)).collect(),
    })
}

fn word(hold: Hold) -> &'static str {
    match hold {
        Hold::DryRun => "dry_run",
        Hold::NotInGroup => "not_in_group",
    }
}
