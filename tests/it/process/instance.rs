//! `certs serve` beside a local Okta and a local Slack, all of them by the system's clock.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sandbox::{Company, Sandbox};

use super::eventually;
use super::place::{Outcome, Place, Running};
use crate::support::{Database, PATIENCE};

/// The service is ready within this.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// The service as a process of its own.
pub struct Instance {
    pub sandbox: Sandbox,
    pub company: Company,
    /// Where it listens.
    pub base: String,
    pub http: reqwest::Client,
    running: Running,
    pub database: Database,
    place: Place,
}

impl Instance {
    /// The secret that its hook shows.
    pub const HOOK_SECRET: &str = "hook-secret-Reiher";

    /// Starts it on a free port and waits until it is ready.
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        Self::start_in(Place::new(), settings).await
    }

    /// Starts it in a place of the test's own.
    pub async fn start_in(place: Place, settings: &[(&str, &str)]) -> Self {
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let sandbox = Sandbox::start_patient(Arc::new(chrono::Utc::now), PATIENCE).await.unwrap();
        let company = Company::acme();
        company.move_in(&sandbox);
        let database = Database::create().await;
        let place = place
            .with(&[
                ("DATABASE_URL", &database.url),
                ("CERTS_LISTEN", "127.0.0.1:0"),
                ("OKTA_ORG_URL", &sandbox.okta.url()),
                ("OKTA_API_TOKEN", sandbox.okta.token()),
                ("OKTA_HOOK_SECRET", Self::HOOK_SECRET),
                ("SLACK_API_URL", &sandbox.slack.url()),
                ("SLACK_BOT_TOKEN", sandbox.slack.token()),
                ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret()),
                ("CERTS_ADMINS", &company.dana.email),
            ])
            .with(settings);
        let mut running = place.start(&["serve"]);
        let base = eventually("an address in the log", READY_WITHIN, async || {
            assert!(!running.has_ended(), "it did not start: {}", running.stderr());
            address_in(&running.stderr()).map(|address| format!("http://{address}"))
        })
        .await;
        sandbox.okta.point_hook(&format!("{base}/okta/hooks"), Self::HOOK_SECRET);
        sandbox.slack.point_app(&base);
        let http = reqwest::Client::builder().build().unwrap();
        let service = Self { sandbox, company, base, http, running, database, place };
        let is_ready = async || service.get("/readyz").await.filter(|(status, _)| *status == 200);
        eventually("readiness", READY_WITHIN, is_ready).await;
        service
    }

    /// A page of it, if it answers: the status and the text.
    pub async fn get(&self, path: &str) -> Option<(u16, String)> {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    }

    /// "Q4 Production Access" begins and Okta's hook tells of it; answers its id. The first sweep is over by then, so
    /// that it is the hook that counts.
    pub async fn launch_q4(&self) -> String {
        let okta = &self.sandbox.okta;
        let swept = async || (okta.count("/governance/api/v1/campaigns") > 0).then_some(());
        eventually("the first sweep", READY_WITHIN, swept).await;
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let campaign = self.company.q4_production_access(&self.sandbox, chrono::Utc::now());
        okta.launch(&campaign.id);
        assert_eq!(okta.send_hooks().await.unwrap(), [204]);
        campaign.id
    }

    /// Another place to start commands in, on the same database.
    pub fn elsewhere(&self) -> Place {
        Place::new().set("DATABASE_URL", &self.database.url)
    }

    /// Runs another command beside it, with the same settings.
    pub async fn beside(&self, arguments: &[&str]) -> Outcome {
        self.place.run(arguments).await
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.running.stderr()
    }

    /// Sends it a signal and waits for its end.
    pub async fn stop(self, signal: &str) -> Outcome {
        Box::pin(self.stop_and_look(signal)).await.0
    }

    /// The same; and what it left of its database, where that is a file.
    pub async fn stop_and_look(self, signal: &str) -> (Outcome, Vec<String>) {
        self.running.signal(signal);
        let outcome = self.running.end().await;
        let folder = self.database.file().and_then(|file| file.parent().map(Path::to_owned));
        let names = folder.into_iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
        let left = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        self.database.remove().await;
        (outcome, left)
    }
}

/// The address that the service says it serves on. Its port is the system's choice, so that tests do not meet.
pub fn address_in(log: &str) -> Option<&str> {
    let (_, said) = log.split_once("Serving")?;
    let from = &said[said.find("127.0.0.1:")?..];
    let end = from.find(|c: char| !(c.is_ascii_digit() || ".:".contains(c)))?;
    Some(&from[..end])
}
