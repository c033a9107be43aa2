//! Why the database did not do what was asked of it, in words that say what to do.

use sea_orm::sqlx;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

/// The database did not do what was asked of it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// It said so, or nothing at all.
    #[error("the database failed: {}", explained(.0))]
    Database(DbErr),
    /// The file is not where it was opened: what is written now would be lost at the next start.
    #[error(
        "the database failed: its file was moved, deleted or replaced while it was in use; put it back, or stop the service before you change it"
    )]
    Displaced,
    /// Whoever was to store this together with other things broke.
    #[error("the database failed: what was to be stored was given up")]
    Abandoned,
}

impl StoreError {
    /// Whether it is the state of the database, which no other rows would find better.
    pub(super) fn is_of_the_database(&self) -> bool {
        match self {
            Self::Database(why) => known(why).is_some(),
            Self::Displaced | Self::Abandoned => true,
        }
    }
}

/// Not as its source: the text says it already, and a chain of causes would say it again.
impl From<DbErr> for StoreError {
    fn from(why: DbErr) -> Self {
        Self::Database(why)
    }
}

/// SQLite's primary result codes. Source: <https://www.sqlite.org/rescode.html>.
const BUSY: i32 = 5;
const READ_ONLY: i32 = 8;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;
const IO: i32 = 10;
/// PostgreSQL's. Source: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
const READ_ONLY_TRANSACTION: &str = "25006";
const DISK_FULL: &str = "53100";
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// What happened and what to do, where that is known; else the database's own words.
fn explained(why: &DbErr) -> String {
    known(why).map_or_else(|| why.to_string(), str::to_owned)
}

/// What to do, of the states in which a database takes nothing from anybody.
fn known(why: &DbErr) -> Option<&'static str> {
    match why {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Some(NO_CONNECTION),
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => remedy(cause),
        _ => None,
    }
}

/// What another process writes to, or holds.
const LOCKED: &str = "another process holds it locked; end what holds it";

/// Whether another process is at it, which may be done in a moment.
pub(super) fn is_busy(why: &DbErr) -> bool {
    known(why) == Some(LOCKED)
}

/// A pool that waits for a server which refuses connections says no more than that it waited too long.
const NO_CONNECTION: &str =
    "no connection could be had in time; it is away, refuses connections, or is overloaded";

fn remedy(cause: &sqlx::Error) -> Option<&'static str> {
    match cause {
        sqlx::Error::PoolTimedOut => Some(NO_CONNECTION),
        sqlx::Error::Database(said) => {
            let code = said.code()?;
            // SQLite's extended codes hold the primary one in their lowest byte.
            let sqlite = said.try_downcast_ref::<sqlx::sqlite::SqliteError>();
            let primary = sqlite.and_then(|_| code.parse::<i32>().ok()).map(|code| code & 0xff);
            match (primary, code.as_ref()) {
                (Some(BUSY), _) | (None, LOCK_NOT_AVAILABLE) => Some(LOCKED),
                (Some(READ_ONLY), _) | (None, READ_ONLY_TRANSACTION) => {
                    Some("it is read-only; make it writable for the service")
                }
                (Some(FULL), _) | (None, DISK_FULL) => Some("it is full; make room on its disk"),
                (Some(CANNOT_OPEN), _) => {
                    Some("its file is not there, or the service has no right to it; put that in order")
                }
                (Some(IO), _) => Some("its file could not be read or written; look at its disk"),
                _ => None,
            }
        }
        _ => None,
    }
}
