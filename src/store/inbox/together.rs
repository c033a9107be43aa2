//! Taking in together: what arrives while a commit is under way goes into the next one. So many senders wait for two commits
//! at most, and none for as many as there are others; each still hears only of its own, once that is on the disk.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

use super::{Incoming, record};
use crate::store::{Result, Store, StoreError, commit};

/// Events of one commit: more would make those wait who came first. A single batch may hold more.
const MOST: usize = 2_000;
/// Between two commits. SQLite lets whoever waits for its lock look for it at intervals, so that one who takes it again at
/// once would keep it from all others; and what arrives meanwhile is one commit instead of several.
const ROOM_FOR_OTHERS: Duration = Duration::from_millis(1);

/// The way into the inbox for all who are waited for; clones are the same way.
#[derive(Debug, Clone, Default)]
pub struct Together(Arc<Mutex<Queue>>);

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<Batch>,
    /// Somebody commits what waits, and looks again before they stop.
    is_at_work: bool,
}

/// What one sender brought.
#[derive(Debug)]
struct Batch {
    events: Vec<Incoming>,
    at: DateTime<Utc>,
    answer: oneshot::Sender<Result<()>>,
}

impl Together {
    /// Stores the events of one sender, all of them or none; ready when they are durable. Who gives up before their commit
    /// begins has stored nothing; who gives up later may have. The commits are made in tasks of their own: a sender that
    /// goes away takes nobody else's along.
    ///
    /// # Errors
    /// When the database did not take them.
    pub async fn store(
        &self,
        store: &Store,
        tasks: &TaskTracker,
        events: Vec<Incoming>,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let (answer, stored) = oneshot::channel();
        let is_first = {
            let mut queue = self.queue();
            queue.waiting.push_back(Batch { events, at, answer });
            !std::mem::replace(&mut queue.is_at_work, true)
        };
        if is_first {
            let (work, store) = (AtWork(self.clone()), store.clone());
            tasks.spawn(async move { work.off(&store).await });
        }
        stored.await.unwrap_or(Err(StoreError::Abandoned))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What goes into the next commit; none when nobody waits, and then nobody is at work any more.
    fn next(&self) -> Option<Vec<Batch>> {
        let mut queue = self.queue();
        let (mut next, mut events) = (Vec::new(), 0);
        while let Some(batch) = queue.waiting.pop_front() {
            if batch.answer.is_closed() {
                continue;
            }
            if !next.is_empty() && events + batch.events.len() > MOST {
                queue.waiting.push_front(batch);
                break;
            }
            events += batch.events.len();
            next.push(batch);
        }
        queue.is_at_work = !next.is_empty();
        queue.is_at_work.then_some(next)
    }
}

/// Whoever commits. Should that break in the middle, all who wait hear so, and the next who comes begins anew.
struct AtWork(Together);

impl AtWork {
    async fn off(self, store: &Store) {
        while let Some(batches) = self.0.next() {
            take_in(store, batches).await;
            tokio::time::sleep(ROOM_FOR_OTHERS).await;
        }
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut queue = self.0.queue();
            queue.is_at_work = false;
            queue.waiting.clear();
        }
    }
}

/// Commits batches together, or where one of them spoils that, each by itself.
async fn take_in(store: &Store, batches: Vec<Batch>) {
    let why = match commit_all(store, &batches).await {
        Ok(()) => return answer_all(batches, &Ok(())),
        Err(why) => why,
    };
    if batches.len() == 1 || why.is_of_the_database() {
        return answer_all(batches, &Err(why));
    }
    tracing::warn!(batches = batches.len(), error = %why, "Events could not be stored together; storing each batch by itself");
    for batch in batches.into_iter().filter(|batch| !batch.answer.is_closed()) {
        let batch = [batch];
        let outcome = commit_all(store, &batch).await;
        answer_all(batch, &outcome);
    }
}

fn answer_all(batches: impl IntoIterator<Item = Batch>, outcome: &Result<()>) {
    for batch in batches {
        // Who does not wait any more asks again, and then finds it stored or stores it.
        let _ = batch.answer.send(outcome.clone());
    }
}

/// One transaction of all of these.
async fn commit_all(store: &Store, batches: &[Batch]) -> Result<()> {
    let events = || batches.iter().flat_map(|batch| &batch.events);
    let at = batches.iter().map(|batch| batch.at).max().unwrap_or_default();
    let tx = store.begin().await?;
    let stored = record(&tx, events(), at).await?;
    commit(tx).await?;
    tracing::info!(batches = batches.len(), events = events().count(), new = stored, "Took events in");
    Ok(())
}
