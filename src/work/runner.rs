//! The one loop: run a step until it is idle, then wait for a ring, for its instant, or for the end.

use std::panic::AssertUnwindSafe;

use chrono::{DateTime, Duration, Utc};
use futures_util::FutureExt;
use rand::Rng;

use super::steps::{STEPS, Step};
use crate::app::App;
use crate::app::troubles::{DATABASE, Trouble};
use crate::domain::verdict::back_off;
use crate::flow::observe::{self, Database};
use crate::flow::{FlowError, Progress, Result};

/// How long a look at a database that was in trouble may take.
const LOOKS_FOR: std::time::Duration = std::time::Duration::from_secs(2);

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
        match run(&app, step).await {
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

/// Runs a step, and notes whether it is the database that stands in its way. One that panics has failed like any other:
/// the rest of the service relies on its coming again.
async fn run(app: &App, step: &'static Step) -> Result<Progress> {
    let outcome = AssertUnwindSafe((step.run)(app)).catch_unwind().await;
    let outcome = outcome.unwrap_or(Err(FlowError::Broken(
        "it panicked, which is a bug; the panic is in the log before this line",
    )));
    match &outcome {
        // One that found nothing to do has not shown that what is written is kept.
        Ok(progress) if app.troubles.is_noted(DATABASE, step.name) => {
            let is_mended = *progress == Progress::Busy
                || Box::pin(observe::look_at_database(app, LOOKS_FOR)).await == Database::Ready;
            if is_mended {
                app.troubles.clear(DATABASE, step.name);
            }
        }
        Ok(_) => {}
        Err(why) => {
            metrics::counter!("certs_step_failures_total", "step" => step.name).increment(1);
            if matches!(why, FlowError::Store(_)) {
                app.troubles.note(Trouble { api: DATABASE, part: step.name, sentence: why.to_string() });
            }
        }
    }
    outcome
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
        let mut failure = None;
        for step in STEPS {
            match run(app, step).await {
                Ok(Progress::Busy) => busy = true,
                Ok(Progress::Idle) => {}
                Ok(Progress::Until(instant)) => {
                    next = Some(next.map_or(instant, |earlier| earlier.min(instant)));
                }
                // The others have their turn, as they have in loops of their own.
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        if let Some(why) = failure {
            return Err(why);
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
