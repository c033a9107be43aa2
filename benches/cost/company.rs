//! What there is in the local Okta and the local Slack: campaigns of different sizes with the same reviewers.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context as _;
use sandbox::{Campaign, Company as Acme, Member, Reviewer, Sandbox, User, limits};

/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;
/// Reviewers of each campaign.
const REVIEWERS: usize = 500;

/// The vendors, and the ids of the campaigns by name.
pub struct Company {
    /// The vendors, without their limits.
    pub sandbox: Sandbox,
    campaigns: HashMap<&'static str, (String, usize)>,
}

impl Company {
    /// Campaigns of these names and numbers of items, scheduled.
    pub async fn found(campaigns: &[(&'static str, usize)]) -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let (sandbox, now) = (Sandbox::start(Arc::new(chrono::Utc::now)).await?, chrono::Utc::now());
        sandbox.slack.limits_off(true);
        for bucket in ["campaigns", "reviews", "logs", "users", "groups", "apps"] {
            sandbox.okta.set_rate_limit_of(bucket, UNLIMITED);
        }
        sandbox.okta.keep_no_answers(true);
        let acme = Acme::acme();
        acme.move_in(&sandbox);
        let mut ids = HashMap::new();
        for (name, items) in campaigns {
            let campaign = Campaign::new(name, &acme.dana.okta, now, 28);
            ids.insert(*name, (campaign.id.clone(), *items));
            sandbox.okta.add_campaign(campaign.clone());
            for number in 0..REVIEWERS {
                let (first, last) = (format!("{name}{number}"), "Reviewer");
                let user = User::new(&first, last);
                sandbox.slack.add_member(Member::new(&first, last));
                let share = items / REVIEWERS + usize::from(number < items % REVIEWERS);
                sandbox.okta.add_reviews(&campaign.id, Reviewer::User(user.id.clone()), share);
                sandbox.okta.add_user(user);
            }
        }
        Ok(Self { sandbox, campaigns: ids })
    }

    /// The id of a campaign.
    pub fn campaign(&self, name: &str) -> anyhow::Result<&str> {
        self.find(name).map(|(id, _)| id.as_str())
    }

    /// How many pages its items fill.
    pub fn pages_of(&self, name: &str) -> anyhow::Result<u64> {
        self.find(name).map(|(_, items)| items.div_ceil(limits::GOVERNANCE_PAGE_MAX) as u64)
    }

    fn find(&self, name: &str) -> anyhow::Result<&(String, usize)> {
        self.campaigns.get(name).context("there is no such campaign")
    }
}
