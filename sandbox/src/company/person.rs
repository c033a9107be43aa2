//! One person of the company, as Okta and as Slack know them.

use crate::Member;
use crate::okta::User;

/// One person, under the ids that Okta and Slack know them by.
#[derive(Clone, Debug)]
pub struct Person {
    /// "Dana".
    pub first: String,
    /// "Dana Cruz".
    pub name: String,
    /// Okta's user id (`00u…`).
    pub okta: String,
    /// Slack's user id (`U…`); of nobody for those who have no account there.
    pub slack: String,
    /// The address in both.
    pub email: String,
    /// IANA time zone.
    pub tz: String,
    family: String,
}

impl Person {
    /// Addresses and ids have no accents.
    pub(super) fn new(first: &str, family: &str, tz: &str) -> Self {
        let (plain_first, plain_family) = (plain(first), plain(family));
        let user = User::new(&plain_first, &plain_family);
        Self {
            first: first.to_owned(),
            name: format!("{first} {family}"),
            email: user.email.unwrap_or_default(),
            okta: user.id,
            slack: Member::new(&plain_first, &plain_family).id,
            tz: tz.to_owned(),
            family: family.to_owned(),
        }
    }

    /// `manager` is whatever names their manager in the profile.
    pub(super) fn user(&self, manager: Option<String>) -> User {
        let mut user = User::new(&self.first, &self.family);
        user.id.clone_from(&self.okta);
        user.email = Some(self.email.clone());
        user.manager_id = manager;
        user
    }

    pub(super) fn member(&self) -> Member {
        Member {
            id: self.slack.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            tz: self.tz.clone(),
            deactivated: false,
        }
    }
}

fn plain(name: &str) -> String {
    let plain = |c| match c {
        'á' => 'a',
        'é' => 'e',
        'ø' => 'o',
        'ł' => 'l',
        other => other,
    };
    name.chars().filter(|c| *c != '\'').map(plain).collect()
}
