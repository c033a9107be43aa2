//! What the service says about itself: whether it can work, and its figures.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::notification_log::Model as Row;

use super::Result;
use crate::app::App;
use crate::app::troubles::{DATABASE, Trouble};
use crate::store::set_aside::{events, notices};
use crate::store::{self, notifications};

/// The part of the database's troubles that a look at it finds.
const LOOK: &str = "look";

/// How a look at the database ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// It answers, its schema is current, and it keeps what is written.
    Ready,
    /// It has the schema of another version.
    OtherSchema,
    /// It does not answer in time, or does not take what is written.
    InTrouble,
}

/// Looks at the database, and takes note of what is wrong with it. One that can be read and not written is in trouble:
/// no hook could be answered 204.
pub async fn look_at_database(app: &App, within: Duration) -> Database {
    let sentence = match app.clock.within(within, look(app)).await {
        Some(Ok(found)) => {
            app.troubles.clear(DATABASE, LOOK);
            return found;
        }
        Some(Err(why)) => why.to_string(),
        // A database that hangs is one that does not answer.
        None => "the database failed: it does not answer in time".to_owned(),
    };
    app.troubles.note(Trouble { api: DATABASE, part: LOOK, sentence });
    Database::InTrouble
}

async fn look(app: &App) -> store::Result<Database> {
    if !app.store.is_ready().await? {
        return Ok(Database::OtherSchema);
    }
    app.store.try_writing(app.clock.now()).await?;
    Ok(Database::Ready)
}

/// Sets the gauges that are read rather than counted.
///
/// # Errors
/// When the database does not answer.
pub async fn gauge(app: &App) -> Result<()> {
    let pilot = &app.config.pilot;
    metrics::gauge!("certs_mode", "mode" => pilot.mode.as_str()).set(1.0);
    metrics::gauge!("certs_pilot_group").set(figure(pilot.only.len() as u64));
    let now = app.clock.now();
    let age = |oldest: Option<DateTime<Utc>>| oldest.map_or(0.0, |at| (now - at).as_seconds_f64());
    let (depth, oldest) = notifications::queue(&app.store.db).await?;
    metrics::gauge!("certs_outbox_depth").set(figure(depth));
    metrics::gauge!("certs_outbox_oldest_seconds").set(age(oldest));
    let (depth, oldest) = events::queue(&app.store.db).await?;
    metrics::gauge!("certs_inbox_depth").set(figure(depth));
    metrics::gauge!("certs_inbox_oldest_seconds").set(age(oldest));
    let notices = notices::count(&app.store.db).await?;
    metrics::gauge!("certs_set_aside", "what" => "outbox").set(figure(notices));
    let events = events::count(&app.store.db).await?;
    metrics::gauge!("certs_set_aside", "what" => "inbox").set(figure(events));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a queue of 2^52 rows is not to be told from one more")]
fn figure(number: u64) -> f64 {
    number as f64
}

/// Counts what became of a notice.
pub(super) fn count(row: &Row, outcome: &str) {
    let (kind, outcome) = (row.kind.clone(), outcome.to_owned());
    metrics::counter!("certs_deliveries_total", "kind" => kind, "outcome" => outcome).increment(1);
}
