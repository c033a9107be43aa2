//! The database: the only room that knows sea-orm. Functions take a connection or a transaction, so that a flow
//! decides what becomes true together.

pub mod accounts;
pub mod campaigns;
pub mod clicks;
mod error;
mod file;
pub mod groups;
pub mod handovers;
pub mod inbox;
pub mod notifications;
pub mod people;
pub mod progress;
pub mod retention;
pub mod reviews;
pub mod schedule;
pub mod standing;

use std::time::Duration;

use chrono::{DateTime, Utc};
use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::Executor;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    FromQueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use secrecy::{ExposeSecret, SecretString};

pub use error::StoreError;
use file::File;

/// How long a writer waits for another one on SQLite; under the three seconds that Okta and Slack wait for us.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// The same on PostgreSQL, which would wait for ever. A process that was frozen in the middle of a transaction must not
/// hold up the others either.
const POSTGRES_PATIENCE: &str = "SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = '15s'";
/// How long a flow waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_millis(2500);
/// Connections of one instance.
const CONNECTIONS: u32 = 10;
/// Numbers that nothing else on the same PostgreSQL server locks: "certs" in ASCII, and the next.
const MIGRATION_LOCK: i64 = 0x63_6572_7473;
const INBOX_LOCK: i64 = MIGRATION_LOCK + 1;
/// The row that is written to see whether writing works.
const WRITE_TRIAL: &str = "write-trial";
/// Rows in one statement: both databases take many more parameters than this needs.
const CHUNK: usize = 500;

/// How long a claim on a row lasts before another instance may take it: what a crash left is taken up again
/// within this.
pub const LEASE: chrono::Duration = chrono::Duration::seconds(20);

/// What the functions here return.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open transaction; dropped without [`commit`], it never happened.
pub type Tx = DatabaseTransaction;

/// A pool of connections; clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    /// The pool, for reads and single statements.
    pub db: DatabaseConnection,
    file: File,
}

impl Store {
    /// Connects; creates a missing SQLite file where the URL says `mode=rwc`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(url: &SecretString) -> Result<Self> {
        let mut options = ConnectOptions::new(url.expose_secret());
        options
            .max_connections(if url.expose_secret().contains(":memory:") { 1 } else { CONNECTIONS })
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_timeout(Duration::from_secs(10))
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|sqlite| {
                // FULL: what was answered 204 or settled as sent survives the loss of power too.
                sqlite
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY_TIMEOUT)
                    .foreign_keys(true)
            })
            .map_sqlx_postgres_pool_opts(|pool| {
                pool.after_connect(|connection, _| {
                    Box::pin(async move { connection.execute(POSTGRES_PATIENCE).await.map(drop) })
                })
            });
        let db = Database::connect(options).await?;
        Ok(Self { file: File::of(&db), db })
    }

    /// Brings the schema up to date. Of several instances that start together, one does it while the others wait.
    ///
    /// # Errors
    /// When a step fails, or the schema is newer than this version knows; then nothing was changed.
    pub async fn migrate(&self) -> Result<()> {
        let tx = self.begin().await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            // Others may take their time over it.
            tx.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
            hold_alone(&tx, MIGRATION_LOCK).await?;
        }
        Migrator::up(&tx, None).await?;
        commit(tx).await
    }

    /// Closes the connections; SQLite then leaves one file behind instead of three.
    pub async fn close(self) {
        if let Err(why) = self.db.close().await {
            tracing::debug!(error = %why, "The database was not closed in order");
        }
    }

    /// Whether the database answers and its schema is the one this version needs.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn is_ready(&self) -> Result<bool> {
        Ok(Migrator::get_pending_migrations(&self.db).await?.is_empty())
    }

    /// Writes a row of no account, to see whether what is written is kept.
    ///
    /// # Errors
    /// When it is not.
    pub async fn try_writing(&self, now: DateTime<Utc>) -> Result<()> {
        let tx = self.begin().await?;
        schedule::touch(&tx, WRITE_TRIAL, now).await?;
        commit(tx).await
    }

    /// Begins a transaction; on SQLite as a writer at once, so that it never fails half-way for want of the lock.
    ///
    /// # Errors
    /// When the database does not answer in time, or its file is not where it was.
    pub async fn begin(&self) -> Result<Tx> {
        if !self.file.is_in_place() {
            return Err(StoreError::Displaced);
        }
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }
}

impl Store {
    /// Begins a transaction of which there is one at a time for each `lock`. On SQLite every writer is alone anyway.
    async fn begin_alone(&self, lock: i64) -> Result<Tx> {
        let tx = self.begin().await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            hold_alone(&tx, lock).await?;
        }
        Ok(tx)
    }
}

/// Waits until nobody else holds this lock, and holds it to the end of the transaction.
async fn hold_alone(tx: &Tx, lock: i64) -> Result<()> {
    tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({lock})")).await?;
    Ok(())
}

/// Makes what a transaction did true.
///
/// # Errors
/// When the database did not take it; then nothing of it happened.
pub async fn commit(tx: Tx) -> Result<()> {
    Ok(tx.commit().await?)
}

/// Rows of a query that is clearer as SQL than as a builder; `$1` works on both databases.
async fn rows<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>> {
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    Ok(T::find_by_statement(statement).all(conn).await?)
}

/// The one instant that a query gives, if it gives one.
async fn first_due(conn: &impl ConnectionTrait, sql: &str) -> Result<Option<chrono::DateTime<chrono::Utc>>> {
    #[derive(FromQueryResult)]
    struct Due {
        due: Option<chrono::DateTime<chrono::Utc>>,
    }
    Ok(rows::<Due>(conn, sql, Vec::new()).await?.into_iter().find_map(|row| row.due))
}
