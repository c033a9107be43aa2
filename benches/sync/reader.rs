//! The service without its loops, told to read the campaign; and its client without the service.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use certs::app::App;
use certs::clock::Clock;
use certs::config::Config;
use certs::flow::{Progress, accept, intake};
use certs::store::inbox::{self, Incoming, NEW, OURS};
use certs::store::{Store, campaigns, commit};

use crate::company::Company;

/// Who reads.
pub struct Reader {
    app: App,
    campaign: String,
}

impl Reader {
    /// On an empty database.
    pub async fn start(company: &Company, database: String) -> anyhow::Result<Self> {
        let (okta, slack) = (&company.sandbox.okta, &company.sandbox.slack);
        let settings = [
            ("DATABASE_URL", database),
            ("OKTA_ORG_URL", okta.url()),
            ("OKTA_API_TOKEN", okta.token().to_owned()),
            ("OKTA_HOOK_SECRET", "bench-hook-secret".to_owned()),
            ("SLACK_API_URL", slack.url()),
            ("SLACK_BOT_TOKEN", slack.token().to_owned()),
            ("SLACK_SIGNING_SECRET", slack.signing_secret().to_owned()),
        ];
        let value =
            |name: &str| settings.iter().find(|(set, _)| *set == name).map(|(_, value)| value.clone());
        let config = Config::from_lookup(&value)?;
        let store = Store::connect(&config.database_url).await?;
        store.migrate().await?;
        Ok(Self { app: App::new(config, Clock::System, store)?, campaign: company.campaign.clone() })
    }

    /// Reads all pages and keeps nothing.
    pub async fn pages_alone(&self) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        self.app.okta.campaign(&self.campaign).await?;
        let mut after: Option<String> = None;
        loop {
            let page = self.app.okta.reviews(&self.campaign, false, after.as_deref()).await?;
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(begun.elapsed()),
            }
        }
    }

    /// Does what a sweep asks for: reads the campaign, stores it, and plans what that makes true.
    pub async fn sync(&self) -> anyhow::Result<Duration> {
        let now = self.app.clock.now();
        let event = Incoming {
            source: OURS,
            uuid: format!("bench:{}", now.timestamp_micros()),
            kind: accept::SWEEP.to_owned(),
            campaign_id: Some(self.campaign.clone()),
            payload: "{}".to_owned(),
            state: NEW,
        };
        let tx = self.app.store.begin().await?;
        inbox::record(&tx, [&event], now).await?;
        commit(tx).await?;
        let begun = Instant::now();
        while intake::step_with_sweeps(&self.app).await? == Progress::Busy {}
        let took = begun.elapsed();
        let known = campaigns::find(&self.app.store.db, &self.campaign).await?.context("it was not read")?;
        ensure!(known.synced_at.is_some_and(|at| at > now), "it was not read to its end");
        Ok(took)
    }

    /// Closes the database.
    pub async fn stop(self) {
        self.app.store.close().await;
    }
}
