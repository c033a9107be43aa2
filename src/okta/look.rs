//! The smallest look at each thing that the service reads, to see whether it may.

use serde::Deserialize;
use serde_json::Value;

use super::item::Item;
use super::list::List;
use super::wire::{Page, WireCampaign, WireReview, WireUser};
use super::{Bucket, Okta, OktaError};
use crate::outside::{NAME, cut, id, is_id, null_is_default};

/// Campaigns that a look shows, at most.
pub const FIRST_CAMPAIGNS: usize = 20;

/// A campaign, as far as it is looked at here.
pub type Named = (String, String);

#[derive(Deserialize)]
struct Settings {
    #[serde(default, deserialize_with = "null_is_default")]
    integrations: Integrations,
}

#[derive(Default, Deserialize)]
struct Integrations {
    #[serde(default, deserialize_with = "null_is_default")]
    settings: List<Integration>,
}

#[derive(Deserialize)]
struct Integration {
    r#type: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    notifications: Notifications,
}

#[derive(Default, Deserialize)]
struct Notifications {
    #[serde(default, deserialize_with = "null_is_default")]
    enabled: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Emails {
    #[serde(default, deserialize_with = "null_is_default")]
    notification_settings: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
}

impl Okta {
    /// The first active campaigns, by id and name; plans of recurring ones left out.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn look_at_campaigns(&self) -> Result<Vec<Named>, OktaError> {
        let path = ["governance", "api", "v1", "campaigns"];
        let limit = FIRST_CAMPAIGNS.to_string();
        let query = [("filter", r#"status eq "ACTIVE""#), ("limit", limit.as_str())];
        let page = self.get::<Page<WireCampaign>>(Bucket::Campaigns, "campaigns", &path, &query).await?.body;
        let now = self.clock.now();
        let read = page.data.0.into_iter().filter_map(|item| match item {
            Item::Read(campaign) => campaign.into_campaign(now),
            Item::Garbled(_) => None,
        });
        let shown = read.filter(|campaign| !campaign.is_recurring_plan);
        Ok(shown.map(|campaign| (campaign.id, campaign.name)).collect())
    }

    /// One item of a campaign.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn look_at_reviews(&self, campaign_id: &str) -> Result<(), OktaError> {
        let path = ["governance", "api", "v1", "reviews"];
        let filter = format!("campaignId eq \"{campaign_id}\"");
        let query = [("filter", filter.as_str()), ("limit", "1")];
        self.get::<Page<WireReview>>(Bucket::Reviews, "reviews", &path, &query).await.map(drop)
    }

    /// One member of a group; false when there is no group to look at.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn look_at_groups(&self) -> Result<bool, OktaError> {
        let path = ["api", "v1", "groups"];
        let one = [("limit", "1")];
        let groups = self.get::<List<Group>>(Bucket::Groups, "groups", &path, &one).await?.body.0;
        let Some(group) = groups.into_iter().next().and_then(|group| id(group.id)) else { return Ok(false) };
        let path = ["api", "v1", "groups", &group, "users"];
        self.get::<List<WireUser>>(Bucket::Groups, "group_users", &path, &one).await?;
        Ok(true)
    }

    /// Whether Okta itself tells reviewers in Slack of campaigns. An org without the feature does not.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn notifies_in_slack(&self) -> Result<bool, OktaError> {
        let path = ["governance", "api", "v1", "settings", "certification"];
        let settings = match self.get::<Settings>(Bucket::Settings, "settings", &path, &[]).await {
            Ok(answer) => answer.body,
            Err(why) if why.is_not_found() => return Ok(false),
            Err(why) => return Err(why),
        };
        let mut slack = settings.integrations.settings.0.into_iter();
        Ok(slack.any(|one| one.r#type.as_deref() == Some("SLACK") && one.notifications.enabled))
    }

    /// The settings by which Okta itself e-mails reviewers of this campaign, as Okta calls them.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn emails_of(&self, campaign_id: &str) -> Result<Vec<String>, OktaError> {
        let path = ["governance", "api", "v1", "campaigns", campaign_id];
        let settings = self.get::<Emails>(Bucket::Campaigns, "campaign", &path, &[]).await?.body;
        let is_on = |value: &Value| match value {
            Value::Bool(on) => *on,
            Value::Array(times) => !times.is_empty(),
            _ => false,
        };
        let on =
            settings.notification_settings.into_iter().filter(|(name, value)| is_id(name) && is_on(value));
        Ok(on.map(|(name, _)| cut(name, NAME)).collect())
    }
}
