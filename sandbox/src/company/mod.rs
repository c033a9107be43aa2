//! A small company with names, so that a demo and a story read like something that happened.

mod person;

use chrono::{DateTime, Utc};

use crate::Sandbox;
use crate::okta::{Campaign, Group, Level, Reviewer};
pub use person::Person;

/// Acme: who works there, and who reviews.
#[derive(Clone, Debug)]
pub struct Company {
    /// Runs the campaigns; the administrator.
    pub dana: Person,
    /// Reviews in "Q4 Production Access".
    pub alice: Person,
    /// Reviews in "Q4 Production Access" and in "SOX Two-Level".
    pub bob: Person,
    /// Reviews in "Q4 Production Access".
    pub carol: Person,
    /// Reviews in "Q4 Production Access".
    pub priya: Person,
    /// Reviews in "Q4 Production Access"; has no Slack account.
    pub linus: Person,
    /// Reviews in "Q4 Production Access"; has left: inactive in Okta, deactivated in Slack.
    pub grace: Person,
    /// Leads payments.
    pub kenji: Person,
    /// Leads payments.
    pub fatima: Person,
    /// Leads payments.
    pub oluwaseun: Person,
    /// Reviews in "Q4 Production Access", and the first level of "SOX Two-Level".
    pub mateo: Person,
    /// Reviews the second level of "SOX Two-Level".
    pub ingrid: Person,
    /// Everybody else: they are reviewed.
    pub staff: Vec<Person>,
    /// The group "Payments Leads".
    pub payments_leads: Group,
}

impl Default for Company {
    fn default() -> Self {
        Self::acme()
    }
}

impl Company {
    /// The company, which lives nowhere yet.
    pub fn acme() -> Self {
        let staff = [
            ("Amara", "Okafor", "Europe/London"),
            ("Chen", "Wei", "Asia/Tokyo"),
            ("Elif", "Demir", "Europe/Berlin"),
            ("Hugo", "Moreau", "Europe/Berlin"),
            ("José", "Fernández", "America/New_York"),
            ("Leilani", "Kahale", "America/Los_Angeles"),
            ("Noor", "Haddad", "Europe/London"),
            ("Paweł", "Nowak", "Europe/Berlin"),
            ("Rosa", "Jiménez", "America/New_York"),
            ("Sam", "Taylor", "America/Los_Angeles"),
            ("Siobhan", "O'Neill", "Europe/London"),
            ("Tariq", "Aziz", "Asia/Kolkata"),
            ("Yuki", "Tanaka", "Asia/Tokyo"),
        ];
        let kenji = Person::new("Kenji", "Sato", "Asia/Tokyo");
        let fatima = Person::new("Fatima", "Rahman", "Asia/Kolkata");
        let oluwaseun = Person::new("Oluwaseun", "Adeyemi", "Europe/London");
        let leads = [kenji.okta.clone(), fatima.okta.clone(), oluwaseun.okta.clone()];
        Self {
            dana: Person::new("Dana", "Cruz", "America/New_York"),
            alice: Person::new("Alice", "Ng", "Asia/Tokyo"),
            bob: Person::new("Bob", "Marsh", "America/Los_Angeles"),
            carol: Person::new("Carol", "Diaz", "America/New_York"),
            priya: Person::new("Priya", "Raman", "Asia/Kolkata"),
            linus: Person::new("Linus", "Berg", "Europe/Berlin"),
            grace: Person::new("Grace", "Mbeki", "Europe/London"),
            mateo: Person::new("Mateo", "Rossi", "Europe/Berlin"),
            ingrid: Person::new("Ingrid", "Sørensen", "Europe/Berlin"),
            payments_leads: Group::new("Payments Leads", &leads, &leads[..1]),
            staff: staff.iter().map(|(first, family, tz)| Person::new(first, family, tz)).collect(),
            kenji,
            fatima,
            oluwaseun,
        }
    }

    /// Everybody who works there, and Grace, who did.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> + Clone {
        let named = [&self.dana, &self.alice, &self.bob, &self.carol, &self.priya, &self.linus, &self.grace];
        let more = [&self.kenji, &self.fatima, &self.oluwaseun, &self.mateo, &self.ingrid];
        named.into_iter().chain(more).chain(&self.staff)
    }

    /// The one with this first name.
    pub fn person(&self, first: &str) -> Option<&Person> {
        self.everybody().find(|person| person.first == first)
    }

    /// The one with this Okta or Slack id.
    pub fn by_id(&self, id: &str) -> Option<&Person> {
        self.everybody().find(|person| person.okta == id || person.slack == id)
    }

    /// What Okta's profile names as somebody's manager: Ingrid's id or address, as it happens, for those who report to
    /// her, Dana's id for the others; Dana herself has none.
    fn manager_of(&self, person: &Person) -> Option<String> {
        match person.first.as_str() {
            "Dana" => None,
            "Alice" | "Carol" => Some(self.ingrid.okta.clone()),
            "Bob" | "Priya" => Some(self.ingrid.email.clone()),
            _ => Some(self.dana.okta.clone()),
        }
    }

    /// Adds everybody to Okta, and everybody but Linus to Slack.
    pub fn move_in(&self, sandbox: &Sandbox) {
        for person in self.everybody() {
            sandbox.okta.add_user(person.user(self.manager_of(person)));
            if person.okta != self.linus.okta {
                sandbox.slack.add_member(person.member());
            }
        }
        sandbox.okta.deactivate_user(&self.grace.okta);
        sandbox.slack.deactivate(&self.grace.slack);
        sandbox.okta.add_group(self.payments_leads.clone());
    }

    /// "Q4 Production Access": 28 days, 60 items of seven reviewers, silence revokes. Scheduled; to be launched.
    pub fn q4_production_access(&self, sandbox: &Sandbox, start: DateTime<Utc>) -> Campaign {
        let mut campaign = Campaign::new("Q4 Production Access", &self.dana.okta, start, 28);
        "Who may touch production. Asked every quarter.".clone_into(&mut campaign.description);
        "DENY".clone_into(&mut campaign.no_response);
        sandbox.okta.add_campaign(campaign.clone());
        let items = [
            (&self.alice, 12),
            (&self.bob, 14),
            (&self.carol, 9),
            (&self.priya, 10),
            (&self.linus, 5),
            (&self.grace, 4),
            (&self.mateo, 6),
        ];
        for (reviewer, n) in items {
            sandbox.okta.add_reviews(&campaign.id, Reviewer::User(reviewer.okta.clone()), n);
        }
        campaign
    }

    /// "Payments Quarterly": 14 days, 12 items that any of the payments leads may decide. Scheduled; to be launched.
    pub fn payments_quarterly(&self, sandbox: &Sandbox, start: DateTime<Utc>) -> Campaign {
        let mut campaign = Campaign::new("Payments Quarterly", &self.dana.okta, start, 14);
        "GROUP".clone_into(&mut campaign.reviewer_type);
        sandbox.okta.add_campaign(campaign.clone());
        sandbox.okta.add_reviews(&campaign.id, Reviewer::Group(self.payments_leads.id.clone()), 12);
        campaign
    }

    /// "SOX Two-Level": 28 days, 8 items of Mateo and Bob, then Ingrid's. Scheduled; to be launched.
    pub fn sox_two_level(&self, sandbox: &Sandbox, start: DateTime<Utc>) -> Campaign {
        let mut campaign = Campaign::new("SOX Two-Level", &self.dana.okta, start, 28);
        "MULTI_LEVEL".clone_into(&mut campaign.reviewer_type);
        sandbox.okta.add_campaign(campaign.clone());
        for (reviewer, n) in [(&self.mateo, 5), (&self.bob, 3)] {
            for id in sandbox.okta.add_reviews(&campaign.id, Reviewer::User(reviewer.okta.clone()), n) {
                if let Some(mut review) = sandbox.okta.review(&id) {
                    review.level = Some(Level::First);
                    review.second_level = Some(self.ingrid.okta.clone());
                    sandbox.okta.add_review(review);
                }
            }
        }
        campaign
    }
}
