//! The database: an SQLite file, or where `CERTS_TEST_POSTGRES` names a server, a database there.

use anyhow::Context as _;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

/// Where a run lives: a directory that goes with it, and databases of its own.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
    server: Option<String>,
    databases: Vec<String>,
}

impl Place {
    /// An empty directory, and where `CERTS_TEST_POSTGRES` names a server, that server for the databases.
    ///
    /// # Errors
    /// When the directory cannot be made.
    pub fn make() -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "what it runs on is no setting of the service")]
        let server = std::env::var("CERTS_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
        Ok(Self {
            folder: tempfile::Builder::new().prefix("certs-bench-").tempdir()?,
            server,
            databases: Vec::new(),
        })
    }

    /// The directory.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// What the databases are, for people.
    pub fn kind(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// The URL of a new, empty database of this name.
    ///
    /// # Errors
    /// When the server does not make one.
    pub async fn database(&mut self, name: &str) -> anyhow::Result<String> {
        let Some(server) = &self.server else {
            let file = self.folder.path().join(format!("{name}.db"));
            return Ok(format!("sqlite://{}?mode=rwc", file.display()));
        };
        let name = format!("bench_{name}_{}", std::process::id());
        connect(server).await?.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        let mut url = url::Url::parse(server).context("the server's URL is none")?;
        url.set_path(&name);
        self.databases.push(name);
        Ok(url.to_string())
    }

    /// Removes everything.
    ///
    /// # Errors
    /// When the server or the file system refuses to.
    pub async fn remove(self) -> anyhow::Result<()> {
        if let Some(server) = &self.server {
            let admin = connect(server).await?;
            for name in &self.databases {
                admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            }
        }
        Ok(self.folder.close()?)
    }
}

/// A single connection, to look at what the service did.
///
/// # Errors
/// When the database does not answer.
pub async fn connect(url: &str) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.context("the database cannot be connected to")
}
