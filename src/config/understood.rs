//! Settings of which some may be wrong: what can be used is, so that somebody who sets things up hears of everything
//! that is wrong at once and not one thing after the other.

use std::collections::BTreeSet;

use super::okta::ACCESS as OKTA_ACCESS;
use super::settings::{SETTINGS, Setting};
use super::{Config, Problems};

/// What was understood.
#[derive(Debug)]
pub struct Understood {
    /// The settings, with something harmless in the place of what is wrong; `None` when even that makes no whole.
    pub config: Option<Config>,
    /// What is wrong, a line each, beginning with the setting's name where it is about one.
    pub problems: Vec<String>,
    wrong: BTreeSet<String>,
}

impl Understood {
    /// Reads the environment and a `.env` file.
    pub fn from_environment() -> Self {
        match super::lookup() {
            Ok(lookup) => Self::from_lookup(&lookup),
            Err(Problems(unreadable)) => {
                let mut rest = Self::from_lookup(&super::environment);
                rest.problems.splice(0..0, unreadable);
                rest
            }
        }
    }

    /// Reads the settings through `lookup`, which gives a name's value.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        let problems = match Config::from_lookup(lookup) {
            Ok(config) => return Self { config: Some(config), problems: Vec::new(), wrong: BTreeSet::new() },
            Err(Problems(problems)) => problems,
        };
        let names = SETTINGS.iter().map(|setting| setting.name);
        let is_of_a_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let is_named = |name: &&str| {
            problems.iter().any(|line| line.split(|c| !is_of_a_name(c)).any(|word| word == *name))
        };
        let mut wrong: BTreeSet<String> = names.filter(is_named).map(str::to_owned).collect();
        // The ways of being let in by Okta are one or the other: half of one beside a stand-in would be both.
        if OKTA_ACCESS.iter().any(|name| wrong.contains(*name)) {
            wrong.extend(OKTA_ACCESS.iter().map(|&name| name.to_owned()));
        }
        let harmless = |name: &str| {
            if wrong.contains(name) {
                SETTINGS.iter().find(|known| known.name == name).and_then(stand_in)
            } else {
                lookup(name)
            }
        };
        Self { config: Config::from_lookup(&harmless).ok(), problems, wrong }
    }

    /// Whether this setting is as it was set.
    pub fn is_right(&self, name: &str) -> bool {
        self.config.is_some() && !self.wrong.contains(name)
    }
}

/// What parses where a setting must be set; nothing is done with it.
fn stand_in(setting: &Setting) -> Option<String> {
    let text = match setting.name {
        // What is needed in its place may not be set.
        "OKTA_EVENTS" => "poll",
        "SLACK_APP_TOKEN" => "xapp-unset",
        _ if setting.default.is_some() => return None,
        name if name.ends_with("URL") => "https://unset.invalid",
        "SLACK_BOT_TOKEN" => "xoxb-unset",
        _ => "unset",
    };
    Some(text.to_owned())
}
