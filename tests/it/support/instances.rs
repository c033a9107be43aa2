//! Instances of the service: the first one, one that takes over after a crash, one beside it.

use std::collections::HashMap;

use certs::app::App;
use certs::clock::{Clock, ManualClock};
use certs::config::Config;
use certs::store::{Patience, Store};
use certs::web;
use tokio::net::TcpListener;

use super::World;
use super::world::{HOOK_SECRET, PATIENCE};

impl World {
    pub(super) fn point(&self) {
        if !self.is_polling() {
            self.okta.point_hook(&format!("{}/okta/hooks", self.base), HOOK_SECRET);
        }
        self.slack.point_app(&self.base);
    }

    /// Another process on the same database takes over, as after a crash: what the first one held, it holds until
    /// its leases end.
    pub async fn restart(&mut self) {
        self.app.stop.cancel();
        if self.app.slack.has_socket() {
            self.slack.connected(0).await;
        }
        self.app = start(&self.settings, &self.clock, self.patience).await;
        self.serve_again().await;
        self.open_the_socket(&self.app, 1).await;
    }

    /// The same with other settings: an operator changed them.
    pub async fn restart_with(&mut self, settings: &[(&str, &str)]) {
        let changed = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.settings.extend(changed);
        self.restart().await;
        self.settle().await;
    }

    pub(super) async fn serve_again(&mut self) {
        self.base = serve(&self.app).await;
        self.point();
    }

    /// A second process on the same database.
    pub async fn second_instance(&self) -> App {
        start(&self.settings, &self.clock, self.patience).await
    }
}

pub(super) async fn start(
    settings: &HashMap<String, String>,
    clock: &ManualClock,
    patience: Patience,
) -> App {
    let config = Config::from_lookup(&|name| settings.get(name).cloned()).unwrap();
    let store = Store::connect_patiently(&config.database_url, patience).await.unwrap();
    store.migrate().await.unwrap();
    App::new(config, Clock::Manual(clock.clone()), store).unwrap()
}

/// Serves the router on a free port until the app is told to stop.
pub(super) async fn serve(app: &App) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let limits = web::Limits { head: PATIENCE, rest: PATIENCE, request: PATIENCE, ..web::Limits::default() };
    let serving = web::serve(listener, web::router(app.clone()), limits, app.stop.clone());
    tokio::spawn(serving);
    base
}
