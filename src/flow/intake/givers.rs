//! Saying who handed something over, where the handover was noticed before its event came.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::inbox_event::Model as Row;

use super::super::Result;
use super::super::sync::{Givers, Seen};
use super::items::hint;
use crate::app::App;
use crate::store::handovers::{self, OPEN, VOID};
use crate::store::reviews;

/// Okta's API may show a reassignment a little after its event; an event so old speaks of what is shown.
const LAG: Duration = Duration::seconds(20);

/// Adds givers to handovers that have none. Returns the events whose reassignment Okta does not show yet.
pub(super) async fn name(app: &App, batch: &[Row], givers: &Givers, seen: &Seen) -> Result<BTreeSet<i64>> {
    let db = &app.store.db;
    let now = app.clock.now();
    let ids: Vec<String> = givers.keys().cloned().collect();
    let mut unseen = BTreeSet::new();
    for item in reviews::find(db, &ids).await? {
        let (Some(giver), Some(to_id)) = (givers.get(&item.id), &item.reviewer.id) else { continue };
        let to_themselves = giver.id == *to_id;
        match handovers::of_item(db, &item.id, to_id).await?.first() {
            Some(row) if row.state == OPEN && row.from_id.is_none() => {
                if to_themselves {
                    handovers::settle(db, &[row.id], VOID, now).await?;
                } else {
                    handovers::name_giver(db, row.id, giver, None).await?;
                }
            }
            Some(_) => {}
            None if seen.arrived.contains(&item.id) => {}
            None => {
                let young = batch.iter().filter(|event| now - event.received_at < LAG);
                let about_it = young.filter(|event| hint(event).review_id.as_ref() == Some(&item.id));
                unseen.extend(about_it.map(|event| event.id));
            }
        }
    }
    Ok(unseen)
}
