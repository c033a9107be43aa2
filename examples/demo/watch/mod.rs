//! The demo as a page: Slack as its people see it, the campaigns in Okta beside it, and a clock to move.

mod campaigns;
mod changes;
mod conversations;
mod deeds;
mod guard;
mod page;
mod slack;
mod sorry;
mod time;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::http::header;
use axum::middleware;
use axum::response::Redirect;
use axum::routing::{get, post};
use certs::clock::ManualClock;
use chrono::{DateTime, Utc};
use sandbox::{Company, Sandbox};
use tokio::net::TcpListener;
use tokio::sync;

use super::stage::{Stage, say};

/// What was done, and when.
type Diary = Vec<(DateTime<Utc>, String)>;
/// The last message that was read, by person and conversation.
type Read = HashMap<(String, String), String>;

/// What the page shows and changes; clones share it.
#[derive(Clone)]
pub struct Watch {
    sandbox: Sandbox,
    company: Arc<Company>,
    clock: ManualClock,
    /// Whoever holds it does a deed; one at a time.
    stage: Arc<sync::Mutex<Stage>>,
    diary: Arc<Mutex<Diary>>,
    read: Arc<Mutex<Read>>,
    changed: sync::watch::Sender<()>,
}

/// What the page shows besides what the story tells: a private channel for each campaign.
const SETTINGS: &[(&str, &str)] = &[("CERTS_CAMPAIGN_CHANNEL", "create")];

/// Serves the page until Ctrl-C.
pub async fn serve(port: u16) -> anyhow::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await;
    let listener = listener.with_context(|| format!("port {port} of 127.0.0.1 cannot be had"))?;
    let port = listener.local_addr()?.port();
    let watch = Watch::new(Stage::set_up(Duration::ZERO, SETTINGS).await?);
    tokio::select! {
        // Listened for first: once the address is out, somebody may be tired of it.
        biased;
        ended = tokio::signal::ctrl_c() => Ok(ended?),
        served = async {
            say(&format!("The demo is at http://127.0.0.1:{port}/ until Ctrl-C."));
            axum::serve(listener, routes(watch, port)).await
        } => Ok(served?),
    }
}

fn routes(watch: Watch, port: u16) -> Router {
    let first = slack::path(&watch.company.alice.slack);
    Router::new()
        .route("/", get(async move || Redirect::to(&first)))
        .route("/people/{user}", get(slack::direct_messages))
        .route("/people/{user}/home", get(slack::home).post(slack::open_home))
        .route("/people/{user}/in/{channel}", get(slack::channel))
        .route("/people/{user}/command", post(slack::command))
        .route("/people/{user}/press", post(slack::press))
        .route("/okta/launch", post(deeds::launch))
        .route("/okta/decide", post(deeds::decide))
        .route("/okta/reassign", post(deeds::reassign))
        .route("/okta/end", post(deeds::move_end))
        .route("/okta/close", post(deeds::close))
        .route("/clock/day", post(deeds::next_day))
        .route("/clock/reminder", post(deeds::next_reminder))
        .route("/changes", get(changes::follow))
        .route("/slack.css", file("text/css", sandbox::face::STYLE))
        .route("/watch.css", file("text/css", include_str!("watch.css")))
        .route("/watch.js", file("text/javascript", include_str!("watch.js")))
        .fallback(async || sorry::not_found("There is no such page."))
        .layer(middleware::from_fn_with_state(port, guard::only_this_page))
        .with_state(watch)
}

fn file(kind: &'static str, text: &'static str) -> axum::routing::MethodRouter<Watch> {
    get(async move || ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text))
}

impl Watch {
    fn new(stage: Stage) -> Self {
        let now = stage.clock.now();
        for plan in [Company::q4_production_access, Company::payments_quarterly, Company::sox_two_level] {
            plan(&stage.company, &stage.sandbox, now);
        }
        Self {
            sandbox: stage.sandbox.clone(),
            company: Arc::new(stage.company.clone()),
            clock: stage.clock.clone(),
            stage: Arc::new(sync::Mutex::new(stage)),
            diary: Arc::default(),
            read: Arc::default(),
            changed: sync::watch::Sender::new(()),
        }
    }

    /// Notes what happened, and lets the pages know.
    fn note(&self, what: String) {
        let entry = (self.clock.now(), what);
        self.diary.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        self.changed.send_replace(());
    }
}
