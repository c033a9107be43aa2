//! The database: the only room that knows sea-orm. Functions take a connection or a transaction, so that a flow
//! decides what becomes true together.

pub mod accounts;
pub mod arrivals;
pub mod campaigns;
pub mod cards;
pub mod clicks;
mod connections;
mod error;
pub mod escalations;
mod file;
pub mod forget;
pub mod groups;
pub mod handovers;
pub mod inbox;
pub mod managers;
pub mod notifications;
pub mod nudges;
pub mod pace;
pub mod people;
pub mod progress;
pub mod record;
pub mod retention;
pub mod reviews;
pub mod schedule;
mod schema;
pub mod set_aside;
pub mod snoozes;
pub mod standing;
mod transaction;
mod version;

use chrono::{DateTime, Utc};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, IsolationLevel,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use secrecy::SecretString;

pub use connections::Patience;
pub use error::StoreError;
use file::File;
pub use file::is_still_to_be_made;
pub use schema::MigrateError;
/// What a question is asked of: a connection, or a transaction.
pub use sea_orm::ConnectionTrait as Conn;
use standing::Kept;
pub use transaction::{Tx, commit};
use version::Versions;

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

/// A pool of connections; clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    /// The pool, for reads and single statements.
    pub db: DatabaseConnection,
    /// For transactions that write: on a file the one connection that does, since it can have but one writer. Its turn comes
    /// in order, and what it read last time is still in its memory.
    pub writer: DatabaseConnection,
    file: File,
    versions: Versions,
    kept: Kept,
}

impl Store {
    /// Connects; creates a missing SQLite file where the URL says `mode=rwc`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(url: &SecretString) -> Result<Self> {
        Self::connect_patiently(url, Patience::default()).await
    }

    /// The same, waiting for others as long as is said.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect_patiently(url: &SecretString, patience: Patience) -> Result<Self> {
        Self::connect_or_create(url, true, patience).await
    }

    /// Connects to a database that is there; a missing SQLite file stays missing.
    ///
    /// # Errors
    /// When the database cannot be reached, or is not there.
    pub async fn connect_to_existing(url: &SecretString) -> Result<Self> {
        Self::connect_or_create(url, false, Patience::default()).await
    }

    async fn connect_or_create(url: &SecretString, may_create: bool, patience: Patience) -> Result<Self> {
        let options = connections::options(url, may_create, patience);
        let db = connections::connect(options, patience).await?;
        let writer = match connections::of_the_writer(url, patience) {
            Some(options) => connections::connect(options, patience).await?,
            None => db.clone(),
        };
        Ok(Self {
            file: File::of(&db),
            versions: Versions::of(&db, connections::is_in_memory(url)),
            kept: Kept::default(),
            db,
            writer,
        })
    }

    /// Closes the connections; SQLite then leaves one file behind instead of three.
    pub async fn close(self) {
        let (watcher, writer, readers) =
            (self.versions.close().await, self.writer.close().await, self.db.close().await);
        for closed in [watcher, writer.map_err(StoreError::from), readers.map_err(StoreError::from)] {
            if let Err(why) = closed {
                tracing::debug!(error = %why, "The database was not closed in order");
            }
        }
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

    /// The same, and takes it back.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn try_writing_and_take_back(&self, now: DateTime<Utc>) -> Result<()> {
        let tx = self.begin().await?;
        schedule::touch(&tx, WRITE_TRIAL, now).await
    }

    /// One round trip.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn answer(&self) -> Result<()> {
        self.db.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// What it is, for people.
    pub fn kind(&self) -> &'static str {
        match self.db.get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "the SQLite file",
        }
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
        Ok(Tx::new(self.writer.begin_with_options(options).await?))
    }

    /// Begins a transaction that only reads, and sees one moment.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn begin_reading(&self) -> Result<Tx> {
        let is_postgres = self.db.get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            // What SQLite does by itself.
            isolation_level: is_postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: is_postgres.then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
        };
        Ok(Tx::new(self.db.begin_with_options(options).await?))
    }

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
async fn first_due(conn: &impl ConnectionTrait, sql: &str) -> Result<Option<DateTime<Utc>>> {
    #[derive(FromQueryResult)]
    struct Due {
        due: Option<DateTime<Utc>>,
    }
    Ok(rows::<Due>(conn, sql, Vec::new()).await?.into_iter().find_map(|row| row.due))
}
