//! The database: an SQLite file, or where `CERTS_TEST_POSTGRES` names a server, a database there.

use anyhow::Context as _;
use certs::store::Store;
use entity::{inbox_event, schedule_state};
use sandbox::Okta;
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait, PaginatorTrait,
    QueryFilter,
};
use secrecy::SecretString;
use tempfile::TempDir;

use crate::eventually;

/// Where the run lives.
pub struct Place {
    /// The directory that the service starts in.
    pub folder: TempDir,
    /// The database, as the service is told of it.
    pub url: String,
    server: Option<String>,
    db: DatabaseConnection,
}

impl Place {
    /// An empty database, brought up to date.
    pub async fn make() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("certs-flood-").tempdir()?;
        #[expect(clippy::disallowed_methods, reason = "what it runs on is no setting of the service")]
        let server = std::env::var("CERTS_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
        let url = database(&folder, server.as_deref(), "flood").await?;
        let store = Store::connect(&SecretString::from(url.clone())).await?;
        store.migrate().await?;
        store.close().await;
        let db = connect(&url).await?;
        Ok(Self { folder, url, server, db })
    }

    /// What it is, for people.
    pub fn kind(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// Another empty database beside it.
    pub async fn another(&self) -> anyhow::Result<String> {
        database(&self.folder, self.server.as_deref(), "alone").await
    }

    /// How many events wait.
    pub async fn waiting(&self) -> anyhow::Result<u64> {
        Ok(inbox_event::Entity::find().filter(inbox_event::Column::State.eq("new")).count(&self.db).await?)
    }

    /// Waits until no event waits.
    pub async fn worked_off(&self) -> anyhow::Result<()> {
        eventually("an empty inbox", async || Ok((self.waiting().await? == 0).then_some(()))).await
    }

    /// Waits until the System Log is read to its end after it was asked for again; how many pages that took.
    pub async fn log_read_after(&self, okta: Okta) -> anyhow::Result<usize> {
        let pages = || okta.count("/api/v1/logs");
        let is_read = async || {
            let state = schedule_state::Entity::find_by_id("system-log").one(&self.db).await?;
            let rests =
                state.is_some_and(|state| state.leased_by.is_none() && state.due_at > state.last_done_at);
            Ok((pages() > 0 && rests).then(pages))
        };
        eventually("the end of the System Log", is_read).await
    }

    /// Removes everything.
    pub async fn remove(self) -> anyhow::Result<()> {
        self.db.close().await?;
        if let Some(server) = &self.server {
            let admin = connect(server).await?;
            for name in ["flood", "alone"] {
                admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            }
        }
        Ok(self.folder.close()?)
    }
}

async fn database(folder: &TempDir, server: Option<&str>, name: &str) -> anyhow::Result<String> {
    let Some(server) = server else {
        return Ok(format!("sqlite://{}?mode=rwc", folder.path().join(format!("{name}.db")).display()));
    };
    connect(server).await?.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    let mut url = url::Url::parse(server).context("the server's URL is none")?;
    url.set_path(name);
    Ok(url.to_string())
}

async fn connect(url: &str) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.context("the database cannot be connected to")
}
