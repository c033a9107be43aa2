//! The org's memory: everything behind the one lock of the local Okta.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::event_hooks::EventHook;
use super::model::{Campaign, Group, Review, User};
use super::oauth::{self, OAuth};
use crate::fault::Faults;
use crate::limits;
use crate::record::Record;
use crate::window::Window;

/// A campaign with the dates that Okta adds.
#[derive(Debug)]
pub(super) struct HeldCampaign {
    pub(super) campaign: Campaign,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
}

/// An item with what Okta adds.
#[derive(Debug)]
pub(super) struct HeldReview {
    pub(super) review: Review,
    pub(super) created: DateTime<Utc>,
    pub(super) updated: DateTime<Utc>,
    pub(super) updated_by: String,
    pub(super) decided: Option<DateTime<Utc>>,
    /// The first level as it was when the item went on to the second.
    pub(super) first_level: Option<Review>,
}

/// Everything that the org knows.
#[derive(Debug)]
pub(super) struct State {
    pub(super) users: HashMap<String, User>,
    pub(super) groups: HashMap<String, Group>,
    pub(super) campaigns: Vec<HeldCampaign>,
    pub(super) reviews: Vec<HeldReview>,
    review_at: HashMap<String, usize>,
    reviews_of: HashMap<String, Vec<usize>>,
    /// The System Log in the order in which it was written.
    pub(super) log: Vec<(DateTime<Utc>, Value)>,
    pub(super) queue: Vec<Value>,
    pub(super) hooks: Vec<EventHook>,
    /// Whether Okta's own Slack notifications are on; none where its Slack app is not installed.
    pub(super) own_slack: Option<bool>,
    pub(super) oauth: OAuth,
    pub(super) record: Record,
    pub(super) faults: Faults,
    pub(super) windows: HashMap<&'static str, Window>,
    pub(super) refuse_and: bool,
    pub(super) hide_emails: bool,
    /// Ids of what is shown as nothing that Okta documents.
    pub(super) garbled: HashSet<String>,
    pub(super) made: u64,
}

impl State {
    pub(super) fn new() -> Self {
        let buckets = [
            ("campaigns", limits::GOVERNANCE_PER_MINUTE),
            ("reviews", limits::GOVERNANCE_PER_MINUTE),
            ("logs", limits::LOGS_PER_MINUTE),
            ("users", limits::USERS_PER_MINUTE),
            ("groups", limits::GROUPS_PER_MINUTE),
            ("apps", limits::APPS_PER_MINUTE),
            ("eventHooks", limits::HOOKS_PER_MINUTE),
            ("settings", limits::GOVERNANCE_PER_MINUTE),
            (oauth::PATH, limits::TOKENS_PER_MINUTE),
        ];
        let window = |limit| Window::new(limit, limits::OKTA_WINDOW_SECONDS);
        Self {
            users: HashMap::new(),
            groups: HashMap::new(),
            campaigns: Vec::new(),
            reviews: Vec::new(),
            review_at: HashMap::new(),
            reviews_of: HashMap::new(),
            log: Vec::new(),
            queue: Vec::new(),
            hooks: Vec::new(),
            own_slack: None,
            oauth: OAuth::default(),
            record: Record::default(),
            faults: Faults::default(),
            windows: buckets.into_iter().map(|(name, limit)| (name, window(limit))).collect(),
            refuse_and: false,
            hide_emails: false,
            garbled: HashSet::new(),
            made: 0,
        }
    }

    pub(super) fn campaign(&self, id: &str) -> Option<&HeldCampaign> {
        self.campaigns.iter().find(|held| held.campaign.id == id)
    }

    pub(super) fn campaign_mut(&mut self, id: &str) -> Option<&mut HeldCampaign> {
        self.campaigns.iter_mut().find(|held| held.campaign.id == id)
    }

    pub(super) fn review(&self, id: &str) -> Option<&HeldReview> {
        self.review_at.get(id).and_then(|at| self.reviews.get(*at))
    }

    pub(super) fn review_mut(&mut self, id: &str) -> Option<&mut HeldReview> {
        self.review_at.get(id).and_then(|at| self.reviews.get_mut(*at))
    }

    pub(super) fn reviews_of(&self, campaign: &str) -> impl Iterator<Item = &HeldReview> {
        self.reviews_from(campaign, None)
    }

    /// A campaign's items in the order in which they were made, from this one on: the pages of a large campaign must not
    /// each walk over all pages before. All of them when it is none of them.
    pub(super) fn reviews_from(
        &self,
        campaign: &str,
        first: Option<&str>,
    ) -> impl Iterator<Item = &HeldReview> + use<'_> {
        let all = self.reviews_of.get(campaign).map_or(&[][..], Vec::as_slice);
        let at = first.and_then(|id| self.review_at.get(id)).and_then(|at| all.binary_search(at).ok());
        all.iter().skip(at.unwrap_or_default()).filter_map(|at| self.reviews.get(*at))
    }

    /// Adds the item, or puts it in the place of the one with its id.
    pub(super) fn put_review(&mut self, held: HeldReview) {
        if let Some(old) = self.review_mut(&held.review.id) {
            *old = held;
            return;
        }
        let at = self.reviews.len();
        self.review_at.insert(held.review.id.clone(), at);
        self.reviews_of.entry(held.review.campaign.clone()).or_default().push(at);
        self.reviews.push(held);
    }

    /// A number that no id was made from before.
    pub(super) fn fresh(&mut self) -> u64 {
        self.made += 1;
        self.made
    }
}
