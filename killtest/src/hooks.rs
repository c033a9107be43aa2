//! Okta's event hook: each batch is tried twice, and what neither try delivers is lost to the hook. Of several instances
//! the tries go to one after the other, as something in front of them would have it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sandbox::{Okta, limits};
use serde_json::Value;

use crate::child::HOOK_SECRET;

/// How soon what happened is told.
const SOON: Duration = Duration::from_millis(15);
/// How soon it is tried again.
const AGAIN: Duration = Duration::from_millis(60);

/// What became of the hooks so far.
#[derive(Default)]
pub struct Hooks {
    doors: Vec<String>,
    tries: AtomicUsize,
    answered: AtomicUsize,
    lost: AtomicUsize,
    promised: Mutex<Vec<String>>,
    refused: Mutex<Vec<String>>,
}

impl Hooks {
    /// None was told yet; these are the addresses to tell them to.
    pub fn through(doors: Vec<String>) -> Self {
        Self { doors, ..Self::default() }
    }

    /// Tells whatever happens, until it is dropped.
    pub async fn run(self: Arc<Self>, okta: Okta) {
        loop {
            for batch in okta.take_events().chunks(limits::HOOK_BATCH) {
                self.tell(&okta, batch).await;
            }
            tokio::time::sleep(SOON).await;
        }
    }

    async fn tell(&self, okta: &Okta, batch: &[Value]) {
        for wait in [AGAIN, Duration::ZERO] {
            let next = self.tries.fetch_add(1, Ordering::SeqCst) % self.doors.len().max(1);
            if let Some(door) = self.doors.get(next) {
                okta.point_hook(door, HOOK_SECRET);
            }
            match okta.send_events(batch).await {
                Ok(204) => {
                    let uuids = batch.iter().filter_map(|event| event["uuid"].as_str().map(str::to_owned));
                    lock(&self.promised).extend(uuids);
                    self.answered.fetch_add(1, Ordering::SeqCst);
                    return;
                }
                Ok(status) if status < 500 => {
                    lock(&self.refused).push(format!("a hook was answered {status}"));
                    return;
                }
                Ok(_) | Err(_) => tokio::time::sleep(wait).await,
            }
        }
        self.lost.fetch_add(batch.len(), Ordering::SeqCst);
    }

    /// How many hooks were answered with success.
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    /// How many events no hook delivered.
    pub fn lost(&self) -> usize {
        self.lost.load(Ordering::SeqCst)
    }

    /// The events that the service promised to see to.
    pub fn promised(&self) -> Vec<String> {
        lock(&self.promised).clone()
    }

    /// Answers that Okta should never get.
    pub fn refused(&self) -> Vec<String> {
        lock(&self.refused).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
