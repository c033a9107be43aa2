//! One instance of the service, or two on one database.

use rand::Rng;
use rand::rngs::StdRng;

use crate::child::{Launcher, Service};

/// All of them; what does not run was killed.
pub struct Fleet {
    launchers: Vec<Launcher>,
    running: Vec<Option<Service>>,
}

impl Fleet {
    /// None of them runs yet.
    pub fn new(launchers: Vec<Launcher>) -> Self {
        let running = launchers.iter().map(|_| None).collect();
        Self { launchers, running }
    }

    /// Where each of them hears of Okta's events.
    pub fn doors(&self) -> Vec<String> {
        self.launchers.iter().map(Launcher::door).collect()
    }

    /// Brings the schema up to date, before any of them runs.
    pub fn migrate(&self) -> anyhow::Result<()> {
        self.launchers.first().map_or(Ok(()), Launcher::migrate)
    }

    /// What is wrong with the record of what was told.
    pub fn verify(&self) -> anyhow::Result<Option<String>> {
        self.launchers.first().map_or(Ok(None), Launcher::verify)
    }

    /// One of them.
    pub fn any(&self, rng: &mut StdRng) -> usize {
        rng.random_range(0..self.launchers.len())
    }

    /// Starts whichever does not run.
    pub fn start(&mut self) -> anyhow::Result<()> {
        for (launcher, running) in self.launchers.iter().zip(&mut self.running) {
            if running.is_none() {
                *running = Some(launcher.start()?);
            }
        }
        Ok(())
    }

    /// Waits until all are ready.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        for service in self.running.iter_mut().flatten() {
            service.ready().await?;
        }
        Ok(())
    }

    /// Whether all that should run do.
    pub fn lives(&mut self) -> anyhow::Result<()> {
        self.running.iter_mut().flatten().try_for_each(Service::lives)
    }

    /// Kills one as nothing can prevent.
    pub fn kill(&mut self, one: usize) -> anyhow::Result<()> {
        self.running.get_mut(one).and_then(Option::take).map_or(Ok(()), Service::kill)
    }

    /// Keeps one from doing anything.
    pub fn freeze(&self, one: usize) -> anyhow::Result<()> {
        self.running.get(one).and_then(Option::as_ref).map_or(Ok(()), |service| service.signal("STOP"))
    }

    /// Lets it go on as if nothing had happened.
    pub fn thaw(&self, one: usize) -> anyhow::Result<()> {
        self.running.get(one).and_then(Option::as_ref).map_or(Ok(()), |service| service.signal("CONT"))
    }

    /// Asks all to stop, and waits until they have.
    pub async fn stop(self) -> anyhow::Result<()> {
        for service in self.running.into_iter().flatten() {
            service.stop().await?;
        }
        Ok(())
    }
}
