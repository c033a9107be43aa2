//! The service as a process, doing one thing, and the memory that took in KiB.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use entity::{campaign, inbox_event};
use futures_util::StreamExt;
use measure::{Place, Service, Steps, connect, eventually, reached};
use sandbox::limits;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::bolt::REST;
use crate::company::Company;
use crate::ready;

/// Hooks under way at the same time.
const AT_ONCE: usize = 4;

/// What is run, where, and with which vendors.
pub struct Runs<'a> {
    binary: &'a str,
    place: &'a mut Place,
    company: &'a Company,
    /// Where campaigns were read, by their names.
    databases: HashMap<String, String>,
}

impl<'a> Runs<'a> {
    /// None so far.
    pub fn new(binary: &'a str, place: &'a mut Place, company: &'a Company) -> Self {
        Self { binary, place, company, databases: HashMap::new() }
    }

    async fn service(&self, database: &str) -> anyhow::Result<Service> {
        let settings = [("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000")];
        Service::start(self.binary, self.place.folder(), &self.company.sandbox, database, &settings).await
    }

    /// At rest, on a database that is migrated.
    pub async fn idle(&mut self) -> anyhow::Result<Option<u64>> {
        let database = self.place.database("idle").await?;
        self.service(&database).await?.stop().await?;
        let service = self.service(&database).await?;
        tokio::time::sleep(REST).await;
        let memory = service.memory("VmRSS");
        service.stop().await?;
        Ok(memory)
    }

    /// At most, from the start until a campaign is read.
    pub async fn read(&mut self, name: &str) -> anyhow::Result<Option<u64>> {
        let database = self.place.database(name).await?;
        self.databases.insert(name.to_owned(), database.clone());
        let service = self.service(&database).await?;
        let (id, pages, okta) =
            (self.company.campaign(name)?, self.company.pages_of(name)?, &self.company.sandbox.okta);
        okta.forget_calls();
        okta.launch(id);
        let statuses = okta.send_hooks().await?;
        ensure!(statuses == [204], "the launch was answered {statuses:?}");
        let db = connect(&database).await?;
        let asked = async || Ok(okta.count("/governance/api/v1/reviews") as u64);
        reached("pages of items", pages, asked).await?;
        let is_read = async || {
            let known = campaign::Entity::find_by_id(id).one(&db).await?;
            Ok(known.and_then(|known| known.synced_at))
        };
        eventually("the end of the read", is_read).await?;
        let memory = service.memory("VmHWM");
        service.stop().await?;
        db.close().await?;
        Ok(memory)
    }

    /// At most, while the events of the close of a campaign that was read come in full hooks, and are worked off.
    pub async fn flood(&mut self, name: &str) -> anyhow::Result<Option<u64>> {
        let database = self.databases.get(name).cloned().context("it was not read before")?;
        let service = self.service(&database).await?;
        let okta = &self.company.sandbox.okta;
        okta.close(self.company.campaign(name)?);
        let events = okta.take_events();
        let hooks = events.chunks(limits::HOOK_BATCH).map(|hook| okta.send_events(hook));
        let mut steps = Steps::begin("hooks", hooks.len());
        let mut statuses = futures_util::stream::iter(hooks).buffer_unordered(AT_ONCE);
        while let Some(status) = statuses.next().await {
            ensure!(status? == 204, "a hook was refused");
            steps.step();
        }
        let db = connect(&database).await?;
        let none_waits = async || {
            let waiting = inbox_event::Entity::find().filter(inbox_event::Column::State.eq("new"));
            Ok((waiting.count(&db).await? == 0).then_some(()))
        };
        eventually("an empty inbox", none_waits).await?;
        let memory = service.memory("VmHWM");
        service.stop().await?;
        db.close().await?;
        Ok(memory)
    }

    /// How long so many starts took, on a database that is migrated.
    pub async fn starts(&mut self, many: usize) -> anyhow::Result<Vec<Duration>> {
        let database = self.place.database("starts").await?;
        self.service(&database).await?.stop().await?;
        let mut took = Vec::with_capacity(many);
        let mut steps = Steps::begin("starts", many);
        for _ in 0..many {
            took.push(ready::start(self.binary, self.place.folder(), &self.company.sandbox, &database)?);
            steps.step();
        }
        Ok(took)
    }
}
