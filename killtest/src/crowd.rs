//! The people: reviewers with their items in campaigns of different sizes, and people to whom items are handed.

use sandbox::{Campaign, Company, Member, Review, Reviewer, Sandbox, User};

/// Items of each reviewer.
pub const ITEMS: usize = 4;
/// Reviewers of each small campaign.
const SMALL: usize = 25;

/// One who reviews.
pub struct Giver {
    /// Okta id.
    pub okta: String,
    /// Slack id.
    pub slack: String,
    /// The items that the campaign gave them.
    pub items: Vec<String>,
    /// Whether they handed some on.
    pub has_given: bool,
}

/// A campaign and its reviewers.
pub struct Cohort {
    /// The campaign's id.
    pub campaign: String,
    /// Who reviews in it, and in no other.
    pub givers: Vec<Giver>,
}

/// Everybody.
pub struct Crowd {
    /// One large campaign, which takes several pages, and many small ones.
    pub cohorts: Vec<Cohort>,
    /// Okta ids of people who review nothing until something is handed to them.
    pub heirs: Vec<String>,
}

impl Crowd {
    /// Moves so many reviewers into both vendors; their campaigns wait to be launched.
    pub fn move_in(sandbox: &Sandbox, reviewers: usize) -> Self {
        let company = Company::acme();
        company.move_in(sandbox);
        let large = reviewers.div_ceil(3);
        let mut sizes = vec![large];
        let mut rest = reviewers - large;
        while rest > 0 {
            sizes.push(rest.min(SMALL));
            rest -= rest.min(SMALL);
        }
        let mut cohorts = Vec::new();
        for (number, size) in sizes.into_iter().enumerate() {
            #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
            let start = chrono::Utc::now();
            let campaign = Campaign::new(&format!("Access of unit {number}"), &company.dana.okta, start, 28);
            let id = campaign.id.clone();
            sandbox.okta.add_campaign(campaign);
            let givers = (0..size).map(|one| giver(sandbox, &id, number, one, &company.alice.okta)).collect();
            cohorts.push(Cohort { campaign: id, givers });
        }
        let heirs =
            (0..(reviewers / 10).max(3)).map(|one| person(sandbox, &format!("Heir{one}")).0).collect();
        Self { cohorts, heirs }
    }
}

fn giver(sandbox: &Sandbox, campaign: &str, number: usize, one: usize, about: &str) -> Giver {
    let (okta, slack) = person(sandbox, &format!("Unit{number}n{one}"));
    let item = |item: usize| {
        let id = format!("icr{number:05}{one:08}{item:04}");
        sandbox.okta.add_review(Review::new(&id, campaign, about, Reviewer::User(okta.clone())));
        id
    };
    let items = (0..ITEMS).map(item).collect();
    Giver { okta, slack, items, has_given: false }
}

/// Somebody with an account in both vendors; answers both ids.
fn person(sandbox: &Sandbox, first: &str) -> (String, String) {
    let user = User::new(first, "Kestrel");
    let member = Member::new(first, "Kestrel");
    let ids = (user.id.clone(), member.id.clone());
    sandbox.okta.add_user(user);
    sandbox.slack.add_member(member);
    ids
}
