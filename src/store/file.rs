//! The SQLite file: whether it is still the one that was opened.
//!
//! A process goes on writing into a file that was deleted or moved, and all of it is gone at the next start. SQLite
//! does not look, so this does.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{DatabaseConnection, DbBackend};
use secrecy::{ExposeSecret, SecretString};

/// The file of a database, as it was opened; nothing where there is none.
#[derive(Debug, Clone, Default)]
pub(super) struct File(Option<Arc<Opened>>);

#[derive(Debug)]
struct Opened {
    path: PathBuf,
    identity: (u64, u64),
}

impl File {
    /// The file that these connections use. From here on a file that is missing is an error, not an empty database.
    pub(super) fn of(db: &DatabaseConnection) -> Self {
        if db.get_database_backend() != DbBackend::Sqlite {
            return Self::default();
        }
        let pool = db.get_sqlite_connection_pool();
        let options = pool.connect_options();
        let Ok(path) = std::path::absolute(options.get_filename()) else { return Self::default() };
        // None for a database in memory.
        let Some(identity) = identity(&path) else { return Self::default() };
        pool.set_connect_options(options.as_ref().clone().create_if_missing(false));
        Self(Some(Arc::new(Opened { path, identity })))
    }

    /// Whether it is where it was.
    pub(super) fn is_in_place(&self) -> bool {
        self.0.as_ref().is_none_or(|opened| identity(&opened.path) == Some(opened.identity))
    }
}

/// What makes a file this one, however it is called.
fn identity(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|found: Metadata| (found.dev(), found.ino()))
}

/// Whether it is a file that is not there and that connecting would make.
pub fn is_still_to_be_made(url: &SecretString) -> bool {
    let options = SqliteConnectOptions::from_str(url.expose_secret());
    let makes_it = url.expose_secret().contains("mode=rwc");
    options.is_ok_and(|options| {
        let path = options.get_filename();
        let is_there_to_be =
            path.parent().is_some_and(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        makes_it && !path.exists() && is_there_to_be
    })
}
