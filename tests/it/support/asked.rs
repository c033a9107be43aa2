//! What the service asks its database in a story.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::Statement;

use super::World;

/// Each statement once, as it was asked first.
#[derive(Clone, Default)]
pub struct Asked(Arc<Mutex<BTreeMap<String, Statement>>>);

impl Asked {
    /// The statements so far.
    pub fn statements(&self) -> Vec<Statement> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

impl World {
    /// Listens from now on to what the service asks.
    pub async fn listen_to_the_database(&mut self) -> Asked {
        let asked = Asked::default();
        let store = &mut self.app.store;
        for connections in [&mut store.db, &mut store.writer] {
            let kept = asked.clone();
            connections.set_metric_callback(move |info| {
                let mut kept = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
                kept.entry(info.statement.sql.clone()).or_insert_with(|| info.statement.clone());
            });
        }
        // Its router speaks to the same pools, and has to be heard as well.
        self.serve_again().await;
        asked
    }
}
