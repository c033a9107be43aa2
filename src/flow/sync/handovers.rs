//! Noticing that an item went from one reviewer to another, and who gave it.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};

use super::super::Result;
use crate::domain::review::{Arrival, USER};
use crate::store::Tx;
use crate::store::handovers::{self, Giver, Handover, OPEN, TOLD};
use crate::store::reviews::Arrived;

/// Who handed which item over, by review id, as events told.
pub(in super::super) type Givers = HashMap<String, Giver>;

/// The same item is told to the same person at most this often.
const TOLD_AGAIN_AFTER: Duration = Duration::days(1);

/// Notes the items that arrived by a handover. Nobody is told of what they gave to themselves.
pub(super) async fn note(tx: &Tx, arrived: &[Arrived], givers: &Givers, now: DateTime<Utc>) -> Result<()> {
    for Arrived { review, arrival } in arrived {
        let (Arrival::HandedOver, Some(to_id), USER) =
            (arrival, &review.reviewer.id, review.reviewer.kind.as_str())
        else {
            continue;
        };
        let from = givers.get(&review.id).cloned();
        if from.as_ref().is_some_and(|giver| giver.id == *to_id) {
            continue;
        }
        let earlier = handovers::of_item(tx, &review.id, to_id).await?;
        let told_lately = |row: &entity::handover::Model| {
            row.state == TOLD && row.settled_at.is_some_and(|at| now - at < TOLD_AGAIN_AFTER)
        };
        if earlier.iter().any(told_lately) {
            continue;
        }
        // It came back before anybody was told that it had come at all.
        if let Some(waiting) = earlier.iter().find(|row| row.state == OPEN) {
            if let Some(giver) = &from {
                handovers::name_giver(tx, waiting.id, giver, review.note.as_deref()).await?;
            }
            continue;
        }
        let handover = Handover {
            campaign_id: review.campaign_id.clone(),
            review_id: review.id.clone(),
            from,
            to_id: to_id.clone(),
            note: review.note.clone(),
        };
        handovers::note(tx, handover, now).await?;
    }
    Ok(())
}
