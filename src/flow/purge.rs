//! Forgetting what is kept no longer, once a day.

use chrono::Duration;

use super::{Progress, Result};
use crate::app::App;
use crate::store::{self, cards, retention, schedule};

const NAME: &str = "purge";
/// Events are kept for a while as a guard against repeats; no vendor repeats one after so long.
const EVENTS_FOR: Duration = Duration::days(30);

/// Purges when it is due.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let now = app.clock.now();
    let due = schedule::find(&app.store.db, NAME).await?.and_then(|state| state.due_at);
    if let Some(due) = due.filter(|due| *due > now) {
        return Ok(Progress::Until(due));
    }
    if !schedule::claim(&app.store.db, NAME, &app.instance, now).await? {
        return Ok(Progress::Until(now + store::LEASE));
    }
    let tx = app.store.begin().await?;
    let kept = Duration::days(i64::from(app.config.retention_days));
    let campaigns = retention::forget_campaigns(&tx, now - kept).await?;
    retention::forget_homes(&tx, now - cards::HOME_FOR).await?;
    let events = retention::forget_events(&tx, now - EVENTS_FOR.min(kept)).await?;
    let next = now + Duration::days(1);
    if schedule::done(&tx, NAME, &app.instance, None, Some(next), now).await? {
        store::commit(tx).await?;
        if campaigns + events > 0 {
            tracing::info!(step = NAME, campaigns, events, "Forgot what is kept no longer");
        }
    }
    Ok(Progress::Until(next))
}
