//! What the benches share. Figures are for reading: nothing here asserts how long something takes.

mod peer;
mod place;
mod process;
mod samples;
mod steps;
mod table;

use std::time::Duration;

use anyhow::Context as _;

pub use peer::{Peer, Running};
pub use place::{Place, connect};
pub use process::{HOOK_SECRET, Service};
pub use progress::Progress;
pub use samples::Samples;
pub use steps::Steps;
pub use table::{Table, machine};

/// Asks again and again until there is an answer.
///
/// # Errors
/// When there is none within ten minutes, or asking fails.
pub async fn eventually<T>(
    what: &str,
    mut ask: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let asking = async {
        loop {
            if let Some(answer) = ask().await? {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(10), asking)
        .await
        .with_context(|| format!("{what}: not in ten minutes"))?
}

/// Asks again and again how many there are, shows how far that is, and waits until there are so many.
///
/// # Errors
/// As [`eventually`].
pub async fn reached(
    what: &str,
    of: u64,
    mut ask: impl AsyncFnMut() -> anyhow::Result<u64>,
) -> anyhow::Result<()> {
    let mut progress = Progress::begin(what);
    eventually(what, async || {
        let done = ask().await?;
        progress.reach(done, Some(of));
        Ok((done >= of).then_some(()))
    })
    .await
}

/// So many in this time, a second.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub fn rate(many: usize, took: Duration) -> f64 {
    many as f64 / took.as_secs_f64()
}

/// Shows a line while something is measured.
#[expect(clippy::print_stdout, reason = "the lines are what a bench is for")]
pub fn say(line: &str) {
    println!("{line}");
}
