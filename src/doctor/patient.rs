//! What the checks look at, asked for once however many of them want it.

use std::future::{Ready, ready};

use tokio::sync::OnceCell;

use super::finding::Finding;
use crate::boot::{self, Opened};
use crate::clock::Clock;
use crate::config::{Config, OKTA_ACCESS, Understood};
use crate::okta::{KnownHook, Named, OF_DOCTOR, Okta, OktaError, Organization};
use crate::slack::{Identity, Slack, SlackError};
use crate::store::Store;

/// What a check comes to; an error is a finding as well, that of something which it stands on.
pub(super) type Look = Result<Finding, Finding>;

/// Whatever of Okta's settings the client needs, beside those by which it is let in.
const OF_OKTA: &[&str] = &["OKTA_ORG_URL"];
/// The same of Slack's.
const OF_SLACK: &[&str] = &["SLACK_API_URL", "SLACK_BOT_TOKEN"];

/// A deployment that is examined.
#[derive(Debug)]
pub struct Patient {
    pub(super) clock: Clock,
    understood: Understood,
    okta: Option<Okta>,
    slack: Option<Slack>,
    database: OnceCell<Opened>,
    organization: OnceCell<Result<Organization, OktaError>>,
    campaigns: OnceCell<Result<Vec<Named>, OktaError>>,
    hooks: OnceCell<Result<Vec<KnownHook>, OktaError>>,
    identity: OnceCell<Result<Identity, SlackError>>,
}

impl Patient {
    pub(super) fn new(understood: Understood, clock: Clock) -> anyhow::Result<Self> {
        let are_right = |names: &[&str]| names.iter().all(|name| understood.is_right(name));
        let config = understood.config.as_ref();
        let okta = config.filter(|_| are_right(OF_OKTA) && are_right(OKTA_ACCESS));
        let slack = config.filter(|_| are_right(OF_SLACK));
        Ok(Self {
            okta: okta
                .map(|config| Okta::new(&config.okta.asking_for(OF_DOCTOR), clock.clone()))
                .transpose()?,
            slack: slack.map(|config| Slack::new(&config.slack, clock.clone())).transpose()?,
            understood,
            clock,
            database: OnceCell::new(),
            organization: OnceCell::new(),
            campaigns: OnceCell::new(),
            hooks: OnceCell::new(),
            identity: OnceCell::new(),
        })
    }

    /// Lets go of the database.
    pub(super) async fn leave(self) {
        if let Some(Opened::There(store)) = self.database.into_inner() {
            store.close().await;
        }
    }

    /// The check of the settings themselves.
    pub(super) fn settings(&self) -> Ready<Look> {
        let problems = &self.understood.problems;
        if problems.is_empty() {
            return ready(Ok(Finding::ok("all are understood")));
        }
        ready(Ok(Finding::failed(
            problems.join("\n"),
            "Set them in the environment or in .env; README, \"Settings\", and .env.example say what each is for. The service does not start like this",
        )))
    }

    /// The settings, where these names are as they were set.
    pub(super) fn config(&self, names: &[&str]) -> Result<&Config, Finding> {
        let wrong: Vec<&str> = names.iter().filter(|name| !self.understood.is_right(name)).copied().collect();
        match &self.understood.config {
            Some(config) if wrong.is_empty() => Ok(config),
            Some(_) => Err(Finding::waits_for(&format!("{} cannot be used as set", wrong.join(", ")))),
            None => Err(Finding::waits_for("the settings cannot be used as set")),
        }
    }

    /// The database, as it is.
    pub(super) async fn database(&self) -> Result<&Opened, Finding> {
        let config = self.config(&["DATABASE_URL"])?;
        Ok(self.database.get_or_init(|| boot::look_at(&config.database_url)).await)
    }

    /// The database, where it answers and has a schema.
    pub(super) async fn store(&self) -> Result<&Store, Finding> {
        match self.database().await? {
            Opened::There(store) => Ok(store),
            Opened::Missing => Err(Finding::waits_for("there is no database yet")),
            Opened::Unreachable(_) => Err(Finding::waits_for("the database does not answer")),
        }
    }

    /// What the org says without a token.
    pub(super) async fn organization(&self) -> Result<&Result<Organization, OktaError>, Finding> {
        let okta = self.okta_client()?;
        Ok(self.organization.get_or_init(|| okta.organization()).await)
    }

    fn okta_client(&self) -> Result<&Okta, Finding> {
        self.config(OF_OKTA)?;
        if OKTA_ACCESS.iter().any(|name| !self.understood.is_right(name)) {
            return Err(Finding::waits_for("the settings by which Okta lets us in cannot be used as set"));
        }
        self.okta.as_ref().ok_or_else(|| Finding::waits_for("the settings cannot be used as set"))
    }

    /// The active campaigns, by which it also shows whether the credentials are any good.
    pub(super) async fn campaigns(&self) -> Result<&Result<Vec<Named>, OktaError>, Finding> {
        let okta = self.okta_client()?;
        if self.organization().await?.is_err() {
            return Err(Finding::waits_for("Okta cannot be reached"));
        }
        Ok(self.campaigns.get_or_init(|| okta.look_at_campaigns()).await)
    }

    /// Okta, where it can be reached and takes our credentials.
    pub(super) async fn okta(&self) -> Result<&Okta, Finding> {
        match self.campaigns().await? {
            Err(why) if why.is_unauthorized() => Err(Finding::waits_for("Okta refuses the credentials")),
            _ => self.okta_client(),
        }
    }

    /// The event hooks of the org.
    pub(super) async fn hooks(&self) -> Result<&Result<Vec<KnownHook>, OktaError>, Finding> {
        let okta = self.okta().await?;
        Ok(self.hooks.get_or_init(|| okta.event_hooks()).await)
    }

    /// Who we are to Slack.
    pub(super) async fn identity(&self) -> Result<&Result<Identity, SlackError>, Finding> {
        self.config(OF_SLACK)?;
        let Some(slack) = &self.slack else {
            return Err(Finding::waits_for("the settings cannot be used as set"));
        };
        Ok(self.identity.get_or_init(|| slack.identity()).await)
    }

    /// Slack, where it can be reached and takes our token.
    pub(super) async fn slack(&self) -> Result<(&Slack, &Identity), Finding> {
        match (self.identity().await?, &self.slack) {
            (Ok(identity), Some(slack)) => Ok((slack, identity)),
            _ => Err(Finding::waits_for("Slack cannot be asked with the bot token")),
        }
    }
}
