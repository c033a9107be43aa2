//! The items that a batch of events speaks of, and who handed them over.

use std::collections::{BTreeMap, BTreeSet};

use entity::inbox_event::Model as Row;

use super::super::accept::Hint;
use super::super::sync::Givers;
use crate::store::handovers::Giver;

/// See the module.
pub(super) struct Items {
    pub(super) ids: Vec<String>,
    pub(super) givers: Givers,
}

impl Items {
    pub(super) fn of(batch: &[Row]) -> Self {
        let mut ids = BTreeSet::new();
        let mut newest: BTreeMap<String, (Option<String>, Giver)> = BTreeMap::new();
        for event in batch {
            let hint = hint(event);
            let Some(review_id) = hint.review_id else { continue };
            // Undecided items at the close: the campaign itself tells.
            if hint.decision.as_deref() == Some("NORESPONSE") {
                continue;
            }
            ids.insert(review_id.clone());
            let (Some("DELEGATE"), Some(id)) = (hint.decision.as_deref(), hint.actor_id) else { continue };
            // Events come in any order: of several givers of an item, the last one gave it to who has it now.
            if newest.get(&review_id).is_none_or(|(published, _)| *published <= hint.published) {
                newest.insert(review_id, (hint.published, Giver { id, name: hint.actor_name }));
            }
        }
        let givers = newest.into_iter().map(|(review_id, (_, giver))| (review_id, giver)).collect();
        Self { ids: ids.into_iter().collect(), givers }
    }
}

/// What was kept of an event.
pub(super) fn hint(event: &Row) -> Hint {
    serde_json::from_str(&event.payload).unwrap_or_default()
}
