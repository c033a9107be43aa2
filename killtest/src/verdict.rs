//! Whether every fact was told exactly once: what should have been told, against what arrived in Slack and what the
//! database says of it.

use std::collections::{HashMap, HashSet};

use entity::{handover, inbox_event, notification_log};
use sandbox::Sandbox;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Deserialize;

use crate::hooks::Hooks;
use crate::story::Story;

/// What was found; all of it names what it speaks of.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Messages in Slack.
    pub messages: usize,
    /// Those of them that remind.
    pub reminders: usize,
    /// Should have been told and was not.
    pub missed: Vec<String>,
    /// Was told more than once.
    pub repeated: Vec<String>,
    /// Nobody can say why it was told, or whether it was.
    pub unknown: Vec<String>,
    /// Rows on which the service still has to work.
    pub open: u64,
}

/// What is needed of a notice of items that were handed on.
#[derive(Deserialize)]
struct Handed {
    #[serde(default)]
    review_ids: Vec<String>,
}

impl Verdict {
    /// Looks at everything.
    pub async fn reach(
        database: &DatabaseConnection,
        sandbox: &Sandbox,
        story: &Story,
        hooks: &Hooks,
    ) -> anyhow::Result<Self> {
        let rows = notification_log::Entity::find().all(database).await?;
        let events = inbox_event::Entity::find().all(database).await?;
        let untold = handover::Entity::find().filter(handover::Column::State.eq("open"));
        let mut verdict = Self { open: untold.count(database).await?, ..Self::default() };
        let arrived = verdict.arrivals(sandbox, &rows);
        verdict.launches(sandbox, story, &arrived);
        verdict.reminders(story, &arrived);
        verdict.digests(story, &arrived);
        verdict.outbox(&rows, story, &arrived);
        verdict.handovers(story, &rows, &arrived);
        verdict.events(hooks, &events);
        let odd = [hooks.refused(), sandbox.okta.strange(), sandbox.slack.strange()].concat();
        verdict.unknown.extend(odd);
        Ok(verdict)
    }

    /// Nothing is missing, and nothing is left to be done.
    pub fn is_quiet(&self) -> bool {
        self.open == 0 && self.missed.is_empty()
    }

    /// Every fact was told once.
    pub fn is_good(&self) -> bool {
        self.is_quiet() && self.repeated.is_empty() && self.unknown.is_empty()
    }

    /// How often each key arrived in Slack.
    fn arrivals(&mut self, sandbox: &Sandbox, rows: &[notification_log::Model]) -> HashMap<String, usize> {
        let planned: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        let mut arrived: HashMap<String, usize> = HashMap::new();
        for message in sandbox.slack.messages() {
            self.messages += 1;
            match message.metadata["event_payload"]["key"].as_str() {
                Some(key) => *arrived.entry(key.to_owned()).or_default() += 1,
                None => self.unknown.push(format!("a message without a key: {}", message.text)),
            }
        }
        for (key, times) in &arrived {
            if *times > 1 {
                self.repeated.push(format!("{key} arrived {times} times"));
            }
            if !planned.contains(key.as_str()) {
                self.unknown.push(format!("{key} arrived and is not in the outbox"));
            }
        }
        arrived
    }

    /// One launch DM for each reviewer, and for nobody else.
    fn launches(&mut self, sandbox: &Sandbox, story: &Story, arrived: &HashMap<String, usize>) {
        let mut launches_to: HashMap<String, usize> = HashMap::new();
        for message in sandbox.slack.messages() {
            if message.metadata["event_payload"]["key"].as_str().is_some_and(|key| key.starts_with("launch:"))
            {
                *launches_to.entry(message.user).or_default() += 1;
            }
        }
        let expected: HashMap<String, &str> = story.launches().collect();
        for (key, slack) in &expected {
            if !arrived.contains_key(key) {
                self.missed.push(key.clone());
            }
            let times = launches_to.get(*slack).copied().unwrap_or(0);
            if times > 1 {
                self.repeated.push(format!("{slack} got {times} launch messages"));
            }
        }
        let others = arrived.keys().filter(|key| key.starts_with("launch:") && !expected.contains_key(*key));
        self.unknown.extend(others.map(|key| format!("{key} went to somebody who was assigned nothing")));
    }

    /// One reminder for each who was owed one, whatever day it bears, and none for anybody else.
    fn reminders(&mut self, story: &Story, arrived: &HashMap<String, usize>) {
        let mut reminders: HashMap<&str, usize> = HashMap::new();
        for key in arrived.keys() {
            if let Some((_, okta)) = key.strip_prefix("reminder:").and_then(|rest| rest.split_once(':')) {
                *reminders.entry(okta).or_default() += 1;
            }
        }
        self.reminders = reminders.values().sum();
        for okta in story.earlier.owed() {
            match reminders.remove(okta) {
                None => self.missed.push(format!("a reminder for {okta}")),
                Some(1) => {}
                Some(times) => self.repeated.push(format!("{okta} got {times} reminders")),
            }
        }
        self.unknown.extend(reminders.into_keys().map(|okta| format!("{okta} was reminded of nothing")));
    }

    /// One digest for whoever runs the campaigns of which reviewers are reminded, whatever day it bears, and none for
    /// anybody else.
    fn digests(&mut self, story: &Story, arrived: &HashMap<String, usize>) {
        let mut digests: HashMap<&str, usize> = HashMap::new();
        for key in arrived.keys() {
            if let Some((_, okta)) = key.strip_prefix("owner_digest:").and_then(|rest| rest.split_once(':')) {
                *digests.entry(okta).or_default() += 1;
            }
        }
        for okta in story.earlier.owners() {
            match digests.remove(okta) {
                None => self.missed.push(format!("a digest for {okta}")),
                Some(1) => {}
                Some(times) => self.repeated.push(format!("{okta} got {times} digests")),
            }
        }
        self.unknown.extend(digests.into_keys().map(|okta| format!("{okta} got a digest of nothing")));
    }

    /// What the outbox says was sent has arrived, and nothing in it was given up.
    fn outbox(&mut self, rows: &[notification_log::Model], story: &Story, arrived: &HashMap<String, usize>) {
        let told_before = story.earlier.told();
        for row in rows.iter().filter(|row| !told_before.contains(&row.key)) {
            match row.state.as_str() {
                "planned" | "sending" => self.open += 1,
                "sent" if arrived.contains_key(&row.key) => {}
                "sent" => self.missed.push(format!("{} is said to be sent", row.key)),
                state => self.unknown.push(format!("{} is {state}: {:?}", row.key, row.problem)),
            }
        }
    }

    /// Each item that was handed on was told once, to who has it.
    fn handovers(
        &mut self,
        story: &Story,
        rows: &[notification_log::Model],
        arrived: &HashMap<String, usize>,
    ) {
        let mut told: HashMap<(String, String), usize> = HashMap::new();
        for row in rows.iter().filter(|row| row.kind == "reassignment" && arrived.contains_key(&row.key)) {
            match serde_json::from_str::<Handed>(&row.payload) {
                Ok(handed) => handed.review_ids.into_iter().for_each(|item| {
                    *told.entry((item, row.person_id.clone())).or_default() += 1;
                }),
                Err(why) => self.unknown.push(format!("{} cannot be read: {why}", row.key)),
            }
        }
        for handed in &story.handed {
            let (item, heir) = handed;
            match told.remove(handed) {
                None => self.missed.push(format!("{heir} was not told of {item}")),
                Some(1) => {}
                Some(times) => self.repeated.push(format!("{heir} was told of {item} {times} times")),
            }
        }
        let others = told.into_keys();
        self.unknown
            .extend(others.map(|(item, heir)| format!("{heir} was told of {item}, which is not theirs")));
    }

    /// What a hook was promised is stored and done.
    fn events(&mut self, hooks: &Hooks, events: &[inbox_event::Model]) {
        // A sweep puts events in for ever.
        let theirs = events.iter().filter(|event| event.source != "certs");
        let stored: HashMap<&str, &inbox_event::Model> =
            theirs.map(|event| (event.event_uuid.as_str(), event)).collect();
        for event in stored.values() {
            match event.state.as_str() {
                "new" => self.open += 1,
                "done" => {}
                state => self.unknown.push(format!("event {} is {state}", event.event_uuid)),
            }
        }
        let lost = hooks.promised().into_iter().filter(|uuid| !stored.contains_key(uuid.as_str()));
        self.missed.extend(lost.map(|uuid| format!("event {uuid} was answered 204 and is not stored")));
    }
}
