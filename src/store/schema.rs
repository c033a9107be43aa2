//! The schema: brought up to date at a start, refused where it is newer, and good enough for a version that is being
//! replaced while it runs.

use std::collections::BTreeSet;
use std::time::Duration;

use migration::{Migrator, MigratorTrait, SchemaManager};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

use super::{MIGRATION_LOCK, Result, Store, StoreError, commit, hold_alone, record, rows};

/// Why the schema was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// It holds steps that this version does not know, so nobody knows what they mean for it.
    #[error(
        "a newer version of Certs has taken it further (this version does not know its {}). Nothing was changed: \
         start the newer version, or restore a backup from before the upgrade", steps(.0)
    )]
    Newer(Vec<String>),
    /// A step or the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn steps(names: &[String]) -> String {
    let word = if names.len() == 1 { "step" } else { "steps" };
    format!("{word} {}", names.join(", "))
}

/// How long a start waits for other instances that bring an SQLite file up to date.
const OTHERS_MAY_TAKE: Duration = Duration::from_mins(1);
/// The migrator's own table, a row for each step that was done.
const STEPS: &str = "seaql_migrations";

/// The steps that were done and the steps that this version knows.
struct Steps {
    done: BTreeSet<String>,
    known: BTreeSet<String>,
}

#[derive(FromQueryResult)]
struct Step {
    version: String,
}

/// Milliseconds that a connection to SQLite waits for others.
#[derive(FromQueryResult)]
struct Wait {
    timeout: i64,
}

impl Steps {
    /// Only looks: the migrator's own questions create its table, and refuse steps that they do not know.
    async fn of(conn: &impl ConnectionTrait) -> Result<Self> {
        let done: Vec<Step> = rows(conn, &format!("SELECT version FROM {STEPS}"), Vec::new()).await?;
        Ok(Self {
            done: done.into_iter().map(|step| step.version).collect(),
            known: Migrator::migrations().iter().map(|step| step.name().to_owned()).collect(),
        })
    }

    fn strange(&self) -> Vec<String> {
        self.done.difference(&self.known).cloned().collect()
    }
}

impl Store {
    /// Brings the schema up to date. Of several instances that start together, one does it while the others wait.
    ///
    /// # Errors
    /// When a step fails, or the schema is newer than this version knows; then nothing was changed.
    pub async fn migrate(&self) -> std::result::Result<(), MigrateError> {
        let usual = self.wait_for_others(OTHERS_MAY_TAKE).await?;
        let outcome = self.migrate_alone().await;
        self.wait_for_others(usual).await?;
        outcome
    }

    /// Sets how long the one that writes to an SQLite file waits for others; how long it did before.
    async fn wait_for_others(&self, so_long: Duration) -> Result<Duration> {
        let DbBackend::Sqlite = self.writer.get_database_backend() else { return Ok(so_long) };
        let waits: Vec<Wait> = rows(&self.writer, "PRAGMA busy_timeout", Vec::new()).await?;
        self.writer.execute_unprepared(&format!("PRAGMA busy_timeout = {}", so_long.as_millis())).await?;
        let before = waits.first().and_then(|wait| u64::try_from(wait.timeout).ok()).unwrap_or_default();
        Ok(Duration::from_millis(before))
    }

    async fn migrate_alone(&self) -> std::result::Result<(), MigrateError> {
        let tx = self.begin().await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            // Others may take their time over it.
            tx.execute_unprepared("SET LOCAL lock_timeout = 0").await.map_err(StoreError::from)?;
            hold_alone(&tx, MIGRATION_LOCK).await?;
        }
        Migrator::install(tx.inner()).await.map_err(StoreError::from)?;
        let strange = Steps::of(&tx).await?.strange();
        if !strange.is_empty() {
            return Err(MigrateError::Newer(strange));
        }
        Migrator::up(tx.inner(), None).await.map_err(StoreError::from)?;
        record::carry_over(&tx).await?;
        Ok(commit(tx).await?)
    }

    /// Whether the database answers with every step that this version needs. Steps of a newer version may be there:
    /// while an upgrade rolls through, the old instances go on working beside the new schema.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn is_ready(&self) -> Result<bool> {
        if self.is_new().await? {
            return Ok(false);
        }
        let steps = Steps::of(&self.db).await?;
        Ok(steps.known.is_subset(&steps.done))
    }

    /// Whether no version has ever brought it up to date.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn is_new(&self) -> Result<bool> {
        Ok(!SchemaManager::new(&self.db).has_table(STEPS).await?)
    }

    /// The steps of a newer version that were done and that this version does not know.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unknown_steps(&self) -> Result<Vec<String>> {
        Ok(Steps::of(&self.db).await?.strange())
    }
}
