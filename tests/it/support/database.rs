//! A database for one test: an SQLite file, or where `CERTS_TEST_POSTGRES` names a server, a database there.

use std::path::PathBuf;

use sea_orm::{ConnectionTrait, Database as Connection};
use tempfile::TempDir;

/// An empty database that goes when it is dropped with [`Database::remove`].
pub struct Database {
    pub url: String,
    kind: Kind,
}

enum Kind {
    File(#[expect(dead_code, reason = "its drop removes the file")] TempDir),
    Server { admin: String, name: String },
}

impl Database {
    pub async fn create() -> Self {
        match postgres() {
            None => {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite://{}?mode=rwc", folder.path().join("certs.db").display());
                Self { url, kind: Kind::File(folder) }
            }
            Some(admin) => {
                let name = format!("test_{}", uuid::Uuid::new_v4().simple());
                run(&admin, &format!("CREATE DATABASE {name}")).await;
                let mut url = url::Url::parse(&admin).unwrap();
                url.set_path(&name);
                Self { url: url.to_string(), kind: Kind::Server { admin, name } }
            }
        }
    }

    /// It is gone: its file was moved away, or its server refuses connections.
    pub async fn take_away(&self) {
        if let Some(file) = self.file() {
            std::fs::rename(&file, file.with_extension("away")).unwrap();
            return;
        }
        self.on_server("ALTER DATABASE {} ALLOW_CONNECTIONS false").await;
        self.hang_up().await;
    }

    /// It is back.
    pub async fn give_back(&self) {
        match self.file() {
            Some(file) => std::fs::rename(file.with_extension("away"), &file).unwrap(),
            None => self.on_server("ALTER DATABASE {} ALLOW_CONNECTIONS true").await,
        }
    }

    /// Ends every connection to it on the server.
    pub async fn hang_up(&self) {
        self.on_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'").await;
    }

    /// The file, of SQLite.
    pub fn file(&self) -> Option<PathBuf> {
        let rest = self.url.strip_prefix("sqlite://")?;
        Some(PathBuf::from(rest.split('?').next()?))
    }

    /// Runs a statement about this database, `{}` in it, from another database of the same server.
    pub async fn on_server(&self, statement: &str) {
        let Kind::Server { admin, name } = &self.kind else { panic!("there is no server") };
        run(admin, &statement.replace("{}", name)).await;
    }

    /// Whether it is a file that other processes could lock.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.kind, Kind::File(_))
    }

    /// Whether the tests run on a server of which a file on this machine shows nothing.
    pub fn is_on_server() -> bool {
        postgres().is_some()
    }

    pub async fn remove(self) {
        if let Kind::Server { admin, name } = self.kind {
            run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// The server that the PostgreSQL pass runs on.
#[expect(clippy::disallowed_methods, reason = "what the tests run on is no setting of the service")]
fn postgres() -> Option<String> {
    std::env::var("CERTS_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

async fn run(admin: &str, statement: &str) {
    let mut options = sea_orm::ConnectOptions::new(admin);
    options.max_connections(1).sqlx_logging(false);
    let connection = Connection::connect(options).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}
