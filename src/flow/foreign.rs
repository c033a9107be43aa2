//! A notice of a kind that this version does not know: a newer version that runs beside it while an upgrade rolls through
//! has planned it, and will say it.

use chrono::Duration;
use entity::notification_log::Model as Row;

use super::Result;
use crate::app::App;
use crate::store::notifications::{self, Wait};

/// How soon the newer version may take it: soon enough that nobody waits, late enough that it is the first to look.
const AGAIN: Duration = Duration::seconds(5);
/// Longer than an upgrade takes to roll through. After that there is no newer version.
const LEFT_FOR: Duration = Duration::hours(1);

/// Why it waits, or was given up.
pub(super) const WHY: &str = "this version does not know that kind of notice";

/// Leaves it to the newer version. False when it was left long enough.
pub(super) async fn leave(app: &App, row: &Row) -> Result<bool> {
    let now = app.clock.now();
    if now - row.planned_at >= LEFT_FOR {
        return Ok(false);
    }
    tracing::debug!(outbox.id = row.id, kind = row.kind, "Leaving a notice to a newer version");
    notifications::put_off(&app.store, row, &app.instance, now + AGAIN, (Wait::Untried, WHY), now).await?;
    Ok(true)
}
