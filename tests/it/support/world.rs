//! The world of a story: the service with its real router and steps, a local Okta and Slack, and one clock that
//! the story moves by hand. A story that leaves something undone, or asked a vendor something strange, fails.

use std::collections::HashMap;
use std::sync::Arc;

use certs::app::App;
use certs::clock::ManualClock;
use certs::flow::evidence;
use certs::store::Patience;
use certs::{boot, work};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use entity::{inbox_event, notification_log};
use sandbox::{Company, Message, Person, Sandbox};
use sea_orm::{EntityTrait, QueryOrder};

use super::database::Database;
use super::doors::door;
use super::figures::Figures;
use super::instances::{serve, start};

/// How long anybody here waits for an answer by the system's clock: the time of a story is another one.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_mins(5);
/// The same at a database on which nobody holds anything for long: a disk, or the machine, may stand still for a while.
const PATIENT: Patience =
    Patience { lock: std::time::Duration::from_secs(20), connection: std::time::Duration::from_secs(20) };
/// The secret that the hook shows.
pub(super) const HOOK_SECRET: &str = "hook-secret-0123456789";

pub struct World {
    pub app: App,
    pub okta: sandbox::Okta,
    pub slack: sandbox::Slack,
    pub clock: ManualClock,
    pub company: Company,
    /// Where the service listens.
    pub base: String,
    pub database: Database,
    pub http: reqwest::Client,
    figures: Figures,
    pub settings: HashMap<String, String>,
    /// Rows that a story expects to be left failed; it says so, or they count as left undone.
    pub expected_failures: usize,
    /// Notices that a story expects to be left unknown.
    pub expected_unknown: usize,
    /// Events that a story expects to be left given up.
    pub expected_given_up: usize,
    /// Breaks of the record that a story made.
    pub expected_breaks: usize,
    /// Strange requests are the point of the story.
    pub strange_is_fine: bool,
    /// How long the service waits for others at its database.
    pub(super) patience: Patience,
}

/// An instant of the story, in UTC: `at("2026-09-01 09:00")`.
pub fn at(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc()
}

/// Plays a story from Tuesday 1 September 2026, 08:00 UTC on.
pub async fn world(story: impl AsyncFnOnce(&mut World)) {
    world_with(&[], story).await;
}

/// Plays a story with these settings.
pub async fn world_with(settings: &[(&str, &str)], story: impl AsyncFnOnce(&mut World)) {
    play(settings, PATIENT, Database::create().await, story).await;
}

/// Plays a story in which somebody holds what the service wants to write: it waits for them no longer than it usually does.
pub async fn impatient_world(story: impl AsyncFnOnce(&mut World)) {
    play(&[], Patience::default(), Database::create().await, story).await;
}

/// Plays a story on a database that another process left behind.
pub async fn world_on(database: Database, story: impl AsyncFnOnce(&mut World)) {
    play(&[], PATIENT, database, story).await;
}

async fn play(
    settings: &[(&str, &str)],
    patience: Patience,
    database: Database,
    story: impl AsyncFnOnce(&mut World),
) {
    // On the heap: a story and its world are larger than a stack frame should be.
    let mut world = Box::new(Box::pin(World::begin(settings, patience, database)).await);
    Box::pin(story(&mut world)).await;
    Box::pin(world.end()).await;
}

impl World {
    async fn begin(settings: &[(&str, &str)], patience: Patience, database: Database) -> Self {
        boot::choose_cryptography();
        let figures = Figures::begin();
        let clock = ManualClock::at(at("2026-09-01 08:00"));
        let now = clock.clone();
        let sandbox = Sandbox::start_patient(Arc::new(move || now.now()), PATIENCE).await.unwrap();
        let company = Company::acme();
        company.move_in(&sandbox);
        let mut all: HashMap<String, String> = [
            ("DATABASE_URL", database.url.clone()),
            ("OKTA_ORG_URL", sandbox.okta.url()),
            ("OKTA_API_TOKEN", sandbox.okta.token().to_owned()),
            ("OKTA_HOOK_SECRET", HOOK_SECRET.to_owned()),
            ("SLACK_API_URL", sandbox.slack.url()),
            ("SLACK_BOT_TOKEN", sandbox.slack.token().to_owned()),
            ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret().to_owned()),
            ("CERTS_ADMINS", company.dana.email.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        all.extend(door(&all));
        let app = start(&all, &clock, patience).await;
        sandbox.slack.use_sockets(app.slack.has_socket());
        let base = serve(&app).await;
        let world = Self {
            app,
            okta: sandbox.okta,
            slack: sandbox.slack,
            clock,
            company,
            base,
            database,
            http: reqwest::Client::builder().build().unwrap(),
            figures,
            settings: all,
            expected_failures: 0,
            expected_unknown: 0,
            expected_given_up: 0,
            expected_breaks: 0,
            strange_is_fine: false,
            patience,
        };
        world.point();
        world.open_the_socket(&world.app, 1).await;
        world
    }

    /// Both vendors as one, for what the company does in both.
    pub fn sandbox(&self) -> Sandbox {
        Sandbox { okta: self.okta.clone(), slack: self.slack.clone() }
    }

    /// Lets the service do what is due, and what becomes due within a minute.
    pub async fn settle(&self) {
        work::settle(&self.app, Duration::seconds(60)).await.unwrap();
    }

    /// Okta tells of what happened, and the service does what follows.
    pub async fn hear(&self) {
        if self.is_polling() {
            self.okta.drop_events();
            self.clock.advance_to(self.clock.now() + Duration::minutes(1));
            return self.settle().await;
        }
        let statuses = self.okta.send_hooks().await.unwrap();
        assert!(statuses.iter().all(|status| *status == 204), "hooks were answered {statuses:?}");
        self.settle().await;
    }

    /// Moves the clock to an instant, in one step, and lets the service do what follows.
    pub async fn go_to(&self, instant: &str) {
        self.clock.advance_to(at(instant));
        self.settle().await;
    }

    /// Moves the clock through every daily run up to the end of this day.
    pub async fn live_through(&self, day: &str) {
        let last = at(&format!("{day} 09:00"));
        loop {
            let next = self.app.config.daily_run.next(self.clock.now()).unwrap();
            if next > last {
                return;
            }
            self.clock.advance_to(next);
            self.settle().await;
        }
    }

    /// What a person got, as notifications showed it, oldest first.
    pub fn inbox_of(&self, person: &Person) -> Vec<String> {
        self.slack.messages_to(&person.slack).into_iter().map(|message| message.announced).collect()
    }

    /// What a person reads in their DM now, oldest first; bold type does not show.
    pub fn reads(&self, person: &Person) -> Vec<String> {
        let messages = self.slack.messages_to(&person.slack);
        messages.iter().map(|message| message.as_text().join("\n").replace('*', "")).collect()
    }

    /// The newest message that a person got.
    pub fn last_to(&self, person: &Person) -> Message {
        self.slack
            .messages_to(&person.slack)
            .pop()
            .unwrap_or_else(|| panic!("{} got no message", person.name))
    }

    /// The answer to a command, as the asker sees it.
    pub async fn command(&self, person: &Person, text: &str) -> String {
        let answer = self.slack.command(&person.slack, text).await.unwrap();
        assert_eq!(answer.status, 200);
        answer.as_text().join("\n")
    }

    /// What a page of the service says: the status and the text.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// A figure of this story, such as `certs_api_stopped{api="slack"}`; none before it was first counted.
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures.get(name)
    }

    /// The outbox, oldest first.
    pub async fn outbox(&self) -> Vec<notification_log::Model> {
        let rows = notification_log::Entity::find().order_by_asc(notification_log::Column::Id);
        rows.all(&self.app.store.db).await.unwrap()
    }

    /// The inbox, oldest first.
    pub async fn events(&self) -> Vec<inbox_event::Model> {
        inbox_event::Entity::find()
            .order_by_asc(inbox_event::Column::Id)
            .all(&self.app.store.db)
            .await
            .unwrap()
    }

    async fn end(self) {
        let open: Vec<String> = self
            .outbox()
            .await
            .into_iter()
            .filter(|row| ["planned", "sending"].contains(&row.state.as_str()))
            .map(|row| format!("{} is {}: {:?}", row.key, row.state, row.problem))
            .collect();
        assert!(open.is_empty(), "notices were left: {open:#?}");
        let failed: Vec<String> = self
            .outbox()
            .await
            .into_iter()
            .filter(|row| row.state == "failed")
            .map(|row| format!("{}: {:?}", row.key, row.problem))
            .collect();
        assert_eq!(failed.len(), self.expected_failures, "notices failed: {failed:#?}");
        let unknown = self.outbox().await.into_iter().filter(|row| row.state == "unknown").count();
        assert_eq!(unknown, self.expected_unknown, "notices of which nobody knows whether they arrived");
        let given_up = self.events().await.into_iter().filter(|row| row.state == "failed");
        let given_up: Vec<String> =
            given_up.map(|row| format!("{} {}: {:?}", row.kind, row.event_uuid, row.remark)).collect();
        assert_eq!(given_up.len(), self.expected_given_up, "events were given up: {given_up:#?}");
        let undone: Vec<String> = self
            .events()
            .await
            .into_iter()
            .filter(|row| row.state == "new")
            .map(|row| format!("{} {} is {}: {:?}", row.kind, row.event_uuid, row.state, row.remark))
            .collect();
        assert!(undone.is_empty(), "events were left: {undone:#?}");
        let record = evidence::verify(&self.app.store, None).await.unwrap();
        let breaks: Vec<String> =
            record.iter().flat_map(|checked| &checked.breaks).map(ToString::to_string).collect();
        assert_eq!(breaks.len(), self.expected_breaks, "the record is broken: {breaks:#?}");
        let strange = [self.okta.strange(), self.slack.strange()].concat();
        assert!(self.strange_is_fine || strange.is_empty(), "a vendor did not understand: {strange:#?}");
        self.app.stop.cancel();
        self.database.remove().await;
    }
}
