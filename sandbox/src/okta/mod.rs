//! The local Okta: an org whose state a story changes and whose HTTP answers follow the published descriptions.

mod deeds;
mod directory;
mod event;
mod event_hooks;
mod filter;
mod governance;
mod hook;
mod http;
mod id;
mod log;
mod model;
mod oauth;
mod page;
mod query;
mod reply;
mod settings;
mod state;
mod wire;

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::fault::Fault;
use crate::record::Call;
use crate::server::Server;
use crate::window::Window;
use crate::{Now, limits};
use http::OktaDesk;
use state::{HeldCampaign, HeldReview, State};

pub use event_hooks::EventHook;
pub(crate) use id::fingerprint;
pub use id::okta_id;
pub(crate) use model::capital;
pub use model::{Campaign, Group, Level, Review, Reviewer, User};
pub use oauth::ServiceApp;
pub(crate) use page::{cursor, position};

/// A handle on the local Okta; clones share it.
#[derive(Clone)]
pub struct Okta {
    state: Arc<Mutex<State>>,
    server: Arc<Server>,
    now: Now,
    ahead: Arc<AtomicI64>,
    token: String,
    client: reqwest::Client,
}

impl fmt::Debug for Okta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Okta").field("url", &self.server.url).finish_non_exhaustive()
    }
}

impl Okta {
    pub(crate) async fn start(now: Now, patience: Duration) -> anyhow::Result<Self> {
        let state = Arc::new(Mutex::new(State::new()));
        let token = "00sandboxOktaToken".to_owned();
        let ahead = Arc::new(AtomicI64::new(0));
        let (story, seconds) = (now.clone(), ahead.clone());
        let now: Now = Arc::new(move || story() + chrono::Duration::seconds(seconds.load(Ordering::SeqCst)));
        // Hooks do not follow redirects.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.timeout(patience).build()?;
        let desk = OktaDesk {
            state: state.clone(),
            now: now.clone(),
            ahead: ahead.clone(),
            token: token.clone(),
            client: client.clone(),
        };
        let server = Arc::new(Server::start(|_| desk).await?);
        state.lock().unwrap_or_else(PoisonError::into_inner).oauth.url.clone_from(&server.url);
        Ok(Self { state, server, now, ahead, token, client })
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The base URL.
    pub fn url(&self) -> String {
        self.server.url.clone()
    }

    /// The API token that it accepts.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Adds a person, or puts them in the place of the one with this id.
    pub fn add_user(&self, user: User) {
        self.with(|state| state.users.insert(user.id.clone(), user));
    }

    /// Adds a group, or puts it in the place of the one with this id.
    pub fn add_group(&self, group: Group) {
        self.with(|state| state.groups.insert(group.id.clone(), group));
    }

    /// Adds a campaign, or puts it in the place of the one with this id.
    pub fn add_campaign(&self, campaign: Campaign) {
        let now = self.now();
        self.with(|state| match state.campaign_mut(&campaign.id) {
            Some(held) => {
                held.campaign = campaign;
                held.updated = now;
            }
            None => state.campaigns.push(HeldCampaign { campaign, created: now, updated: now }),
        });
    }

    /// Adds an item, or puts it in the place of the one with this id.
    pub fn add_review(&self, review: Review) {
        let now = self.now();
        self.with(|state| put(state, review, now));
    }

    /// Adds so many undecided items with made-up ids, about people of the org in turn; answers the ids.
    pub fn add_reviews(&self, campaign: &str, reviewer: Reviewer, n: usize) -> Vec<String> {
        let now = self.now();
        self.with(|state| {
            let mut people: Vec<String> = state.users.keys().cloned().collect();
            people.sort();
            let made = |reviewer| {
                let number = state.fresh();
                let id = format!("icr{number:017}");
                let turn = usize::try_from(number).unwrap_or(0) % people.len().max(1);
                let principal = people.get(turn).cloned().unwrap_or_else(|| okta_id("00u", "somebody"));
                put(state, Review::new(&id, campaign, &principal, reviewer), now);
                id
            };
            std::iter::repeat_n(reviewer, n).map(made).collect()
        })
    }

    /// The campaigns as they stand.
    pub fn campaigns(&self) -> Vec<Campaign> {
        self.with(|state| state.campaigns.iter().map(|held| held.campaign.clone()).collect())
    }

    /// An item as it stands.
    pub fn review(&self, id: &str) -> Option<Review> {
        self.with(|state| state.review(id).map(|held| held.review.clone()))
    }

    /// A campaign's items as they stand.
    pub fn reviews(&self, campaign: &str) -> Vec<Review> {
        self.with(|state| state.reviews_of(campaign).map(|held| held.review.clone()).collect())
    }

    /// The requests and answers so far.
    pub fn calls(&self) -> Vec<Call> {
        self.with(|state| state.record.calls.clone())
    }

    /// How many requests had a path with this prefix.
    pub fn count(&self, path_prefix: &str) -> usize {
        self.with(|state| state.record.calls.iter().filter(|call| call.path.starts_with(path_prefix)).count())
    }

    /// Forgets the requests so far.
    pub fn forget_calls(&self) {
        self.with(|state| state.record.calls.clear());
    }

    /// Whether it is kept only that something was asked, and not what was answered.
    pub fn keep_no_answers(&self, yes: bool) {
        self.with(|state| state.record.is_brief = yes);
    }

    /// What it did not understand; a story fails on these.
    pub fn strange(&self) -> Vec<String> {
        self.with(|state| state.record.strange.clone())
    }

    /// The next so many requests to paths with this prefix go wrong.
    pub fn fail_next(&self, path_prefix: &str, n: usize, fault: Fault) {
        self.with(|state| state.faults.add(path_prefix, None, n, fault));
    }

    /// The same for requests that speak of this in their query.
    pub fn fail_about(&self, path_prefix: &str, about: &str, n: usize, fault: Fault) {
        self.with(|state| state.faults.add(path_prefix, Some(about), n, fault));
    }

    /// From now on this campaign or item is shown as nothing that Okta documents, on its own and in lists.
    pub fn garble(&self, id: &str) {
        self.with(|state| state.garbled.insert(id.to_owned()));
    }

    /// Takes back every fault still to come.
    pub fn heal(&self) {
        self.with(|state| {
            state.faults.clear();
            state.garbled.clear();
        });
    }

    /// Whether `and` in the reviews filter is refused with 400 E0000031.
    pub fn refuse_and_filters(&self, yes: bool) {
        self.with(|state| state.refuse_and = yes);
    }

    /// Requests per minute to each governance bucket.
    pub fn set_rate_limit(&self, per_minute: u32) {
        self.set_rate_limit_of("campaigns", per_minute);
        self.set_rate_limit_of("reviews", per_minute);
    }

    /// Requests per minute to one bucket: campaigns, reviews, logs, users, groups, apps, eventHooks or settings.
    pub fn set_rate_limit_of(&self, bucket: &'static str, per_minute: u32) {
        let window = Window::new(per_minute, limits::OKTA_WINDOW_SECONDS);
        self.with(|state| state.windows.insert(bucket, window));
    }

    /// By how many seconds its clock goes before the story's; it goes after for less than none.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.ahead.store(seconds, Ordering::SeqCst);
    }

    /// Whether Okta notifies reviewers in Slack on its own; none: its Slack app is not installed.
    pub fn set_own_slack(&self, on: Option<bool>) {
        self.with(|state| state.own_slack = on);
    }

    /// Whether profiles in items come without an address.
    pub fn hide_emails(&self, yes: bool) {
        self.with(|state| state.hide_emails = yes);
    }
}

fn put(state: &mut State, review: Review, now: DateTime<Utc>) {
    let decided = (review.decision != "UNREVIEWED").then_some(now);
    state.put_review(HeldReview {
        created: now,
        updated: now,
        updated_by: wire::SYSTEM.to_owned(),
        decided,
        first_level: None,
        review,
    });
}
