//! The org itself, which answers whoever asks: that it is there, and what its clock shows.

use chrono::TimeDelta;
use serde::Deserialize;

use super::{Asker, Okta, OktaError};
use crate::outside::{Text, date_of};

/// What an org says without a token.
#[derive(Debug, Clone)]
pub struct Organization {
    /// By how much its clock goes before ours; `None` when it did not say what it shows.
    pub ahead: Option<TimeDelta>,
}

/// Source: management OpenAPI, `getWellknownOrgMetadata`.
#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    id: Text,
}

impl Okta {
    /// Whether Okta demands a proof of possession (DPoP) of us with every call.
    pub async fn demands_proof(&self) -> bool {
        self.auth.is_bound().await
    }

    /// Asks the org for its metadata, without a token.
    ///
    /// # Errors
    /// When it does not answer, or with something that is no org's.
    pub async fn organization(&self) -> Result<Organization, OktaError> {
        let call = "organization";
        let request = self.http.get(self.url(&[".well-known", "okta-organization"]));
        let mut answer = request.send().await.map_err(|why| OktaError::from_transport(call, &why))?;
        let now = self.clock.now();
        let theirs = date_of(answer.headers());
        let status = answer.status().as_u16();
        let body = super::whole(call, &mut answer).await?;
        if status != 200 {
            return Err(OktaError::from_status(call, status, &body, Asker::ApiToken));
        }
        let metadata: Metadata =
            crate::outside::read(&body).map_err(|why| OktaError::undecodable(call, &why))?;
        if metadata.id.0.is_none() {
            return Err(OktaError::broken(call, "it names no org"));
        }
        Ok(Organization { ahead: theirs.map(|theirs| theirs - now) })
    }
}
