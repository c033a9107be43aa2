//! Answers as they are read, without a client: what the client makes of these bytes.

use chrono::{DateTime, Utc};

use super::governance::next_cursor;
use super::wire::{Page, WireCampaign, WireReview};
use super::{OktaError, ReviewPage};
use crate::domain::campaign::Campaign;
use crate::outside;

/// A campaign; `now` stands in for a start that is not told.
///
/// # Errors
/// When it is none.
pub fn read_campaign(json: &[u8], now: DateTime<Utc>) -> Result<Campaign, OktaError> {
    let call = "campaign";
    let wire: WireCampaign = outside::read(json).map_err(|why| OktaError::undecodable(call, &why))?;
    wire.into_campaign(now).ok_or_else(|| OktaError::broken(call, "its id is none"))
}

/// A page of the reviews of a campaign, with where the next one begins.
///
/// # Errors
/// When it is none.
pub fn read_review_page(json: &[u8], campaign_id: &str) -> Result<ReviewPage, OktaError> {
    let call = "reviews";
    let page: Page<WireReview> = outside::read(json).map_err(|why| OktaError::undecodable(call, &why))?;
    let next = next_cursor(call, &page, None, None)?;
    Ok(ReviewPage::of(page, campaign_id, next))
}
