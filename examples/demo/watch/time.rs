//! The clock goes on, and what is due on the way happens when it is due.

use chrono::{DateTime, Duration, Utc};

use super::super::stage::Stage;

/// For so many days a next reminder is looked for.
const LOOK_AHEAD: i64 = 60;

/// Goes on to an instant: daily runs happen at their time, and Okta closes campaigns at their end.
pub async fn live_until(stage: &Stage, instant: DateTime<Utc>) -> anyhow::Result<()> {
    while let Some(next) = next_stop(stage).filter(|next| *next <= instant) {
        stop_at(stage, next).await?;
    }
    stage.move_to(instant).await
}

/// Goes on from stop to stop until a daily run brings somebody a message; false where none does.
pub async fn live_until_reminder(stage: &Stage) -> anyhow::Result<bool> {
    let before = stage.sandbox.slack.messages().len();
    let last = stage.clock.now() + Duration::days(LOOK_AHEAD);
    while let Some(next) = next_stop(stage).filter(|next| *next < last && has_active(stage)) {
        stop_at(stage, next).await?;
        if stage.sandbox.slack.messages().len() > before {
            return Ok(true);
        }
    }
    Ok(false)
}

fn next_stop(stage: &Stage) -> Option<DateTime<Utc>> {
    let campaigns = stage.sandbox.okta.campaigns().into_iter();
    let ends = campaigns.filter(|campaign| campaign.status == "ACTIVE").map(|campaign| campaign.end);
    // An end that was moved into the past has come.
    ends.map(|end| end.max(stage.clock.now())).chain(stage.next_run()).min()
}

async fn stop_at(stage: &Stage, instant: DateTime<Utc>) -> anyhow::Result<()> {
    let okta = &stage.sandbox.okta;
    stage.clock.advance_to(instant);
    for campaign in okta.campaigns() {
        if campaign.status == "ACTIVE" && campaign.end <= stage.clock.now() {
            okta.close(&campaign.id);
        }
    }
    stage.tell().await
}

fn has_active(stage: &Stage) -> bool {
    stage.sandbox.okta.campaigns().iter().any(|campaign| campaign.status == "ACTIVE")
}
