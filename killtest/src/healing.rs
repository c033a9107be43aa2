//! The last start, which nobody kills: it has to finish what all the others left.

use std::time::{Duration, Instant};

use sea_orm::DatabaseConnection;

use crate::fleet::Fleet;
use crate::hooks::Hooks;
use crate::story::Story;
use crate::verdict::Verdict;
use sandbox::Sandbox;

/// How often the service looks through Okta.
pub const SWEEP_EVERY: Duration = Duration::from_secs(5);
/// How often it is looked whether everything is finished.
const LOOK: Duration = Duration::from_millis(500);

/// Waits until everything was told and then for one sweep more, which must not tell anything again. Answers how it
/// stands then, or when the patience is at its end.
pub async fn heal(
    fleet: &mut Fleet,
    database: &DatabaseConnection,
    sandbox: &Sandbox,
    story: &Story,
    hooks: &Hooks,
    patience: Duration,
) -> anyhow::Result<Verdict> {
    let begun = Instant::now();
    let mut quiet_since: Option<Instant> = None;
    loop {
        fleet.lives()?;
        let verdict = Verdict::reach(database, sandbox, story, hooks).await?;
        if verdict.is_quiet() {
            let since = *quiet_since.get_or_insert_with(Instant::now);
            if since.elapsed() > SWEEP_EVERY + Duration::from_secs(1) {
                return Ok(verdict);
            }
        } else {
            quiet_since = None;
        }
        if begun.elapsed() > patience {
            return Ok(verdict);
        }
        tokio::time::sleep(LOOK).await;
    }
}
