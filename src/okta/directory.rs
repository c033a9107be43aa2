//! Groups and users: who stands behind a reviewing group, and addresses that a review did not carry.

use super::wire::{WireOwner, WireUser};
use super::{Bucket, Okta, OktaError};
use crate::domain::person::{ACTIVE, Person};

/// Recommended page size. Source: management OpenAPI, `GET /api/v1/groups/{groupId}/users`.
const PAGE: &str = "200";

impl Okta {
    /// The members of a group, active or not; all pages.
    ///
    /// # Errors
    /// As Okta answers; an unknown id is [`OktaError::is_not_found`].
    pub async fn group_members(&self, group_id: &str) -> Result<Vec<Person>, OktaError> {
        let path = ["api", "v1", "groups", group_id, "users"];
        let mut members = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut query = vec![("limit", PAGE)];
            query.extend(after.as_deref().map(|cursor| ("after", cursor)));
            let answer =
                self.get_patiently::<Vec<WireUser>>(Bucket::Groups, "group_users", &path, &query).await?;
            members.extend(answer.body.into_iter().map(Person::from));
            match answer.link_cursor {
                Some(next) if Some(&next) != after.as_ref() => after = Some(next),
                _ => return Ok(members),
            }
        }
    }

    /// The owners of the group `resource_id`, groups among them replaced by their members.
    ///
    /// # Errors
    /// As Okta answers; [`OktaError::is_not_found`] when the resource is no group.
    pub async fn resource_owners(&self, resource_id: &str) -> Result<Vec<Person>, OktaError> {
        let path = ["api", "v1", "groups", resource_id, "owners"];
        let answer = self.get::<Vec<WireOwner>>(Bucket::Groups, "group_owners", &path, &[]).await?;
        let mut owners = Vec::new();
        for owner in answer.body {
            match (owner.id, owner.r#type.as_deref()) {
                (Some(id), Some("GROUP")) => owners.extend(self.group_members(&id).await?),
                (Some(id), _) => match self.user(&id).await {
                    Ok(person) => owners.push(person),
                    // One who is gone keeps nobody else from being told.
                    Err(why) if why.is_not_found() => {}
                    Err(why) => return Err(why),
                },
                (None, _) => {}
            }
        }
        Ok(owners)
    }

    /// One user.
    ///
    /// # Errors
    /// As Okta answers; an unknown id is [`OktaError::is_not_found`].
    pub async fn user(&self, id: &str) -> Result<Person, OktaError> {
        let answer = self.get::<WireUser>(Bucket::Users, "user", &["api", "v1", "users", id], &[]).await?;
        Ok(answer.body.into())
    }
}

impl From<WireUser> for Person {
    fn from(wire: WireUser) -> Self {
        let (mut name, mut email) = (wire.id.clone(), None);
        if let Some(profile) = wire.profile {
            email = profile.email.or_else(|| profile.login.clone().filter(|login| login.contains('@')));
            name = full_name(profile.first_name, profile.last_name, profile.login.as_deref(), &wire.id);
        }
        Self {
            id: wire.id,
            name,
            email: email.map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty()),
            status: match wire.status.as_deref() {
                None | Some("ACTIVE" | "PASSWORD_EXPIRED" | "LOCKED_OUT" | "RECOVERY" | "PROVISIONED") => {
                    ACTIVE.into()
                }
                Some(other) => other.to_owned(),
            },
        }
    }
}

/// "First Last", or the part of the login before the `@`, or the id.
pub(super) fn full_name(
    first: Option<String>,
    last: Option<String>,
    login: Option<&str>,
    id: &str,
) -> String {
    let parts: Vec<String> =
        [first, last].into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    if !parts.is_empty() {
        return parts.join(" ");
    }
    login.and_then(|login| login.split('@').next()).filter(|name| !name.is_empty()).unwrap_or(id).to_owned()
}
