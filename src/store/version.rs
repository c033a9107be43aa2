//! Whether anything was written since: what was read stays true until then, whoever writes. One look serves all who ask while
//! they wait for it, so that it costs a crowd no more than one of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, query_scalar};
use sea_orm::{DatabaseConnection, DbBackend, DbErr, RuntimeErr, SqlxError};
use tokio::sync::Mutex;

use super::Result;

/// What the database was at: two that are equal show the same. Unequal ones may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version(Arc<str>);

/// Looks at what the database is at.
#[derive(Debug, Clone)]
pub(super) struct Versions(Arc<Looks>);

#[derive(Debug)]
struct Looks {
    db: DatabaseConnection,
    is_in_memory: bool,
    /// How many looks were begun.
    begun: AtomicU64,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    /// The number of the last look that ended, and what it found, or why it found nothing: then too nobody who waited for it
    /// waits for another.
    found: Option<(u64, Result<Version>)>,
    /// SQLite counts for each connection on its own what others wrote: one that is only ever looked through, and never
    /// replaced unnoticed, as one of a pool may be.
    watcher: Option<(u64, SqliteConnection)>,
}

impl Versions {
    /// Of this database; of one in memory, another connection would look at another one.
    pub(super) fn of(db: &DatabaseConnection, is_in_memory: bool) -> Self {
        Self(Arc::new(Looks {
            db: db.clone(),
            is_in_memory,
            begun: AtomicU64::new(0),
            last: Mutex::default(),
        }))
    }

    /// What the database is at, by a look that began after this was called.
    ///
    /// # Errors
    /// When it does not answer.
    pub(super) async fn now(&self) -> Result<Version> {
        let looks = &self.0;
        let begun_before = looks.begun.load(Ordering::Acquire);
        let mut last = looks.last.lock().await;
        if let Some((number, version)) = &last.found
            && *number > begun_before
        {
            return version.clone();
        }
        let number = looks.begun.fetch_add(1, Ordering::AcqRel) + 1;
        let version = looks.look(&mut last.watcher, number).await.map(|at| Version(at.into()));
        last.found = Some((number, version.clone()));
        version
    }

    /// Closes the connection that is looked through, if one is open.
    pub(super) async fn close(self) -> Result<()> {
        if let Some((_, connection)) = self.0.last.lock().await.watcher.take() {
            connection.close().await.map_err(failed)?;
        }
        Ok(())
    }
}

impl Looks {
    async fn look(&self, watcher: &mut Option<(u64, SqliteConnection)>, number: u64) -> Result<String> {
        match self.db.get_database_backend() {
            DbBackend::Sqlite if self.is_in_memory => Ok(number.to_string()),
            DbBackend::Sqlite => {
                let options = self.db.get_sqlite_connection_pool().connect_options();
                Ok(of_file(&options, watcher, number).await.map_err(failed)?)
            }
            // Which transactions are to be seen: any that writes has a number, and is seen by none before it ends. Source:
            // <https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT>.
            _ => {
                let pool = self.db.get_postgres_connection_pool();
                Ok(query_scalar("SELECT pg_current_snapshot()::text")
                    .fetch_one(pool)
                    .await
                    .map_err(failed)?)
            }
        }
    }
}

/// The watcher's number with what it counts. Source: <https://www.sqlite.org/pragma.html#pragma_data_version>.
async fn of_file(
    options: &SqliteConnectOptions,
    watcher: &mut Option<(u64, SqliteConnection)>,
    number: u64,
) -> std::result::Result<String, SqlxError> {
    // Taken out, so that one that failed, or was given up in the middle, is not asked again.
    let (since, mut connection) = match watcher.take() {
        Some(watching) => watching,
        None => (number, options.connect().await?),
    };
    let count: i64 = query_scalar("PRAGMA data_version").fetch_one(&mut connection).await?;
    *watcher = Some((since, connection));
    Ok(format!("{since}.{count}"))
}

fn failed(why: SqlxError) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(why.into()))
}
