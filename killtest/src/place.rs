//! Where the service lives: a temporary directory and a database of its own.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

/// A directory and an empty database.
pub struct Place {
    folder: TempDir,
    /// The database, as the service is told of it.
    pub database_url: String,
    /// The server and the database's name there.
    on_server: Option<(String, String)>,
}

impl Place {
    /// Makes an SQLite file's place, or a database on this server.
    pub async fn make(server: Option<String>) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("certs-killtest-").tempdir()?;
        let Some(server) = server else {
            let file = folder.path().join("certs.db");
            let database_url = format!("sqlite://{}?mode=rwc", file.display());
            return Ok(Self { folder, database_url, on_server: None });
        };
        let name = format!("killtest_{}", uuid::Uuid::new_v4().simple());
        execute(&server, &format!("CREATE DATABASE {name}")).await?;
        let mut url = url::Url::parse(&server).context("the server's URL is none")?;
        url.set_path(&name);
        Ok(Self { folder, database_url: url.to_string(), on_server: Some((server, name)) })
    }

    /// The directory.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What every process of the run wrote to standard error, one after the other.
    pub fn log(&self) -> PathBuf {
        self.folder().join("certs.log")
    }

    /// A look into the database. Only before the first start and after the last kill: on SQLite it is the first process to open the file after a
    /// crash that has to repair it, and that must not be us.
    pub async fn look(&self) -> anyhow::Result<DatabaseConnection> {
        connect(&self.database_url).await
    }

    /// Leaves everything where it is, and says where.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }

    /// Removes everything.
    pub async fn remove(self) -> anyhow::Result<()> {
        if let Some((server, name)) = &self.on_server {
            execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        Ok(self.folder.close()?)
    }
}

async fn connect(url: &str) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.context("the database cannot be connected to")
}

async fn execute(server: &str, statement: &str) -> anyhow::Result<()> {
    let connection = connect(server).await?;
    connection.execute_unprepared(statement).await?;
    Ok(connection.close().await?)
}
