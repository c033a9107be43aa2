//! Small campaigns for stories that need no more than a few reviewers.

use sandbox::{Campaign, Member, Person, Reviewer, User};

use super::{World, at};

/// A campaign of 28 days from 1 September 2026 on, planned, with so many items for each of these reviewers.
pub fn planned(w: &World, name: &str, loads: &[(Reviewer, usize)]) -> Campaign {
    let campaign = Campaign::new(name, &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    for (reviewer, items) in loads {
        w.okta.add_reviews(&campaign.id, reviewer.clone(), *items);
    }
    campaign
}

/// The same, begun; the hook has not told yet.
pub fn begun(w: &World, name: &str, loads: &[(&Person, usize)]) -> Campaign {
    let loads: Vec<_> = loads.iter().map(|(person, items)| (user(person), *items)).collect();
    let campaign = planned(w, name, &loads);
    w.okta.launch(&campaign.id);
    campaign
}

/// This person as a reviewer.
pub fn user(person: &Person) -> Reviewer {
    Reviewer::User(person.okta.clone())
}

/// A campaign of 28 days in which Alice has three items, launched and told of.
pub async fn alices(w: &World, name: &str, start: &str) -> Campaign {
    let campaign = Campaign::new(name, &w.company.dana.okta, at(start), 28);
    w.okta.add_campaign(campaign.clone());
    w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), 3);
    w.okta.launch(&campaign.id);
    w.hear().await;
    campaign
}

impl World {
    /// A campaign of 28 days from now, scheduled, in which so many people have one item each.
    pub fn crowd(&self, name: &str, people: usize) -> Campaign {
        let campaign = Campaign::new(name, &self.company.dana.okta, self.clock.now(), 28);
        self.okta.add_campaign(campaign.clone());
        for number in 0..people {
            let (first, last) = (format!("{name}{number}"), "Reviewer");
            let user = User::new(&first, last);
            self.slack.add_member(Member::new(&first, last));
            self.okta.add_reviews(&campaign.id, Reviewer::User(user.id.clone()), 1);
            self.okta.add_user(user);
        }
        campaign
    }
}
