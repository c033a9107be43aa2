//! The table of checks: a new one is a line here and a function.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::finding::Finding;
use super::patient::Patient;
use super::{address, admins, channel, database, doubles, hook, okta, scopes, slack, tabs, time, words};

/// Whom a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// What was set.
    Settings,
    /// The database.
    Database,
    /// What the clocks show.
    Clock,
    /// The org.
    Okta,
    /// The workspace and the app in it.
    Slack,
}

impl Group {
    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Settings => "Settings",
            Self::Database => "Database",
            Self::Clock => "Clock",
            Self::Okta => "Okta",
            Self::Slack => "Slack",
        }
    }
}

/// One check.
#[derive(Debug)]
pub struct Check {
    /// For programs: stays the same from version to version.
    pub name: &'static str,
    /// Whom it is about.
    pub group: Group,
    /// What it looks at, in a few words.
    pub looks_at: &'static str,
    /// Looks.
    pub look: for<'a> fn(&'a Patient) -> BoxFuture<'a, Finding>,
}

macro_rules! check {
    ($group:ident, $name:literal, $looks_at:literal, $look:path) => {
        Check {
            name: $name,
            group: Group::$group,
            looks_at: $looks_at,
            look: |patient| $look(patient).map(|found| found.unwrap_or_else(|instead| instead)).boxed(),
        }
    };
}

/// All of them, in the order in which they are shown.
pub static CHECKS: &[Check] = &[
    check!(Settings, "settings", "settings", Patient::settings),
    check!(Settings, "templates", "CERTS_TEMPLATES", words::templates),
    check!(Settings, "trial", "who is told", words::trial),
    check!(Database, "database.reachable", "DATABASE_URL", database::reachable),
    check!(Database, "database.schema", "schema", database::schema),
    check!(Database, "database.write", "writing", database::write),
    check!(Database, "database.latency", "round trip", database::latency),
    check!(Clock, "clock.okta", "beside Okta's", time::okta),
    check!(Clock, "clock.slack", "beside Slack's", time::slack),
    check!(Okta, "okta.reachable", "OKTA_ORG_URL", okta::reachable),
    check!(Okta, "okta.token", "credentials", okta::token),
    check!(Okta, "okta.campaigns", "campaigns", okta::campaigns),
    check!(Okta, "okta.reviews", "reviews", okta::reviews),
    check!(Okta, "okta.users", "users", okta::users),
    check!(Okta, "okta.groups", "groups", okta::groups),
    check!(Okta, "okta.system-log", "System Log", okta::system_log),
    check!(Okta, "okta.reviews-app", "reviews app", okta::reviews_app),
    check!(Okta, "okta.hook", "event hook", hook::event_hook),
    check!(Okta, "okta.hook-address", "hook's address", address::okta),
    check!(Okta, "okta.own-slack", "Okta's own Slack DMs", doubles::slack),
    check!(Okta, "okta.own-emails", "Okta's own e-mails", doubles::emails),
    check!(Slack, "slack.token", "bot token", slack::token),
    check!(Slack, "slack.scopes", "scopes needed", scopes::needed),
    check!(Slack, "slack.optional-scopes", "scopes for more", scopes::optional),
    check!(Slack, "slack.request-urls", "request URLs", address::slack),
    check!(Slack, "slack.socket-mode", "Socket Mode", slack::socket_mode),
    check!(Slack, "slack.messages-tab", "messages tab", tabs::messages),
    check!(Slack, "slack.home-tab", "Home tab", tabs::home),
    check!(Slack, "slack.admins", "CERTS_ADMINS", admins::known),
    check!(Slack, "slack.campaign-channel", "campaign channel", channel::reachable),
];
