//! Starting and stopping the service.

use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::pilot::Pilot;
use crate::store::{self, Store, StoreError};
use crate::work::{self, Heartbeat};
use crate::{telemetry, web};

/// For finishing what is held, of the ten seconds that a stop may take. What is cut off then heals by its lease.
const GRACE: Duration = Duration::from_secs(8);

/// Makes ring the process's one provider of cryptography. A second call is harmless.
pub fn choose_cryptography() {
    // Only fails when one was chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Applies migrations.
///
/// # Errors
/// When the database cannot be reached or refuses a step.
pub async fn migrate(url: &secrecy::SecretString) -> anyhow::Result<()> {
    let store = Store::connect(url).await.context("DATABASE_URL cannot be connected to")?;
    store.migrate().await.context("the schema cannot be brought up to date")?;
    store.close().await;
    Ok(())
}

/// Opens a database that is there already, as it is, for work beside the service.
///
/// # Errors
/// When it cannot be reached, or its schema is not the one that this version needs.
pub async fn open(url: &secrecy::SecretString) -> anyhow::Result<Store> {
    let store = Store::connect_to_existing(url).await.context("DATABASE_URL cannot be connected to")?;
    match is_current(&store).await {
        Ok(()) => Ok(store),
        Err(why) => {
            store.close().await;
            Err(why)
        }
    }
}

/// What there is of a database.
#[derive(Debug)]
pub enum Opened {
    /// It answers, whatever its schema.
    There(Store),
    /// A file that will be made at the first start.
    Missing,
    /// It does not answer.
    Unreachable(StoreError),
}

/// Opens a database as it is and makes nothing of it, not even its file.
pub async fn look_at(url: &secrecy::SecretString) -> Opened {
    match Store::connect_to_existing(url).await {
        Ok(store) => match store.answer().await {
            Ok(()) => Opened::There(store),
            Err(why) => Opened::Unreachable(why),
        },
        Err(_) if store::is_still_to_be_made(url) => Opened::Missing,
        Err(why) => Opened::Unreachable(why),
    }
}

/// Beside a running service of another version, what is changed by hand may mean something else.
async fn is_current(store: &Store) -> anyhow::Result<()> {
    if !store.is_ready().await.context("the schema of the database cannot be looked at")? {
        anyhow::bail!(
            "the schema of the database is older than this version of certs; nothing was changed. `certs migrate` brings it up to date"
        );
    }
    let unknown = store.unknown_steps().await.context("the schema of the database cannot be looked at")?;
    if !unknown.is_empty() {
        anyhow::bail!(
            "the schema of the database is newer than this version of certs, which does not know its {}; nothing was changed. Use the newer version",
            unknown.join(", ")
        );
    }
    Ok(())
}

/// Nobody must wonder why no message comes.
fn say_if_tried_out(pilot: &Pilot) {
    let (mode, group) = (pilot.mode.as_str(), pilot.only.len());
    if pilot.is_dry() {
        tracing::warn!(
            mode,
            group,
            "Nothing is sent: CERTS_MODE is dry-run; what would have been said is on record"
        );
    } else if pilot.holds_any() {
        tracing::warn!(
            mode,
            group,
            "Only the pilot group of CERTS_ONLY is told anything; the rest is on record"
        );
    }
}

/// Runs the service until SIGTERM or SIGINT.
///
/// # Errors
/// When it cannot start: the database, the address, the signal handlers.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    telemetry::figures();
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be handled")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be handled")?;
    let store = Store::connect(&config.database_url).await.context("DATABASE_URL cannot be connected to")?;
    store.migrate().await.context("the schema cannot be brought up to date")?;
    let listen = config.listen;
    let listener =
        TcpListener::bind(listen).await.with_context(|| format!("CERTS_LISTEN {listen} cannot be bound"))?;
    let app = App::new(config, Clock::System, store)?;
    let heartbeat = Heartbeat::start(&app).await?;
    work::start(&app);
    say_if_tried_out(&app.config.pilot);
    tracing::info!(address = %listener.local_addr()?, version = env!("CARGO_PKG_VERSION"), "Serving");

    let server = web::serve(listener, web::router(app.clone()), web::Limits::default(), app.stop.clone());
    let mut server = tokio::spawn(server);
    let mut socket = tokio::spawn(web::listen(app.clone(), web::Patience::default()));
    tokio::select! {
        _ = terminate.recv() => tracing::info!(signal = "SIGTERM", "Stopping"),
        _ = interrupt.recv() => tracing::info!(signal = "SIGINT", "Stopping"),
        ended = &mut server => {
            ended.context("the HTTP server broke")?;
            anyhow::bail!("the HTTP server ended");
        }
        ended = &mut socket, if app.slack.has_socket() => {
            ended.context("listening to Slack's Socket Mode broke")?;
            anyhow::bail!("listening to Slack's Socket Mode ended");
        }
    }
    app.stop.cancel();
    app.tasks.close();
    heartbeat.stop().await;
    let finish = async {
        app.tasks.wait().await;
        if let Err(why) = (&mut server).await {
            tracing::debug!(error = %why, "The HTTP server did not end in order");
        }
        if let Err(why) = (&mut socket).await {
            tracing::debug!(error = %why, "Socket Mode did not end in order");
        }
    };
    if tokio::time::timeout(GRACE, finish).await.is_ok() {
        app.store.close().await;
        tracing::info!("Stopped");
    } else {
        tracing::warn!("Stopped before everything was finished; what was held is taken up at the next start");
    }
    Ok(())
}
