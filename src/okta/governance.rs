//! Campaigns and reviews.

use std::sync::atomic::Ordering;

use super::item::Item;
use super::wire::{Page, WireCampaign, WireProfile, WireReview};
use super::{Bucket, Okta, OktaError};
use crate::domain::campaign::Campaign;
use crate::domain::person::{ACTIVE, Person};
use crate::domain::review::{FIRST, GROUP, RESOURCE_OWNER, Review, Reviewer, UNREVIEWED, USER};
use crate::domain::verdict::Verdict;

/// Largest page that Okta gives. Source: governance OpenAPI, parameter `limit`.
const PAGE: &str = "200";
/// How often one page is tried before the whole read is put off.
const TRIES_A_PAGE: u32 = 4;

const CAMPAIGNS: &[&str] = &["governance", "api", "v1", "campaigns"];
const REVIEWS: &[&str] = &["governance", "api", "v1", "reviews"];

/// A page of reviews.
#[derive(Debug)]
pub struct ReviewPage {
    /// The reviews of the page.
    pub reviews: Vec<SeenReview>,
    /// Those that are not what Okta documents, by their id where that can be read.
    pub garbled: Vec<Option<String>>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A review and what Okta said beside it.
#[derive(Debug)]
pub struct SeenReview {
    /// The item.
    pub review: Review,
    /// Its reviewer, when that is one person whom Okta described.
    pub reviewer: Option<Person>,
    /// What is reviewed: the owners of a resource are found by it.
    pub resource_id: Option<String>,
}

impl Okta {
    /// A campaign as it is now.
    ///
    /// # Errors
    /// As Okta answers; an unknown id is [`OktaError::is_not_found`].
    pub async fn campaign(&self, id: &str) -> Result<Campaign, OktaError> {
        let path = [CAMPAIGNS, &[id]].concat();
        let answer = self.get::<WireCampaign>(Bucket::Campaigns, "campaign", &path, &[]).await?;
        Ok(answer.body.into_campaign(self.clock.now()))
    }

    /// Ids of the active campaigns, recurring plans left out; all pages. One that is not what Okta documents is among
    /// them by its id: a look at it shows what is wrong.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn active_campaign_ids(&self) -> Result<Vec<String>, OktaError> {
        let mut ids = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut query = vec![("filter", r#"status eq "ACTIVE""#), ("limit", PAGE)];
            query.extend(after.as_deref().map(|cursor| ("after", cursor)));
            let call = "campaigns";
            let answer =
                self.get_patiently::<Page<WireCampaign>>(Bucket::Campaigns, call, CAMPAIGNS, &query).await?;
            let next = next_cursor(call, &answer.body, answer.link_cursor, after.as_deref())?;
            ids.extend(answer.body.data.into_iter().filter_map(|item| match item {
                Item::Read(campaign) => {
                    let campaign = campaign.into_campaign(self.clock.now());
                    (!campaign.is_recurring_plan).then_some(campaign.id)
                }
                Item::Garbled(id) => {
                    tracing::warn!(
                        api = "okta",
                        campaign.id = id,
                        "A campaign in Okta's list is not understood"
                    );
                    id
                }
            }));
            match next {
                Some(_) => after = next,
                None => return Ok(ids),
            }
        }
    }

    /// One page of a campaign's reviews. With `only_open`, the open ones alone where the org accepts such a
    /// filter; where it refuses, all of them, for the caller to sift.
    ///
    /// # Errors
    /// As Okta answers, after some patience.
    pub async fn reviews(
        &self,
        campaign_id: &str,
        only_open: bool,
        after: Option<&str>,
    ) -> Result<ReviewPage, OktaError> {
        let by_campaign = format!("campaignId eq \"{}\"", campaign_id.replace(['"', '\\'], ""));
        let narrowed = only_open && !self.and_refused.load(Ordering::Relaxed);
        let filter = if narrowed {
            format!("{by_campaign} and decision eq \"{UNREVIEWED}\"")
        } else {
            by_campaign.clone()
        };
        let page = self.review_page(&filter, after).await;
        match page {
            Err(why) if narrowed && why.is_refusal() => {
                tracing::info!(
                    api = "okta",
                    "Okta refuses `and` in the reviews filter; sifting on our side from now on"
                );
                self.and_refused.store(true, Ordering::Relaxed);
                self.review_page(&by_campaign, after).await
            }
            other => other,
        }
    }

    async fn review_page(&self, filter: &str, after: Option<&str>) -> Result<ReviewPage, OktaError> {
        let mut query = vec![("filter", filter), ("limit", PAGE)];
        query.extend(after.map(|cursor| ("after", cursor)));
        let call = "reviews";
        let answer = self.get_patiently::<Page<WireReview>>(Bucket::Reviews, call, REVIEWS, &query).await?;
        let next = next_cursor(call, &answer.body, answer.link_cursor, after)?;
        let (mut reviews, mut garbled) = (Vec::new(), Vec::new());
        for item in answer.body.data {
            match item {
                Item::Read(review) => reviews.push(SeenReview::from(review)),
                Item::Garbled(id) => garbled.push(id),
            }
        }
        Ok(ReviewPage { reviews, garbled, next })
    }

    /// One review as it is now, with its note.
    ///
    /// # Errors
    /// As Okta answers; an unknown id is [`OktaError::is_not_found`].
    pub async fn review(&self, id: &str) -> Result<SeenReview, OktaError> {
        let path = [REVIEWS, &[id]].concat();
        Ok(self.get::<WireReview>(Bucket::Reviews, "review", &path, &[]).await?.body.into())
    }

    /// A GET that waits out rate limits and short troubles: for lists, which would else start over.
    pub(super) async fn get_patiently<T: serde::de::DeserializeOwned>(
        &self,
        bucket: Bucket,
        call: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<super::Answer<T>, OktaError> {
        let mut tries = 1;
        loop {
            let why = match self.get(bucket, call, path, query).await {
                Ok(answer) => return Ok(answer),
                Err(why) => why,
            };
            match why.verdict() {
                Verdict::Later(until) if tries < TRIES_A_PAGE => {
                    tries += 1;
                    let until = until.unwrap_or_else(|| self.clock.now() + chrono::Duration::seconds(2));
                    self.clock.sleep_until(until).await;
                }
                _ => return Err(why),
            }
        }
    }
}

/// The body's link first, the header's as a fallback: recordings show answers with either alone.
fn next_cursor<T>(
    call: &'static str,
    page: &Page<T>,
    link: Option<String>,
    current: Option<&str>,
) -> Result<Option<String>, OktaError> {
    let broken = |why: &str| OktaError::Undecodable { call, why: why.into() };
    let next = page.next_cursor().map_err(|()| broken("its link to the next page has no cursor"))?.or(link);
    match next {
        Some(cursor) if Some(cursor.as_str()) == current => Err(broken("its next page is the same page")),
        next => Ok(next),
    }
}

impl From<WireReview> for SeenReview {
    fn from(wire: WireReview) -> Self {
        let person = wire.reviewer_profile.and_then(WireProfile::into_person);
        let kind = wire.reviewer_type.unwrap_or_else(|| USER.to_owned());
        let group = wire.reviewer_group_profile.filter(|_| kind == GROUP || kind == RESOURCE_OWNER);
        let reviewer = match group {
            Some(group) => Reviewer { kind, id: group.group_id, name: group.name },
            None => Reviewer {
                id: person.as_ref().map(|person| person.id.clone()),
                name: person.as_ref().map(|person| person.name.clone()),
                kind,
            },
        };
        let person = person.filter(|person| reviewer.id.as_ref() == Some(&person.id));
        Self {
            review: Review {
                id: wire.id,
                campaign_id: wire.campaign_id,
                reviewer,
                level: wire.current_reviewer_level.unwrap_or_else(|| FIRST.to_owned()),
                decision: wire.decision.unwrap_or_else(|| UNREVIEWED.to_owned()),
                note: wire.note.and_then(|note| note.note).filter(|note| !note.trim().is_empty()),
            },
            reviewer: person,
            resource_id: wire.resource_id,
        }
    }
}

impl WireProfile {
    fn into_person(self) -> Option<Person> {
        let id = self.id?;
        let email = self.email.or_else(|| self.login.clone().filter(|login| login.contains('@')));
        let name = super::directory::full_name(self.first_name, self.last_name, self.login.as_deref(), &id);
        Some(Person {
            id,
            name,
            email: email.map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty()),
            status: self.status.unwrap_or_else(|| ACTIVE.to_owned()),
        })
    }
}
