//! The one loop: run a step until it is idle, then wait for a ring, for its instant, or for the end.

use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Duration, Utc};
use futures_util::FutureExt;
use rand::Rng;

use super::steps::{STEPS, Step};
use crate::app::App;
use crate::domain::verdict::back_off;
use crate::flow::{FlowError, Progress, Result};

/// Starts the workers of all steps; they end when the service is asked to stop.
pub fn start(app: &App) {
    for step in STEPS {
        start_one(app, step);
    }
}

/// Starts the workers of one step.
pub fn start_one(app: &App, step: &'static Step) {
    for _ in 0..step.workers {
        app.tasks.spawn(work(app.clone(), step));
    }
}

async fn work(app: App, step: &'static Step) {
    let mut ring = app.wake.listener();
    let mut failures = 0;
    while !app.stop.is_cancelled() {
        // Listening begins before looking, so that nothing that comes in between is missed.
        ring.mark_unchanged();
        match attempt(&app, step).await {
            Ok(Progress::Busy) => {
                failures = 0;
            }
            Ok(progress) => {
                failures = 0;
                let until = if let Progress::Until(instant) = progress { Some(instant) } else { None };
                tokio::select! {
                    () = app.stop.cancelled() => {}
                    _ = ring.changed() => {}
                    () = sleep(&app, until) => {}
                }
            }
            Err(why) => {
                failures += 1;
                tracing::error!(step = step.name, attempt = failures, error = %why, "A step failed; trying it again");
                let until = app.clock.now() + back_off(failures, rand::rng().random());
                tokio::select! {
                    () = app.stop.cancelled() => {}
                    () = app.clock.sleep_until(until) => {}
                }
            }
        }
    }
}

/// Runs a step once. One that panics has failed like any other: the rest of the service relies on its coming again.
async fn attempt(app: &App, step: &Step) -> Result<Progress> {
    let outcome = AssertUnwindSafe((step.run)(app)).catch_unwind().await;
    outcome.unwrap_or(Err(FlowError::Broken(
        "it panicked, which is a bug; the panic is in the log before this line",
    )))
}

async fn sleep(app: &App, until: Option<DateTime<Utc>>) {
    match until {
        Some(instant) => app.clock.sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// Runs the same table by hand until nothing is due any more, and through what becomes due within `patience`:
/// with a clock that is moved by hand, a day takes no time.
///
/// # Errors
/// As the first step that fails.
pub async fn settle(app: &App, patience: Duration) -> Result<()> {
    let horizon = app.clock.now() + patience;
    loop {
        let mut busy = false;
        let mut next: Option<DateTime<Utc>> = None;
        for step in STEPS {
            match (step.run)(app).await? {
                Progress::Busy => busy = true,
                Progress::Idle => {}
                Progress::Until(instant) => next = Some(next.map_or(instant, |earlier| earlier.min(instant))),
            }
        }
        if busy {
            continue;
        }
        match next.filter(|instant| *instant <= horizon) {
            Some(instant) => app.clock.sleep_until(instant.max(app.clock.now())).await,
            None => return Ok(()),
        }
    }
}
