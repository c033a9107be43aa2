//! `certs outbox` and `certs inbox`, as an operator types them.

mod beside;
mod inbox;
mod outbox;
mod refused;

use certs::boot;
use certs::store::Store;
use chrono::{DateTime, Duration, Utc};
use entity::{campaign, inbox_event, notification_campaign, notification_log, person};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::place::{Outcome, Place};
use crate::support::Database;

/// A database with a campaign and rows to decide about, and a terminal.
struct Terminal {
    place: Place,
    store: Store,
    database: Database,
}

impl Terminal {
    async fn new() -> Self {
        boot::choose_cryptography();
        let database = Database::create().await;
        let store = Store::connect(&database.url.clone().into()).await.unwrap();
        store.migrate().await.unwrap();
        let place = Place::new().set("DATABASE_URL", &database.url).set("USER", "olga");
        let terminal = Self { place, store, database };
        for (id, name) in [("ici1", "Q4 Production Access"), ("ici2", "Q4 Payroll")] {
            terminal.campaign(id, name).await;
        }
        terminal.person("00u1", "Alice Ng").await;
        terminal
    }

    async fn end(self) {
        self.store.close().await;
        self.database.remove().await;
    }

    async fn run(&self, line: &str) -> Outcome {
        let words: Vec<&str> = line.split(' ').collect();
        self.place.run(&words).await
    }

    /// What a command that must succeed prints.
    async fn says(&self, line: &str) -> String {
        let outcome = self.run(line).await;
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{line}: {}", outcome.stdout);
        outcome.stdout
    }

    async fn json(&self, line: &str) -> Vec<serde_json::Value> {
        serde_json::from_str(&self.says(line).await).unwrap()
    }

    async fn campaign(&self, id: &str, name: &str) {
        let row = campaign::ActiveModel {
            id: Set(id.to_owned()),
            name: Set(name.to_owned()),
            description: Set(None),
            status: Set("ACTIVE".to_owned()),
            starts_at: Set(now()),
            ends_at: Set(None),
            owner_id: Set(None),
            silence_revokes: Set(false),
            recurring_parent: Set(None),
            first_seen_at: Set(now()),
            read_number: Set(0),
            synced_at: Set(None),
            reminded_through: Set(now().date_naive()),
            ended_at: Set(None),
            problem: Set(None),
            channel: Set(None),
        };
        row.insert(&self.store.db).await.unwrap();
    }

    async fn person(&self, id: &str, name: &str) {
        let row = person::ActiveModel {
            id: Set(id.to_owned()),
            name: Set(name.to_owned()),
            email: Set(Some("somebody@acme.example".to_owned())),
            status: Set("ACTIVE".to_owned()),
            updated_at: Set(now()),
            ..Default::default()
        };
        row.insert(&self.store.db).await.unwrap();
    }

    /// A notice in a state, for Alice; its number.
    async fn notice(&self, campaign: &str, key: &str, state: &str) -> i64 {
        let row = notification_log::ActiveModel {
            key: Set(key.to_owned()),
            kind: Set("launch".to_owned()),
            person_id: Set("00u1".to_owned()),
            payload: Set("{}".to_owned()),
            state: Set(state.to_owned()),
            planned_at: Set(now()),
            due_at: Set(now()),
            attempts: Set(20),
            tried_at: Set(["sending", "unknown"].contains(&state).then(now)),
            settled_at: Set((!["planned", "sending"].contains(&state)).then(now)),
            problem: Set((state != "sent").then(|| "Slack refused it".to_owned())),
            ..Default::default()
        };
        let id = row.insert(&self.store.db).await.unwrap().id;
        let link = notification_campaign::ActiveModel {
            notification_id: Set(id),
            campaign_id: Set(campaign.to_owned()),
        };
        link.insert(&self.store.db).await.unwrap();
        id
    }

    /// An event in a state; its number.
    async fn event(&self, campaign: Option<&str>, uuid: &str, state: &str) -> i64 {
        let row = inbox_event::ActiveModel {
            source: Set("okta".to_owned()),
            event_uuid: Set(uuid.to_owned()),
            kind: Set("certification.campaign.launch".to_owned()),
            campaign_id: Set(campaign.map(str::to_owned)),
            payload: Set("{}".to_owned()),
            state: Set(state.to_owned()),
            received_at: Set(now()),
            due_at: Set(now()),
            attempts: Set(25),
            finished_at: Set((state != "new").then(now)),
            remark: Set((state != "done").then(|| "Okta's answer is not understood".to_owned())),
            ..Default::default()
        };
        row.insert(&self.store.db).await.unwrap().id
    }

    async fn notice_row(&self, id: i64) -> notification_log::Model {
        notification_log::Entity::find_by_id(id).one(&self.store.db).await.unwrap().unwrap()
    }

    async fn event_row(&self, id: i64) -> inbox_event::Model {
        inbox_event::Entity::find_by_id(id).one(&self.store.db).await.unwrap().unwrap()
    }
}

/// The past, as far as the command is concerned.
#[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
fn now() -> DateTime<Utc> {
    Utc::now() - Duration::hours(1)
}
