//! Where reviewers decide: the org's own application.

use url::Url;

use super::list::List;
use super::wire::WireApp;
use super::{Bucket, Okta, OktaError};
use crate::outside::LINK;

/// Okta's internal name of "Okta Access Certification Reviews"; seen in public configurations, in no reference.
const REVIEWS_APP: &str = r#"name eq "okta_iga_reviewer""#;

impl Okta {
    /// The address of the org's reviews app; `None` when it shows none. Needs a right that is otherwise not needed.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn reviews_app(&self) -> Result<Option<String>, OktaError> {
        let query = [("filter", REVIEWS_APP)];
        let apps = self.get::<List<WireApp>>(Bucket::Apps, "apps", &["api", "v1", "apps"], &query).await?;
        let active = apps.body.0.into_iter().filter(|app| app.status.as_deref() != Some("INACTIVE"));
        let is_page = |link: &String| {
            link.len() <= LINK && Url::parse(link).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
        };
        Ok(active.filter_map(WireApp::link).find(is_page))
    }
}
