//! A machine that runs the service and can lose power, beside vendors that cannot.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;
use sandbox::{Campaign, Company, Member, Reviewer, Sandbox, User};
use serde_json::Value;

use super::super::eventually;
use super::super::instance::address_in;
use super::super::place::{Place, Running};
use super::disk::{Disk, Left};
use crate::support::PATIENCE;

const HOOK_SECRET: &str = "hook-secret-Reiher";
/// Whatever is waited for happens within this.
const SOON: Duration = Duration::from_mins(1);

/// See the module.
pub struct Machine {
    pub sandbox: Sandbox,
    pub disk: Disk,
    pub rng: StdRng,
    company: Company,
    http: reqwest::Client,
    /// The events that were answered 204.
    pub promised: BTreeSet<String>,
    /// The campaigns that were launched, with the keys that are to be said.
    pub owed: BTreeSet<String>,
}

/// A process of the service; it is killed when it is dropped.
pub struct Service {
    running: Running,
    _place: Place,
}

impl Machine {
    /// A machine that is off, or `None` without a C compiler.
    pub async fn new(seed: u64) -> Option<Self> {
        let disk = Disk::new()?;
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let sandbox = Sandbox::start_patient(Arc::new(chrono::Utc::now), PATIENCE).await.unwrap();
        sandbox.slack.limits_off(true);
        sandbox.okta.set_rate_limit(1_000_000);
        let company = Company::acme();
        company.move_in(&sandbox);
        let http = reqwest::Client::builder().build().unwrap();
        let rng = StdRng::seed_from_u64(seed);
        let (promised, owed) = (BTreeSet::new(), BTreeSet::new());
        Some(Self { sandbox, disk, rng, company, http, promised, owed })
    }

    /// Starts the service, on a disk that notes what is synced.
    pub async fn boot(&self) -> Service {
        let library = self.disk.library.display().to_string();
        let durable = self.disk.durable().display().to_string();
        self.start(&[("LD_PRELOAD", &library), ("LOSS_DURABLE", &durable)]).await
    }

    /// Starts the service on a disk like any other.
    pub async fn boot_undisturbed(&self) -> Service {
        self.start(&[]).await
    }

    async fn start(&self, more: &[(&str, &str)]) -> Service {
        let place = Place::new()
            .with(&[
                ("DATABASE_URL", &self.disk.url()),
                ("CERTS_LISTEN", "127.0.0.1:0"),
                ("OKTA_ORG_URL", &self.sandbox.okta.url()),
                ("OKTA_API_TOKEN", self.sandbox.okta.token()),
                ("OKTA_HOOK_SECRET", HOOK_SECRET),
                ("SLACK_API_URL", &self.sandbox.slack.url()),
                ("SLACK_BOT_TOKEN", self.sandbox.slack.token()),
                ("SLACK_SIGNING_SECRET", self.sandbox.slack.signing_secret()),
                ("CERTS_ADMINS", &self.company.dana.email),
                ("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000"),
            ])
            .with(more);
        let mut running = place.start(&["serve"]);
        let base = eventually("an address in the log", SOON, async || {
            assert!(!running.has_ended(), "it did not start: {}", running.stderr());
            address_in(&running.stderr()).map(|address| format!("http://{address}"))
        })
        .await;
        self.sandbox.okta.point_hook(&format!("{base}/okta/hooks"), HOOK_SECRET);
        self.sandbox.slack.point_app(&base);
        let ready = async || {
            let answer = self.http.get(format!("{base}/readyz")).send().await.ok()?;
            answer.status().is_success().then_some(())
        };
        eventually("readiness", SOON, ready).await;
        Service { running, _place: place }
    }

    /// The power goes. What is left when it is back.
    pub async fn lose_power(&mut self, service: Service) -> Left {
        // Kills it, as nothing can prevent.
        drop(service);
        self.disk.lose_power(&mut self.rng);
        self.disk.look().await
    }

    /// A campaign begins in which each of these people has an item; the hook of it is not sent yet.
    pub fn launch(&mut self, name: &str, people: usize) -> String {
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let now = chrono::Utc::now();
        let okta = &self.sandbox.okta;
        let campaign = Campaign::new(name, &self.company.dana.okta, now, 28);
        okta.add_campaign(campaign.clone());
        for number in 0..people {
            let (first, last) = (format!("{name}{number}"), "Reviewer");
            let user = User::new(&first, last);
            self.sandbox.slack.add_member(Member::new(&first, last));
            okta.add_reviews(&campaign.id, Reviewer::User(user.id.clone()), 1);
            self.owed.insert(format!("launch:{}:{}", campaign.id, user.id));
            okta.add_user(user);
        }
        okta.launch(&campaign.id);
        campaign.id
    }

    /// Okta sends what it has to tell in one hook, which is answered 204.
    pub async fn tell(&mut self) {
        let events = self.sandbox.okta.take_events();
        self.tell_of(&events).await;
    }

    /// Sends these events in one hook, which is answered 204.
    pub async fn tell_of(&mut self, events: &[Value]) {
        assert_eq!(self.sandbox.okta.send_events(events).await.unwrap(), 204);
        self.promised.extend(events.iter().map(|event| event["uuid"].as_str().unwrap().to_owned()));
    }

    /// Waits until so many messages are in Slack.
    pub async fn messages(&self, count: usize) {
        let there = async || (self.sandbox.slack.messages().len() >= count).then_some(());
        eventually("messages", SOON, there).await;
    }

    /// Waits until the service says that so many messages of a campaign are sent.
    pub async fn says_sent(&self, name: &str, count: usize) {
        let said = async || {
            let answer =
                self.sandbox.slack.command(&self.company.dana.slack, &format!("status {name}")).await;
            let text = answer.ok()?.as_text().join("\n");
            let sent = text.split(" sent,").next()?.rsplit(' ').next()?.parse::<usize>().ok()?;
            (sent >= count).then_some(())
        };
        eventually("messages that are settled", SOON, said).await;
    }

    /// Waits until everything that is owed was said.
    pub async fn everything_is_said(&self) {
        let all = async || {
            let said: BTreeSet<String> = self.said().into_iter().collect();
            self.owed.is_subset(&said).then_some(())
        };
        eventually("everything that is owed", SOON, all).await;
    }

    /// The keys of the messages in Slack, as often as they are there.
    pub fn said(&self) -> Vec<String> {
        let messages = self.sandbox.slack.messages();
        let key = |value: &Value| value["event_payload"]["key"].as_str().unwrap().to_owned();
        messages.iter().map(|message| key(&message.metadata)).collect()
    }
}

impl Service {
    /// Ends it in order.
    pub async fn stop(self) {
        self.running.signal("TERM");
        let outcome = self.running.end().await;
        assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    }
}
