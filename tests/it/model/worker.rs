//! A process that sends: it can die and freeze in the middle of a step.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use certs::app::App;
use certs::flow::deliver;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};

use crate::support::World;

type Step = Pin<Box<dyn Future<Output = ()>>>;

pub struct Worker {
    app: App,
    frozen: Option<Step>,
}

impl Worker {
    pub async fn new(w: &World) -> Self {
        Self { app: w.second_instance().await, frozen: None }
    }

    fn step(&self) -> Step {
        let app = self.app.clone();
        // What the database refuses while another worker is at it is tried again by the runner; here by a later step.
        Box::pin(async move { drop(deliver::step(&app).await) })
    }

    /// A step from its beginning to its end, unless it is frozen in one.
    pub async fn work(&mut self) {
        if self.frozen.is_none() {
            self.step().await;
        }
    }

    pub async fn crash(&mut self, w: &World, after: usize) {
        let step = self.frozen.take().unwrap_or_else(|| self.step());
        // What is left of it is never done.
        drop(Woken::times(after, step).await);
        *self = Self::new(w).await;
    }

    /// It stops between two transactions: one that were open would be ended by the database, as it is when a process
    /// stops for real, and nothing of it would have happened.
    pub async fn freeze(&mut self, w: &World, after: usize) {
        let step = self.frozen.take().unwrap_or_else(|| self.step());
        let mut rest = Woken::times(after, step).await;
        while let Some(step) = rest.take() {
            if !is_in_a_transaction(w).await {
                self.frozen = Some(step);
                return;
            }
            rest = Woken::times(1, step).await;
        }
    }

    pub async fn thaw(&mut self) {
        if let Some(step) = self.frozen.take() {
            step.await;
        }
    }
}

/// A step that is woken so often; then what is left of it, or nothing when it was done before.
struct Woken {
    step: Step,
    left: usize,
    bell: Option<Arc<Bell>>,
}

/// Tells a step's own wakes from those of others: what a worker that froze still waits for wakes the story too, and to stop a
/// step then would be to stop it while the database is at its statement.
struct Bell {
    rang: AtomicBool,
    story: Waker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.rang.store(true, Ordering::SeqCst);
        self.story.wake_by_ref();
    }
}

impl Woken {
    fn times(left: usize, step: Step) -> Self {
        Self { step, left, bell: None }
    }
}

impl Future for Woken {
    type Output = Option<Step>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let at_first = || Arc::new(Bell { rang: AtomicBool::new(true), story: context.waker().clone() });
        let bell = self.bell.get_or_insert_with(at_first).clone();
        if !bell.rang.swap(false, Ordering::SeqCst) {
            return Poll::Pending;
        }
        if self.left == 0 {
            let rest: Step = std::mem::replace(&mut self.step, Box::pin(async {}));
            return Poll::Ready(Some(rest));
        }
        self.left -= 1;
        self.step.as_mut().poll(&mut Context::from_waker(&bell.into())).map(|()| None)
    }
}

/// Whether any worker holds something in the database beyond its leases.
async fn is_in_a_transaction(w: &World) -> bool {
    let mut options = ConnectOptions::new(&w.database.url);
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(Duration::ZERO));
    let probe = Database::connect(options).await.unwrap();
    let is_in_one = match probe.get_database_backend() {
        DbBackend::Sqlite => probe.execute_unprepared("BEGIN IMMEDIATE; ROLLBACK").await.is_err(),
        backend => {
            let open = "SELECT 1 AS open FROM pg_stat_activity
                         WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
            probe.query_one_raw(Statement::from_string(backend, open)).await.unwrap().is_some()
        }
    };
    probe.close().await.unwrap();
    is_in_one
}
