//! The settings: read once at the start, every problem reported at once, secrets never shown.

mod okta;
mod parse;
mod pilot;
mod private_key;
mod public_url;
mod rules;
mod settings;
mod templates;
mod understood;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use crate::domain::cadence::Cadence;
use crate::domain::daily_run::DailyRun;
use crate::domain::escalation::Escalation;
use crate::domain::pilot::Pilot;
pub use okta::{ACCESS as OKTA_ACCESS, OktaAccess, OktaConfig, OktaEvents, ServiceApp};
use parse::Reader;
pub use parse::read_dot_env;
pub use private_key::PrivateKey;
pub use public_url::{ManifestConfig, below, no_address};
pub use settings::{SETTINGS, Setting};
pub use understood::Understood;

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`; may hold a password.
    pub database_url: SecretString,
    /// `CERTS_LISTEN` – where the HTTP server binds.
    pub listen: SocketAddr,
    /// `CERTS_PUBLIC_URL` – where Okta and Slack reach the service, as far as it was told.
    pub public_url: Option<Url>,
    /// The Okta side.
    pub okta: OktaConfig,
    /// The Slack side.
    pub slack: SlackConfig,
    /// `CERTS_ADMINS` – Slack user ids as written, e-mail addresses in lower case.
    pub admins: Vec<String>,
    /// `CERTS_TIME_ZONE`, `CERTS_REMINDER_AT` – when the daily run happens and days begin.
    pub daily_run: DailyRun,
    /// `CERTS_REMINDER_DAYS`, `CERTS_CLOSING_DAYS` – which days bear a reminder.
    pub cadence: Cadence,
    /// `CERTS_ESCALATE_DAYS` – from when on somebody else hears of what is still open; off if none.
    pub escalation: Option<Escalation>,
    /// `CERTS_REASSIGNMENT_WINDOW` – items reassigned within it are told together.
    pub reassignment_window: Duration,
    /// `CERTS_REVIEW_URL` – where **Review now** leads; `{campaignId}` is replaced. Where it is not set, the org's dashboard
    /// until the org has said where its reviews app is ([`OktaConfig::asks_for_reviews_app`]).
    pub review_url: String,
    /// `CERTS_SWEEP_EVERY` – how often the System Log and the active campaigns are looked through.
    pub sweep_every: Duration,
    /// `CERTS_CAMPAIGN_CHANNEL` – where in Slack the status of each campaign stands; `None` when nowhere.
    pub campaign_channel: Option<CampaignChannel>,
    /// `CERTS_MODE`, `CERTS_ONLY` – whether anything is said, and to whom alone.
    pub pilot: Pilot,
    /// `CERTS_TEMPLATES` – directory of templates for messages; ours alone if none.
    pub templates: Option<PathBuf>,
    /// `CERTS_RETENTION_DAYS` – how long the record of an ended campaign is kept.
    pub retention_days: u32,
    /// `CERTS_LOG` – tracing filter.
    pub log_filter: String,
    /// `CERTS_LOG_FORMAT` – JSON lines instead of text.
    pub log_json: bool,
}

/// Where the status of a campaign stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CampaignChannel {
    /// In this channel, with that of all the others.
    Existing(String),
    /// In a private channel of its own, which is made for it.
    Create,
}

/// How to reach Slack and to know it when it calls.
#[derive(Debug, Clone)]
pub struct SlackConfig {
    /// `SLACK_API_URL` – base URL of the Web API.
    pub api_url: Url,
    /// `SLACK_BOT_TOKEN`.
    pub bot_token: SecretString,
    /// `SLACK_SIGNING_SECRET`; empty where Slack speaks over Socket Mode and none is set.
    pub signing_secret: SecretString,
    /// `SLACK_APP_TOKEN` – Slack speaks over Socket Mode instead of calling.
    pub app_token: Option<SecretString>,
    /// `CERTS_SLACK_MESSAGES_PER_MINUTE` – ceiling for `chat.postMessage` over any minute.
    pub messages_per_minute: u32,
}

/// Settings that cannot be used: one line each, by name, with what was expected.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{} cannot be used as set:\n  {}", if .0.len() == 1 { "one setting" } else { "some settings" }, .0.join("\n  "))]
pub struct Problems(pub Vec<String>);

impl Config {
    /// Reads the settings through `lookup`, which gives a name's value.
    ///
    /// # Errors
    /// All that is missing or wrong, at once.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Problems> {
        let mut read = Reader::new(lookup);
        let org_url = read.base_url("OKTA_ORG_URL");
        let review_url = read.review_url("CERTS_REVIEW_URL", org_url.as_ref());
        let daily_run = read.run_of_day();
        let cadence = read.reminder_days();
        let config = Self {
            database_url: read.database_url("DATABASE_URL"),
            listen: read.listen(),
            public_url: read.public_url("CERTS_PUBLIC_URL"),
            okta: OktaConfig::read(&mut read, org_url),
            slack: SlackConfig {
                api_url: read.base_url("SLACK_API_URL").unwrap_or_else(parse::nowhere),
                bot_token: read.secret("SLACK_BOT_TOKEN", "a bot token that starts with xoxb-", "xoxb-"),
                signing_secret: read.signing_secret("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"),
                app_token: read.app_token("SLACK_APP_TOKEN"),
                messages_per_minute: read
                    .parsed("CERTS_SLACK_MESSAGES_PER_MINUTE", "a number from 1 to 1000000", |t| {
                        t.parse().ok().filter(|n| (1..=1_000_000).contains(n))
                    })
                    .unwrap_or(1),
            },
            admins: read.admins("CERTS_ADMINS"),
            daily_run,
            cadence,
            escalation: read.escalation(),
            reassignment_window: read.duration("CERTS_REASSIGNMENT_WINDOW", "30s", Duration::ZERO),
            review_url,
            sweep_every: read.duration("CERTS_SWEEP_EVERY", "15m", Duration::from_secs(1)),
            campaign_channel: read.campaign_channel("CERTS_CAMPAIGN_CHANNEL"),
            pilot: read.pilot(),
            templates: templates::directory(&mut read),
            retention_days: read
                .parsed("CERTS_RETENTION_DAYS", "a number of days from 1 to 36500", |t| {
                    t.parse().ok().filter(|n| (1..=36500).contains(n))
                })
                .unwrap_or(1),
            log_filter: read.log_filter("CERTS_LOG"),
            log_json: read
                .parsed("CERTS_LOG_FORMAT", "`text` or `json`", |t| match t {
                    "text" => Some(false),
                    "json" => Some(true),
                    _ => None,
                })
                .unwrap_or(false),
        };
        read.finish(config)
    }

    /// Reads the settings from the environment, and where that is silent from a `.env` file in the working
    /// directory.
    ///
    /// # Errors
    /// All that is missing or wrong, at once; also a `.env` that cannot be read.
    pub fn from_environment() -> Result<Self, Problems> {
        Self::from_lookup(&lookup()?)
    }

    /// `DATABASE_URL` alone, for commands that need no more.
    ///
    /// # Errors
    /// When it cannot be used, or a `.env` cannot be read.
    pub fn database_url_from_environment() -> Result<SecretString, Problems> {
        Self::read_environment(|read| read.database_url("DATABASE_URL"))
    }

    /// Some of the settings, from the environment and a `.env` file.
    fn read_environment<T>(some: impl FnOnce(&mut Reader<'_>) -> T) -> Result<T, Problems> {
        let lookup = lookup()?;
        let mut read = Reader::new(&lookup);
        let value = some(&mut read);
        read.finish(value)
    }

    /// `CERTS_LISTEN` alone, for asking a service that runs.
    ///
    /// # Errors
    /// When it cannot be used, or a `.env` cannot be read.
    pub fn listen_from_environment() -> Result<SocketAddr, Problems> {
        let lookup = lookup()?;
        let mut read = Reader::new(&lookup);
        let listen = read.listen();
        read.finish(listen)
    }
}

/// Looks a name up in the environment, and where that is silent in a `.env` file in the working directory.
fn lookup() -> Result<impl Fn(&str) -> Option<String>, Problems> {
    let file = parse::dot_env()?;
    Ok(move |name: &str| environment(name).or_else(|| file.get(name).cloned()))
}

/// The user of the operating system, as far as the environment tells: no setting, but who is at the terminal.
pub fn operator() -> Option<String> {
    let name = environment("USER").or_else(|| environment("LOGNAME"));
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads settings from the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
