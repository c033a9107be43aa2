//! The table of settings: names, defaults, meanings. `certs --help`, `.env.example` and the README show it.

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name of the environment variable.
    pub name: &'static str,
    /// Its default; `None` when it must be set.
    pub default: Option<&'static str>,
    /// What it is for.
    pub meaning: &'static str,
}

const fn setting(name: &'static str, default: Option<&'static str>, meaning: &'static str) -> Setting {
    Setting { name, default, meaning }
}

/// All of them, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    setting(
        "DATABASE_URL",
        Some("sqlite://certs.db?mode=rwc"),
        "SQLite for one instance, `postgres://…` for several",
    ),
    setting("CERTS_LISTEN", Some("127.0.0.1:8080"), "address to bind"),
    setting(
        "CERTS_PUBLIC_URL",
        Some(""),
        "the https address under which Okta and Slack reach the service, for `certs setup` and `certs doctor`",
    ),
    setting("OKTA_ORG_URL", None, "address of the Okta org, such as `https://acme.okta.com`"),
    setting(
        "OKTA_API_TOKEN",
        None,
        "SSWS token of an access certifications administrator; not with `OKTA_CLIENT_ID`",
    ),
    setting(
        "OKTA_CLIENT_ID",
        Some(""),
        "OAuth 2.0 service app in the place of `OKTA_API_TOKEN`: its client id",
    ),
    setting(
        "OKTA_PRIVATE_KEY",
        Some(""),
        "the service app's private key (RSA, or EC on P-256), as PEM, in which `\\n` may stand for the end of a line, or as a JWK",
    ),
    setting("OKTA_PRIVATE_KEY_FILE", Some(""), "or the file that holds it"),
    setting("OKTA_KEY_ID", Some(""), "the id that Okta gave its public key (`kid`)"),
    setting(
        "OKTA_HOOK_SECRET",
        None,
        "value of the event hook's `Authorization` header; not needed with `OKTA_EVENTS=poll`",
    ),
    setting(
        "OKTA_EVENTS",
        Some("hook"),
        "`poll`: Okta's events come from its System Log every minute, and no hook is listened to",
    ),
    setting("SLACK_BOT_TOKEN", None, "the Slack app's bot token, `xoxb-…`"),
    setting(
        "SLACK_SIGNING_SECRET",
        None,
        "the Slack app's signing secret; not needed with `SLACK_APP_TOKEN`",
    ),
    setting(
        "SLACK_APP_TOKEN",
        Some(""),
        "app-level token, `xapp-…`: Slack speaks over Socket Mode, and its routes are not listened to",
    ),
    setting("SLACK_API_URL", Some("https://slack.com/api"), "base URL of the Web API"),
    setting("CERTS_ADMINS", Some(""), "comma-separated Slack user ids or e-mail addresses"),
    setting(
        "CERTS_TIME_ZONE",
        Some("UTC"),
        "time zone of the daily run, and of calendar days; `reader`: each reader's own, and never on a weekend there",
    ),
    setting("CERTS_REMINDER_AT", Some("09:00"), "when the daily run happens"),
    setting(
        "CERTS_REMINDER_DAYS",
        Some("7,14,21,25,+7"),
        "days since start; `+N`: from there on every N days",
    ),
    setting("CERTS_CLOSING_DAYS", Some("3"), "days before the end; `off`"),
    setting(
        "CERTS_ESCALATE_DAYS",
        Some("off"),
        "days before the end from which a reviewer's manager, or whoever runs the campaign, hears once a day of what is still open; the reviewer is told a day ahead; `off`",
    ),
    setting(
        "CERTS_REASSIGNMENT_WINDOW",
        Some("30s"),
        "items reassigned within this time are announced in one message",
    ),
    setting(
        "CERTS_REVIEW_URL",
        Some(""),
        "address that Review now opens, `{campaignId}` is replaced; empty: the org's Access Certification Reviews app, or its dashboard where the org shows none",
    ),
    setting(
        "CERTS_SWEEP_EVERY",
        Some("15m"),
        "how often the System Log and the active campaigns are looked through for what no hook told",
    ),
    setting(
        "CERTS_SLACK_MESSAGES_PER_MINUTE",
        Some("300"),
        "our ceiling for `chat.postMessage`; a 429 always wins",
    ),
    setting(
        "CERTS_CAMPAIGN_CHANNEL",
        Some(""),
        "Slack channel that shows how each campaign stands, by its id; `create`: a private channel for each campaign; empty: none",
    ),
    setting(
        "CERTS_MODE",
        Some("live"),
        "`dry-run`: everything is done but the sending, and what would have been said is on record",
    ),
    setting(
        "CERTS_ONLY",
        Some(""),
        "a pilot group: e-mail addresses or Slack ids, separated by commas; nobody else is told anything; empty: everybody",
    ),
    setting(
        "CERTS_TEMPLATES",
        Some(""),
        "directory of template files for the wording of messages; empty: ours; see `docs/wording.md`",
    ),
    setting("CERTS_RETENTION_DAYS", Some("400"), "how long the record of an ended campaign is kept"),
    setting("CERTS_LOG", Some("info"), "tracing filter"),
    setting("CERTS_LOG_FORMAT", Some("text"), "`json` for machines"),
];

/// The default of `name`; empty when it has none.
pub(super) fn default_of(name: &str) -> &'static str {
    SETTINGS
        .iter()
        .find(|setting| setting.name == name)
        .and_then(|setting| setting.default)
        .unwrap_or_default()
}
