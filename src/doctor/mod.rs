//! `certs doctor`: what a deployment stands on is looked at, and each thing that is wrong is said with what to do.
//!
//! It changes nothing anywhere. A check is a line of the table in `checks`: whatever can be looked at is, also where
//! something else is broken, and none takes longer than it may.

mod address;
mod admins;
mod channel;
mod checks;
mod database;
mod doubles;
mod finding;
mod hook;
mod okta;
mod patient;
mod scopes;
mod show;
mod slack;
mod tabs;
mod time;
mod words;

use std::time::Duration;

use futures_util::future::join_all;

use crate::clock::Clock;
use crate::config::Understood;
pub use checks::{CHECKS, Check, Group};
pub use finding::{Finding, Level};
use patient::Patient;
pub use show::{Style, as_json, as_text};

/// The longest that one check may take, unless somebody has more patience.
pub const EACH_WITHIN: Duration = Duration::from_secs(15);

/// What was found, in the order of the table.
#[derive(Debug)]
pub struct Report(pub Vec<(&'static Check, Finding)>);

impl Report {
    /// How many checks came to this.
    pub fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|(_, finding)| finding.level == level).count()
    }

    /// Whether something must be put right.
    pub fn is_bad(&self) -> bool {
        self.count(Level::Failed) > 0
    }
}

/// Looks at everything, all at once and no longer than `each` at one thing: nobody who is slow makes the others late.
///
/// # Errors
/// When no HTTP client can be set up.
pub async fn examine(understood: Understood, clock: Clock, each: Duration) -> anyhow::Result<Report> {
    let patient = Patient::new(understood, clock)?;
    let looks = CHECKS.iter().map(|check| look(check, &patient, each));
    let findings = join_all(looks).await;
    let report = Report(CHECKS.iter().zip(findings).collect());
    patient.leave().await;
    Ok(report)
}

async fn look(check: &Check, patient: &Patient, each: Duration) -> Finding {
    let looked = patient.clock.within(each, (check.look)(patient)).await;
    looked.unwrap_or_else(|| {
        Finding::failed(
            format!("it took longer than {} seconds", each.as_secs()),
            "Whoever was asked does not answer. See what is wrong there, or between there and here, and run this again",
        )
    })
}
