//! How the database is connected to.

use std::time::{Duration, Instant};

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use secrecy::{ExposeSecret, SecretString};

use super::error::is_busy;

/// How long is waited for others, by the system's clock.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a writer to be done with what another one wants to write; PostgreSQL alone would wait for ever.
    pub lock: Duration,
    /// For a connection: a free one, or a new one.
    pub connection: Duration,
}

impl Default for Patience {
    /// Under the three seconds that Okta and Slack wait for us.
    fn default() -> Self {
        Self { lock: Duration::from_secs(2), connection: Duration::from_millis(2500) }
    }
}

/// How long PostgreSQL lets a transaction stand still before it ends it: one of a process that is frozen, or cut off,
/// would otherwise keep its locks from all others until it is back.
const TRANSACTION_MAY_REST: &str = "5s";
/// Between two tries to connect to a file that another process keeps busy.
const AGAIN: Duration = Duration::from_millis(20);
/// Connections of one instance.
const CONNECTIONS: u32 = 10;
/// The same to a file, beside the one that writes. They take turns, so the fewer there are, the more each has in its memory.
const READERS: u32 = 6;
/// Statements that each connection to SQLite keeps prepared. One of five hundred rows takes a hundred kilobytes, and there is
/// one for each number of rows.
const STATEMENTS: usize = 32;
/// The same for the one that writes: a wave of messages takes forty.
const STATEMENTS_OF_THE_WRITER: usize = 64;

/// Connections to this database.
pub(super) fn options(url: &SecretString, may_create: bool, patience: Patience) -> ConnectOptions {
    let most = if is_in_memory(url) {
        1
    } else if is_sqlite(url) {
        READERS
    } else {
        CONNECTIONS
    };
    with(url, most, patience, move |sqlite| {
        let sqlite = if may_create { sqlite } else { sqlite.create_if_missing(false) };
        sqlite.statement_cache_capacity(STATEMENTS)
    })
}

/// The one that writes to a file that is there; none where others may write too, or where there is but one.
pub(super) fn of_the_writer(url: &SecretString, patience: Patience) -> Option<ConnectOptions> {
    let writer = |sqlite: SqliteConnectOptions| {
        sqlite.create_if_missing(false).statement_cache_capacity(STATEMENTS_OF_THE_WRITER)
    };
    (is_sqlite(url) && !is_in_memory(url)).then(|| with(url, 1, patience, writer))
}

/// Connects. Where several come to a new SQLite file at once, one turns its journal to WAL, and SQLite refuses the others
/// without waiting for it: they try again.
pub(super) async fn connect(
    options: ConnectOptions,
    patience: Patience,
) -> Result<DatabaseConnection, DbErr> {
    let begun = Instant::now();
    loop {
        match Database::connect(options.clone()).await {
            Err(why) if is_busy(&why) && begun.elapsed() < patience.lock => {
                tokio::time::sleep(AGAIN).await;
            }
            outcome => return outcome,
        }
    }
}

fn is_sqlite(url: &SecretString) -> bool {
    url.expose_secret().starts_with("sqlite:")
}

/// Whether it is of this process alone, and of one connection.
pub(super) fn is_in_memory(url: &SecretString) -> bool {
    url.expose_secret().contains(":memory:")
}

fn with(
    url: &SecretString,
    most: u32,
    patience: Patience,
    more: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.expose_secret());
    options
        // A file does not hang up; asking it whether it did would be half of what a short question costs.
        .test_before_acquire(!is_sqlite(url))
        .max_connections(most)
        .acquire_timeout(patience.connection)
        .connect_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.options([
                ("lock_timeout", &*format!("{}ms", patience.lock.as_millis())),
                ("idle_in_transaction_session_timeout", TRANSACTION_MAY_REST),
            ])
        })
        .map_sqlx_sqlite_opts(move |sqlite| {
            // FULL: what was answered 204 or settled as sent survives the loss of power too.
            let sqlite = sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(patience.lock)
                .foreign_keys(true);
            more(sqlite)
        });
    options
}
