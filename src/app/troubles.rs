//! What only an operator can mend, for as long as it lasts: a token, a scope, a right, the database.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The Okta org.
pub const OKTA: &str = "okta";
/// The Slack workspace.
pub const SLACK: &str = "slack";
/// The connection over which Slack speaks in Socket Mode; it has a token of its own.
pub const SOCKET: &str = "slack_socket";
/// The database.
pub const DATABASE: &str = "database";
/// A part of an API that all the others hang on.
pub const TOKEN: &str = "token";

/// Trouble with an API, or with a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// [`OKTA`], [`SLACK`], [`SOCKET`] or [`DATABASE`].
    pub api: &'static str,
    /// What of it: [`TOKEN`], a method, a step. Each comes and goes for itself: a scope that is missing for one
    /// method is not there because another method works.
    pub part: &'static str,
    /// What happened and what to do, without anything that differs from try to try.
    pub sentence: String,
}

/// What there is now; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Troubles(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    of_apis: BTreeMap<(&'static str, &'static str), String>,
    of_campaigns: BTreeMap<String, String>,
    in_channels: BTreeMap<(String, &'static str), String>,
}

impl Troubles {
    /// Says of each API that nothing is known against it, so that an alarm has a figure to look at.
    pub fn begin(&self) {
        for api in [OKTA, SLACK, SOCKET, DATABASE] {
            metrics::gauge!("certs_api_stopped", "api" => api).set(0.0);
        }
    }

    /// Notes trouble; logs it when it is news.
    pub fn note(&self, trouble: Trouble) {
        let Trouble { api, part, sentence } = trouble;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.of_apis.get(&(api, part)) == Some(&sentence) {
            return;
        }
        // Every step meets a database in trouble, and says so itself: once is enough here.
        if api != DATABASE {
            tracing::error!(api, part, "{sentence}; nothing more is asked of it until this is mended");
        } else if !kept.of_apis.keys().any(|(of, _)| *of == DATABASE) {
            tracing::error!(api, part, "{sentence}; what is to be written waits until this is mended");
        }
        metrics::gauge!("certs_api_stopped", "api" => api).set(1.0);
        kept.of_apis.insert((api, part), sentence);
    }

    /// Notes that a part of an API works, and with it what all parts hang on.
    pub fn clear(&self, api: &'static str, part: &'static str) {
        self.retain(api, |kept| kept != part && kept != TOKEN);
    }

    /// Notes that all of an API works.
    pub fn clear_all(&self, api: &'static str) {
        self.retain(api, |_| false);
    }

    fn retain(&self, api: &'static str, stays: impl Fn(&str) -> bool) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.of_apis.len();
        kept.of_apis.retain(|(of, part), _| *of != api || stays(part));
        if kept.of_apis.len() < before && !kept.of_apis.keys().any(|(of, _)| *of == api) {
            tracing::info!(api, "It works again");
            metrics::gauge!("certs_api_stopped", "api" => api).set(0.0);
        }
    }

    /// Notes that Okta does not show this campaign; whether that is news.
    pub fn note_campaign(&self, id: &str, sentence: String) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.of_campaigns.get(id) != Some(&sentence) {
            tracing::error!(campaign.id = id, "{sentence}; the other campaigns go on");
            return kept.of_campaigns.insert(id.to_owned(), sentence).is_none();
        }
        false
    }

    /// Notes that Okta shows this campaign, or says that there is none.
    pub fn clear_campaign(&self, id: &str) {
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).of_campaigns.remove(id).is_some() {
            tracing::info!(campaign.id = id, "The campaign can be read again");
        }
    }

    /// Notes what keeps Slack from doing something in the channel of a campaign.
    pub fn note_channel(&self, campaign_id: &str, method: &'static str, sentence: String) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (campaign_id.to_owned(), method);
        if kept.in_channels.get(&key) != Some(&sentence) {
            tracing::error!(campaign.id = campaign_id, method, "{sentence}; direct messages go on");
            kept.in_channels.insert(key, sentence);
        }
    }

    /// Notes that Slack does it; without a method, that there is a channel.
    pub fn clear_channel(&self, campaign_id: &str, method: Option<&str>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.in_channels.len();
        kept.in_channels.retain(|(of, part), _| of != campaign_id || method.is_some_and(|one| one != *part));
        if kept.in_channels.len() < before {
            tracing::info!(campaign.id = campaign_id, "Slack takes it in the campaign channel again");
        }
    }

    /// Whether there is any with this part of an API.
    pub fn is_noted(&self, api: &'static str, part: &'static str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).of_apis.contains_key(&(api, part))
    }

    /// Whether there is any with an API.
    pub fn has(&self, api: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).of_apis.keys().any(|(of, _)| *of == api)
    }

    /// What there is, each sentence once. Where Okta shows nothing at all, it need not be said of each campaign.
    pub fn list(&self) -> Vec<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sentences: Vec<String> = Vec::new();
        let of_apis = kept.of_apis.values();
        let shows_nothing = kept.of_apis.keys().any(|(api, _)| *api == OKTA);
        let of_campaigns = kept.of_campaigns.values().filter(|_| !shows_nothing);
        for sentence in of_apis.chain(of_campaigns).chain(kept.in_channels.values()) {
            if !sentences.contains(sentence) {
                sentences.push(sentence.clone());
            }
        }
        sentences
    }
}
