//! The ways in: Slack calls the service's routes or speaks over Socket Mode, Okta calls its hook or is read.

use std::collections::HashMap;

use certs::app::App;
use certs::config::OktaEvents;
use certs::web;
use sandbox::slack::APP_TOKEN;

use super::{World, world_with};

/// What is set where Slack speaks over Socket Mode.
pub const BY_SOCKET: &[(&str, &str)] = &[("SLACK_APP_TOKEN", APP_TOKEN), ("SLACK_SIGNING_SECRET", "")];

/// Plays a story twice: Slack calls the service's routes, and it speaks over Socket Mode.
pub async fn through_either_door(story: impl AsyncFn(&mut World)) {
    world_with(&[], async |w| story(w).await).await;
    world_with(BY_SOCKET, async |w| story(w).await).await;
}

/// With `CERTS_TEST_DOOR=socket`, every story that says nothing else is played over Socket Mode.
#[expect(clippy::disallowed_methods, reason = "how the tests are run is no setting of the service")]
pub(super) fn door(settings: &HashMap<String, String>) -> HashMap<String, String> {
    let by_socket = std::env::var("CERTS_TEST_DOOR").is_ok_and(|door| door == "socket");
    if !by_socket || settings.contains_key("SLACK_APP_TOKEN") {
        return HashMap::new();
    }
    BY_SOCKET.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl World {
    /// Has an instance listen to Socket Mode, if that is how Slack speaks, and waits until so many connections are open.
    pub async fn open_the_socket(&self, app: &App, all: usize) {
        if app.slack.has_socket() {
            tokio::spawn(web::listen(app.clone(), web::Patience::default()));
            self.slack.connected(all).await;
        }
    }

    /// Whether Okta's events come from its System Log alone.
    pub(super) fn is_polling(&self) -> bool {
        self.app.config.okta.events == OktaEvents::Poll
    }
}
