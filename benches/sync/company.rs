//! What there is in the local Okta: one large campaign, and what changes in it.

use std::sync::Arc;

use sandbox::{Campaign, Company as Acme, Reviewer, Sandbox, User};

/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;
/// Reviewers of the campaign.
const REVIEWERS: usize = 2_000;

/// The vendors, and the campaign.
pub struct Company {
    /// The vendors.
    pub sandbox: Sandbox,
    /// The campaign's id.
    pub campaign: String,
}

impl Company {
    /// A campaign with so many items, which has begun.
    pub async fn found(items: usize) -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "there is no service yet that has a clock")]
        let (sandbox, now) = (Sandbox::start(Arc::new(chrono::Utc::now)).await?, chrono::Utc::now());
        for bucket in ["campaigns", "reviews", "logs", "users", "groups", "apps"] {
            sandbox.okta.set_rate_limit_of(bucket, UNLIMITED);
        }
        sandbox.okta.keep_no_answers(true);
        let acme = Acme::acme();
        acme.move_in(&sandbox);
        let campaign = Campaign::new("Large", &acme.dana.okta, now, 28);
        sandbox.okta.add_campaign(campaign.clone());
        for number in 0..REVIEWERS {
            let user = User::new(&format!("large{number}"), "Reviewer");
            let share = items / REVIEWERS + usize::from(number < items % REVIEWERS);
            sandbox.okta.add_reviews(&campaign.id, Reviewer::User(user.id.clone()), share);
            sandbox.okta.add_user(user);
        }
        sandbox.okta.launch(&campaign.id);
        sandbox.okta.take_events();
        Ok(Self { sandbox, campaign: campaign.id })
    }

    /// One item in two hundred is decided, and one in two hundred goes to somebody else.
    pub fn change_one_in_a_hundred(&self) {
        let okta = &self.sandbox.okta;
        let reviews = okta.reviews(&self.campaign);
        let reviewer = |at: usize| match &reviews[at].reviewer {
            Reviewer::User(id) => id.clone(),
            _ => String::new(),
        };
        for at in (0..reviews.len()).step_by(200) {
            okta.decide(&reviews[at].id, &reviewer(at), "APPROVE");
            let (other, to) = ((at + 100) % reviews.len(), (at + reviews.len() / 2) % reviews.len());
            okta.reassign_quietly(&[reviews[other].id.clone()], &reviewer(other), &reviewer(to), "Yours now");
        }
        okta.take_events();
    }
}
