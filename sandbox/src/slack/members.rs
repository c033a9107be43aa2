//! Who is in the workspace, found by id, by DM and by address however many there are.

use std::collections::HashMap;

use super::model::{Member, user_of};

/// The members, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Members {
    all: Vec<Member>,
    by_id: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
}

impl Members {
    /// Adds a member, or puts them in the place of the one with this id.
    pub(super) fn put(&mut self, member: Member) {
        let email = member.email.to_ascii_lowercase();
        let place = if let Some(&place) = self.by_id.get(&member.id) {
            self.by_email.retain(|_, of| *of != place);
            self.all[place] = member;
            place
        } else {
            self.by_id.insert(member.id.clone(), self.all.len());
            self.all.push(member);
            self.all.len() - 1
        };
        // Of two with one address, the first is found.
        self.by_email.entry(email).or_insert(place);
    }

    pub(super) fn all(&self) -> &[Member] {
        &self.all
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Member> {
        self.by_id.get(id).and_then(|&place| self.all.get(place))
    }

    pub(super) fn by_id_mut(&mut self, id: &str) -> Option<&mut Member> {
        self.by_id.get(id).and_then(|&place| self.all.get_mut(place))
    }

    /// The member whose DM this is.
    pub(super) fn by_dm(&self, dm: &str) -> Option<&Member> {
        user_of(dm).iter().find_map(|id| self.by_id(id))
    }

    /// However it is spelled.
    pub(super) fn by_email(&self, email: &str) -> Option<&Member> {
        self.by_email.get(&email.to_ascii_lowercase()).and_then(|&place| self.all.get(place))
    }
}
