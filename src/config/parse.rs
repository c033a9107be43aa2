//! Reading single settings; each problem is noted and reading goes on.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use chrono::NaiveTime;
use chrono_tz::Tz;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::settings::default_of;
use super::{CampaignChannel, Problems};
use crate::domain::cadence::Cadence;
use crate::domain::daily_run::DailyRun;

/// Longest duration: far more than anybody should wait for a message, and the calendar has room for it.
const LONGEST: Duration = Duration::from_hours(30 * 24);

/// Looks names up and collects what is wrong.
pub(super) struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, problems: Vec::new() }
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, Problems> {
        if self.problems.is_empty() { Ok(value) } else { Err(Problems(self.problems)) }
    }

    pub(super) fn text(&self, name: &str) -> String {
        let set = (self.lookup)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        set.unwrap_or_else(|| default_of(name).to_owned())
    }

    /// Whether neither a value nor a default says anything.
    pub(super) fn is_empty(&self, name: &str) -> bool {
        self.text(name).is_empty()
    }

    /// How many problems there are so far.
    pub(super) fn problems(&self) -> usize {
        self.problems.len()
    }

    /// Notes a problem in words of its own.
    pub(super) fn note(&mut self, problem: String) {
        self.problems.push(problem);
    }

    pub(super) fn problem(&mut self, name: &str, expected: &str) {
        let state = if self.text(name).is_empty() { "is not set" } else { "is not understood" };
        self.problems.push(format!("{name} {state}; expected {expected}"));
    }

    pub(super) fn parsed<T>(
        &mut self,
        name: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = parse(&self.text(name));
        if value.is_none() {
            self.problem(name, expected);
        }
        value
    }

    /// A secret: its value never gets into a problem.
    pub(super) fn secret(&mut self, name: &str, expected: &str, prefix: &str) -> SecretString {
        let usable =
            |t: &str| !t.is_empty() && t.starts_with(prefix) && t.chars().all(|c| matches!(c, ' '..='~'));
        let value = self.parsed(name, expected, |t| usable(t).then(|| SecretString::from(t)));
        value.unwrap_or_default()
    }

    /// The signing secret, which is not needed where an app token is set.
    pub(super) fn signing_secret(&mut self, name: &str, app_token: &str) -> SecretString {
        if self.is_empty(name) && !self.is_empty(app_token) {
            return SecretString::default();
        }
        self.secret(name, "the app's signing secret", "")
    }

    /// The token of Socket Mode, if one is set.
    pub(super) fn app_token(&mut self, name: &str) -> Option<SecretString> {
        let expected = "an app-level token that starts with xapp-";
        (!self.is_empty(name)).then(|| self.secret(name, expected, "xapp-"))
    }

    pub(super) fn database_url(&mut self, name: &str) -> SecretString {
        let starts_well =
            |t: &str| ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| t.starts_with(scheme));
        // What does not parse would be quoted by sea-orm, password included.
        let known = |t: &str| starts_well(t) && Url::parse(t).is_ok();
        let value = self.parsed(name, "a URL that starts with sqlite:// or postgres://", |t| {
            known(t).then(|| SecretString::from(t))
        });
        value.unwrap_or_default()
    }

    pub(super) fn listen(&mut self) -> SocketAddr {
        self.parsed("CERTS_LISTEN", "an address and port such as 127.0.0.1:8080", |t| t.parse().ok())
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)))
    }

    pub(super) fn base_url(&mut self, name: &str) -> Option<Url> {
        self.parsed(name, "a base URL such as https://acme.okta.com", |t| {
            let url = Url::parse(t.trim_end_matches('/')).ok()?;
            (is_acceptable(&url) && url.query().is_none() && url.fragment().is_none()).then_some(url)
        })
    }

    pub(super) fn review_url(&mut self, name: &str, org_url: Option<&Url>) -> String {
        let template = self.text(name);
        if template.is_empty() {
            return org_url
                .map(|url| format!("{}/app/UserHome", url.as_str().trim_end_matches('/')))
                .unwrap_or_default();
        }
        // Slack refuses button URLs over 3,000 characters; an id takes its place within the rest.
        let fits = template.len() <= 2_900;
        let parses =
            |text: &str| Url::parse(&text.replace("{campaignId}", "x")).is_ok_and(|url| is_acceptable(&url));
        if !(fits && parses(&template)) {
            self.problem(name, "an https URL of at most 2,900 characters, in which {campaignId} is replaced");
        }
        template
    }

    /// A time of day, and the zone it is meant in; `reader` is each reader's own.
    pub(super) fn daily_run(&mut self, at: &str, zone: &str) -> DailyRun {
        let at = self.parsed(at, "a time of day such as 09:00", time_of_day);
        let expected = "an IANA time zone such as Europe/Berlin, or `reader` for each reader's own";
        let zone = self.parsed(zone, expected, |t| match t {
            "reader" => Some((Tz::UTC, true)),
            name => name.parse().ok().map(|zone| (zone, false)),
        });
        let (zone, for_readers) = zone.unwrap_or((Tz::UTC, false));
        DailyRun { at: at.unwrap_or_default(), zone, for_readers }
    }

    pub(super) fn duration(&mut self, name: &str, example: &str, at_least: Duration) -> Duration {
        let expected = format!("a duration such as {example}, 2h or 1d, and at most 30d");
        let value = self.parsed(name, &expected, |t| {
            humantime::parse_duration(t).ok().filter(|value| (at_least..=LONGEST).contains(value))
        });
        value.unwrap_or_default()
    }

    pub(super) fn cadence(&mut self, days: &str, closing: &str) -> Cadence {
        let parsed = Cadence::from_str(&self.text(days));
        if let Err(why) = &parsed {
            self.problems
                .push(format!("{days} is not understood: {why}; expected days such as 7,14,21,25,+7"));
        }
        let closing_days = self.days_or_off(closing);
        let mut cadence =
            parsed.unwrap_or(Cadence { days: Vec::new(), then_every: None, closing_days: None });
        cadence.closing_days = closing_days;
        cadence
    }

    /// A number of days before the end of a campaign.
    pub(super) fn days_or_off(&mut self, name: &str) -> Option<u32> {
        let days = self.parsed(name, "a number of days from 1 to 90, or `off`", |t| match t {
            "off" => Some(None),
            number => number.parse().ok().filter(|n| (1..=90).contains(n)).map(Some),
        });
        days.flatten()
    }

    pub(super) fn admins(&mut self, name: &str) -> Vec<String> {
        self.names(name, &["U", "W"], "Slack user ids (U…) or e-mail addresses, separated by commas")
    }

    /// E-mail addresses, which are put in lower case, and Slack ids that begin with one of these letters.
    pub(super) fn names(&mut self, name: &str, letters: &[&str], expected: &str) -> Vec<String> {
        let text = self.text(name);
        let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let is_slack_id = |part: &str| {
            part.len() >= 2
                && letters.iter().any(|letter| part.starts_with(letter))
                && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        };
        let is_address = |part: &str| {
            let sides = part.split_once('@');
            sides.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
                && !part.contains(char::is_whitespace)
        };
        if !parts.iter().all(|part| is_address(part) || is_slack_id(part)) {
            self.problem(name, expected);
        }
        parts
            .iter()
            .map(|part| if part.contains('@') { part.to_lowercase() } else { (*part).to_owned() })
            .collect()
    }

    pub(super) fn campaign_channel(&mut self, name: &str) -> Option<CampaignChannel> {
        if self.is_empty(name) {
            return None;
        }
        let is_id = |text: &str| {
            text.len() >= 2
                && text.starts_with(['C', 'G'])
                && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        };
        self.parsed(name, "a Slack channel id (C… or G…), or `create`", |text| match text {
            "create" => Some(CampaignChannel::Create),
            id => is_id(id).then(|| CampaignChannel::Existing(id.to_owned())),
        })
    }

    pub(super) fn log_filter(&mut self, name: &str) -> String {
        let text = self.text(name);
        if EnvFilter::try_new(&text).is_err() {
            self.problem(name, "a tracing filter such as info or info,certs=debug");
        }
        text
    }
}

fn is_acceptable(url: &Url) -> bool {
    url.has_host() && matches!(url.scheme(), "https" | "http")
}

/// `HH:MM`.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// Stands in for a URL whose absence is already noted; never used.
pub(super) fn nowhere() -> Url {
    #[expect(clippy::unwrap_used, reason = "a constant that parses")]
    Url::parse("https://unset.invalid").unwrap()
}

/// The `.env` file of the working directory, if there is one.
pub(super) fn dot_env() -> Result<HashMap<String, String>, Problems> {
    match std::fs::read_to_string(".env") {
        Ok(text) => read_dot_env(&text),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(HashMap::new()),
        Err(why) => Err(Problems(vec![format!(".env cannot be read: {why}")])),
    }
}

/// Reads the text of a `.env` file.
///
/// # Errors
/// Where it is not understood, without what it holds.
pub fn read_dot_env(text: &str) -> Result<HashMap<String, String>, Problems> {
    let unreadable = |why: dotenvy::Error| match why {
        // The line's number, never its text: there may be a secret in it.
        dotenvy::Error::LineParse(line, _) => {
            let at = text.lines().position(|one| one.contains(line.trim()));
            let place = at.map_or_else(String::new, |at| format!(" line {}", at + 1));
            Problems(vec![format!(".env{place} is not understood; expected NAME=value")])
        }
        other => Problems(vec![format!(".env cannot be read: {other}")]),
    };
    dotenvy::from_read_iter(text.as_bytes()).collect::<Result<_, _>>().map_err(unreadable)
}
