//! What people and Okta do to a campaign: each deed changes the org and leaves the events that Okta would log.

use chrono::{DateTime, Utc};

use super::Okta;
use super::event;
use super::log;
use super::model::{Level, Reviewer};
use super::state::State;
use super::wire::SYSTEM;

impl Okta {
    /// The campaign becomes `ACTIVE`; event `certification.campaign.launch`.
    pub fn launch(&self, campaign: &str) {
        let now = self.now();
        self.with(|state| {
            state.known_campaign(campaign);
            state.put_status(campaign, "ACTIVE", now);
            if let Some(held) = state.campaign(campaign) {
                let event = event::of_campaign(&held.campaign, "certification.campaign.launch", now);
                log::write(state, now, event);
            }
        });
    }

    /// `APPROVE` or `REVOKE` by a person. A first-level approval hands the item to the second level, undecided.
    pub fn decide(&self, review: &str, by: &str, decision: &str) {
        let now = self.now();
        self.with(|state| {
            state.log_item(review, by, decision, None, now);
            let Some(held) = state.review_mut(review) else { return };
            held.updated = now;
            by.clone_into(&mut held.updated_by);
            decision.clone_into(&mut held.review.decision);
            held.decided = Some(now);
            let goes_on = held.review.level == Some(Level::First) && decision == "APPROVE";
            if let (true, Some(second)) = (goes_on, held.review.second_level.clone()) {
                held.first_level = Some(held.review.clone());
                held.review.level = Some(Level::Second);
                held.review.reviewer = Reviewer::User(second);
                "UNREVIEWED".clone_into(&mut held.review.decision);
                held.decided = None;
            }
        });
    }

    /// Hands items over; per item one decide event with `DELEGATE`, outcome `SKIPPED`.
    pub fn reassign(&self, reviews: &[String], by: &str, to: &str, note: &str) {
        let now = self.now();
        self.with(|state| {
            for review in reviews {
                state.log_item(review, by, "DELEGATE", Some(note), now);
                state.hand_over(review, by, to, note, now);
            }
        });
    }

    /// Hands items over without an event, as an administrator's way may do.
    pub fn reassign_quietly(&self, reviews: &[String], by: &str, to: &str, note: &str) {
        let now = self.now();
        self.with(|state| {
            for review in reviews {
                state.hand_over(review, by, to, note, now);
            }
        });
    }

    /// Moves the end of a campaign; no hook hears of it.
    pub fn move_end(&self, campaign: &str, end: DateTime<Utc>) {
        let now = self.now();
        self.with(|state| {
            state.known_campaign(campaign);
            if let Some(held) = state.campaign_mut(campaign) {
                held.campaign.end = end;
                held.updated = now;
            }
        });
    }

    /// The campaign becomes `COMPLETED`; event `certification.campaign.close`, and `NORESPONSE` for what is undecided.
    pub fn close(&self, campaign: &str) {
        let now = self.now();
        self.with(|state| {
            state.known_campaign(campaign);
            state.put_status(campaign, "COMPLETED", now);
            let Some(held) = state.campaign(campaign) else { return };
            let event = event::of_campaign(&held.campaign, "certification.campaign.close", now);
            let silent = state.reviews_of(campaign).filter(|held| held.review.decision == "UNREVIEWED");
            let silent: Vec<String> = silent.map(|held| held.review.id.clone()).collect();
            log::write(state, now, event);
            for review in silent {
                state.log_item(&review, SYSTEM, "NORESPONSE", None, now);
            }
        });
    }

    /// Puts a campaign into any status, without an event.
    pub fn set_status(&self, campaign: &str, status: &str) {
        let now = self.now();
        self.with(|state| {
            state.known_campaign(campaign);
            state.put_status(campaign, status, now);
        });
    }

    /// The person is `DEPROVISIONED`, and `INACTIVE` in profiles.
    pub fn deactivate_user(&self, id: &str) {
        self.with(|state| match state.users.get_mut(id) {
            Some(user) => user.active = false,
            None => state.record.strange(format!("no such user: {id}")),
        });
    }
}

impl State {
    fn known_campaign(&mut self, id: &str) {
        if self.campaign(id).is_none() {
            self.record.strange(format!("a story names a campaign that is not there: {id}"));
        }
    }

    fn put_status(&mut self, campaign: &str, status: &str, now: DateTime<Utc>) {
        if let Some(held) = self.campaign_mut(campaign) {
            status.clone_into(&mut held.campaign.status);
            held.updated = now;
        }
    }

    fn log_item(&mut self, review: &str, by: &str, decision: &str, note: Option<&str>, now: DateTime<Utc>) {
        let found = self.review(review);
        let found = found.and_then(|held| Some((held, self.campaign(&held.review.campaign)?)));
        let Some((held, campaign)) = found else {
            self.record.strange(format!("a story names an item that is not there: {review}"));
            return;
        };
        let event = event::of_item(self, &campaign.campaign, &held.review, by, decision, note, now);
        log::write(self, now, event);
    }

    fn hand_over(&mut self, review: &str, by: &str, to: &str, note: &str, now: DateTime<Utc>) {
        let Some(held) = self.review_mut(review) else {
            self.record.strange(format!("a story names an item that is not there: {review}"));
            return;
        };
        held.review.reviewer = Reviewer::User(to.to_owned());
        held.review.note = Some(note.to_owned());
        held.review.delegator = None;
        by.clone_into(&mut held.updated_by);
        held.updated = now;
    }
}
