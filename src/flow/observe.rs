//! What the service says about itself: whether it can work, and its figures.

use chrono::{DateTime, Utc};
use entity::notification_log::Model as Row;

use super::Result;
use crate::app::App;
use crate::store::notifications;
use crate::store::set_aside::{events, notices};

/// Whether the database answers with the schema that is needed.
pub async fn is_ready(app: &App) -> bool {
    app.store.is_ready().await.unwrap_or(false)
}

/// Sets the gauges that are read rather than counted.
///
/// # Errors
/// When the database does not answer.
pub async fn gauge(app: &App) -> Result<()> {
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
