//! The heartbeat: rings every two seconds, for what another instance planned or what has become due.
//!
//! tokio-cron-scheduler does no more than this here: its jobs overlap, outlive its shutdown, and drift over
//! changes of the clocks. When something is due is computed by the flows and kept in the database.

use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::app::App;

/// Every two seconds, in UTC, where no day is shorter than another.
const BEAT: &str = "*/2 * * * * *";

/// A beating heart.
#[derive(Clone)]
pub struct Heartbeat(JobScheduler);

impl std::fmt::Debug for Heartbeat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Heartbeat")
    }
}

impl Heartbeat {
    /// Starts it.
    ///
    /// # Errors
    /// When the scheduler cannot be set up.
    pub async fn start(app: &App) -> Result<Self, JobSchedulerError> {
        let scheduler = JobScheduler::new().await?;
        let wake = app.wake.clone();
        scheduler.add(Job::new(BEAT, move |_, _| wake.ring())?).await?;
        scheduler.start().await?;
        Ok(Self(scheduler))
    }

    /// Stops it; a beat that still comes does no harm.
    pub async fn stop(mut self) {
        if let Err(why) = self.0.shutdown().await {
            tracing::debug!(error = %why, "The heartbeat did not stop");
        }
    }
}
