//! Campaigns and reviews.

use std::sync::atomic::Ordering;

use super::item::Item;
use super::wire::{Page, WireCampaign, WireReview};
use super::{Bucket, MOST_PAGES, Okta, OktaError, left_out};
use crate::domain::campaign::Campaign;
use crate::domain::person::Person;
use crate::domain::review::{Review, UNREVIEWED};
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

impl ReviewPage {
    /// The reviews of a page that are of this campaign.
    pub(super) fn of(page: Page<WireReview>, campaign_id: &str, next: Option<String>) -> Self {
        let (mut reviews, mut garbled, mut unusable) = (Vec::new(), Vec::new(), 0);
        for item in page.data.0 {
            match item {
                Item::Read(review) => match review.into_review(Some(campaign_id)) {
                    Some(review) => reviews.push(review),
                    None => unusable += 1,
                },
                Item::Garbled(id) => garbled.push(id),
            }
        }
        left_out("reviews", unusable);
        Self { reviews, garbled, next }
    }
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
        let call = "campaign";
        let answer = self.get::<WireCampaign>(Bucket::Campaigns, call, &path, &[]).await?;
        let campaign = answer.body.into_campaign(self.clock.now()).filter(|campaign| campaign.id == id);
        campaign.ok_or_else(|| OktaError::broken(call, "it is about another campaign"))
    }

    /// Ids of the active campaigns, recurring plans left out; all pages. One that is not what Okta documents is among
    /// them by its id: a look at it shows what is wrong.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn active_campaign_ids(&self) -> Result<Vec<String>, OktaError> {
        let mut ids = Vec::new();
        let mut after: Option<String> = None;
        let call = "campaigns";
        for _ in 0..MOST_PAGES {
            let mut query = vec![("filter", r#"status eq "ACTIVE""#), ("limit", PAGE)];
            query.extend(after.as_deref().map(|cursor| ("after", cursor)));
            let answer =
                self.get_patiently::<Page<WireCampaign>>(Bucket::Campaigns, call, CAMPAIGNS, &query).await?;
            let next = next_cursor(call, &answer.body, answer.link_cursor, after.as_deref())?;
            let now = self.clock.now();
            let mut unusable = 0;
            for item in answer.body.data.0 {
                match item {
                    Item::Read(campaign) => match campaign.into_campaign(now) {
                        Some(campaign) if campaign.is_recurring_plan => {}
                        Some(campaign) => ids.push(campaign.id),
                        None => unusable += 1,
                    },
                    Item::Garbled(id) => {
                        tracing::warn!(
                            api = "okta",
                            campaign.id = id,
                            "A campaign in Okta's list is not understood"
                        );
                        ids.extend(id);
                    }
                }
            }
            left_out(call, unusable);
            match next {
                Some(_) => after = next,
                None => return Ok(ids),
            }
        }
        Err(OktaError::broken(call, "its pages have no end"))
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
        let page = self.review_page(campaign_id, &filter, after).await;
        match page {
            Err(why) if narrowed && why.is_refusal() => {
                tracing::info!(
                    api = "okta",
                    "Okta refuses `and` in the reviews filter; sifting on our side from now on"
                );
                self.and_refused.store(true, Ordering::Relaxed);
                self.review_page(campaign_id, &by_campaign, after).await
            }
            other => other,
        }
    }

    async fn review_page(
        &self,
        campaign_id: &str,
        filter: &str,
        after: Option<&str>,
    ) -> Result<ReviewPage, OktaError> {
        let mut query = vec![("filter", filter), ("limit", PAGE)];
        query.extend(after.map(|cursor| ("after", cursor)));
        let call = "reviews";
        let answer = self.get_patiently::<Page<WireReview>>(Bucket::Reviews, call, REVIEWS, &query).await?;
        let next = next_cursor(call, &answer.body, answer.link_cursor, after)?;
        Ok(ReviewPage::of(answer.body, campaign_id, next))
    }

    /// One review as it is now, with its note.
    ///
    /// # Errors
    /// As Okta answers; an unknown id is [`OktaError::is_not_found`].
    pub async fn review(&self, id: &str) -> Result<SeenReview, OktaError> {
        let path = [REVIEWS, &[id]].concat();
        let call = "review";
        let review = self.get::<WireReview>(Bucket::Reviews, call, &path, &[]).await?.body.into_review(None);
        review.ok_or_else(|| OktaError::broken(call, "it names no item and campaign"))
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
pub(super) fn next_cursor<T>(
    call: &'static str,
    page: &Page<T>,
    link: Option<String>,
    current: Option<&str>,
) -> Result<Option<String>, OktaError> {
    let broken = |why| OktaError::broken(call, why);
    let next = page.next_cursor().map_err(|()| broken("its link to the next page has no cursor"))?.or(link);
    match next {
        Some(cursor) if Some(cursor.as_str()) == current => Err(broken("its next page is the same page")),
        next => Ok(next),
    }
}
