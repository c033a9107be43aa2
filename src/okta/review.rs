//! What a review of Okta's becomes.

use super::SeenReview;
use super::directory::{address, full_name};
use super::wire::{WireProfile, WireReview};
use crate::domain::person::{ACTIVE, Person};
use crate::domain::review::{FIRST, GROUP, RESOURCE_OWNER, Review, Reviewer, UNREVIEWED, USER};
use crate::outside::{NAME, PROSE, WORD, cut, id, is_id};

impl WireReview {
    /// The item; `None` when its id is none, or its campaign is not the one that was asked for. An item in the list of a
    /// campaign need not say which it is of.
    pub(super) fn into_review(self, asked_for: Option<&str>) -> Option<SeenReview> {
        let campaign_id = match asked_for {
            Some(campaign) if self.campaign_id.is_empty() || self.campaign_id == campaign => {
                campaign.to_owned()
            }
            Some(_) => return None,
            None => id(self.campaign_id)?,
        };
        let person = self.reviewer_profile.and_then(WireProfile::into_person);
        let kind = self.reviewer_type.map_or_else(|| USER.to_owned(), |kind| cut(kind, WORD));
        let group = self.reviewer_group_profile.filter(|_| kind == GROUP || kind == RESOURCE_OWNER);
        let reviewer = match group {
            Some(group) => Reviewer {
                kind,
                id: group.group_id.filter(|id| is_id(id)),
                name: group.name.map(|name| cut(name, NAME)),
            },
            None => Reviewer {
                id: person.as_ref().map(|person| person.id.clone()),
                name: person.as_ref().map(|person| person.name.clone()),
                kind,
            },
        };
        let person = person.filter(|person| reviewer.id.as_ref() == Some(&person.id));
        let note = self.note.and_then(|note| note.note).filter(|note| !note.trim().is_empty());
        Some(SeenReview {
            review: Review {
                id: id(self.id)?,
                campaign_id,
                reviewer,
                level: self.current_reviewer_level.map_or_else(|| FIRST.to_owned(), |level| cut(level, WORD)),
                decision: self.decision.map_or_else(|| UNREVIEWED.to_owned(), |word| cut(word, WORD)),
                note: note.map(|note| cut(note, PROSE)),
            },
            reviewer: person,
            resource_id: self.resource_id.filter(|id| is_id(id)),
        })
    }
}

impl WireProfile {
    fn into_person(self) -> Option<Person> {
        let id = id(self.id?)?;
        Some(Person {
            name: full_name(self.first_name, self.last_name, self.login.as_deref(), &id),
            id,
            email: address(self.email, self.login),
            status: self.status.map_or_else(|| ACTIVE.to_owned(), |status| cut(status, WORD)),
        })
    }
}
