//! Groups and users: who stands behind a reviewing group, and addresses that a review did not carry.

use super::list::List;
use super::wire::{WireOwner, WireUser};
use super::{Bucket, MOST_PAGES, Okta, OktaError, left_out};
use crate::domain::person::{ACTIVE, Person};
use crate::outside::{ADDRESS, NAME, WORD, cut, id, is_id};

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
        let call = "group_users";
        for _ in 0..MOST_PAGES {
            let mut query = vec![("limit", PAGE)];
            query.extend(after.as_deref().map(|cursor| ("after", cursor)));
            let answer = self.get_patiently::<List<WireUser>>(Bucket::Groups, call, &path, &query).await?;
            let (before, listed) = (members.len(), answer.body.0.len());
            members.extend(answer.body.0.into_iter().filter_map(WireUser::into_person));
            left_out(call, listed - (members.len() - before));
            match answer.link_cursor {
                Some(next) if Some(&next) != after.as_ref() => after = Some(next),
                _ => return Ok(members),
            }
        }
        Err(OktaError::broken(call, "its pages have no end"))
    }

    /// The owners of the group `resource_id`, groups among them replaced by their members.
    ///
    /// # Errors
    /// As Okta answers; [`OktaError::is_not_found`] when the resource is no group.
    pub async fn resource_owners(&self, resource_id: &str) -> Result<Vec<Person>, OktaError> {
        let path = ["api", "v1", "groups", resource_id, "owners"];
        let answer = self.get::<List<WireOwner>>(Bucket::Groups, "group_owners", &path, &[]).await?;
        let mut owners = Vec::new();
        for owner in answer.body.0 {
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
        let call = "user";
        let answer = self.get::<WireUser>(Bucket::Users, call, &["api", "v1", "users", id], &[]).await?;
        answer.body.into_person().ok_or_else(|| OktaError::broken(call, "it names nobody"))
    }

    /// What a user's profile says of their manager, in whatever way the company names one.
    ///
    /// # Errors
    /// As Okta answers; an unknown id is [`OktaError::is_not_found`].
    pub async fn manager_of(&self, id: &str) -> Result<Option<String>, OktaError> {
        let answer = self.get::<WireUser>(Bucket::Users, "user", &["api", "v1", "users", id], &[]).await?;
        let named = answer.body.profile.and_then(|profile| profile.manager_id.0);
        Ok(named.map(|named| named.trim().to_owned()).filter(|named| is_id(named)))
    }

    /// The user with this address, which need not be what they sign in with; `None` when that is nobody, or several.
    ///
    /// # Errors
    /// As Okta answers.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<Person>, OktaError> {
        if email.contains(['"', '\\']) {
            return Ok(None);
        }
        let search = format!("profile.email eq \"{email}\"");
        let query = [("search", search.as_str()), ("limit", "2")];
        let path = ["api", "v1", "users"];
        let answer = self.get::<List<WireUser>>(Bucket::Users, "users", &path, &query).await?;
        let mut found = answer.body.0.into_iter().filter_map(WireUser::into_person);
        Ok(found.next().filter(|_| found.next().is_none()))
    }
}

impl WireUser {
    /// The person; `None` when their id is none.
    fn into_person(self) -> Option<Person> {
        let id = id(self.id)?;
        let (mut name, mut email) = (id.clone(), None);
        if let Some(profile) = self.profile {
            name = full_name(profile.first_name, profile.last_name, profile.login.as_deref(), &id);
            email = address(profile.email, profile.login);
        }
        Some(Person {
            id,
            name,
            email,
            status: match self.status.as_deref() {
                None | Some("ACTIVE" | "PASSWORD_EXPIRED" | "LOCKED_OUT" | "RECOVERY" | "PROVISIONED") => {
                    ACTIVE.into()
                }
                Some(other) => cut(other, WORD),
            },
        })
    }
}

/// The e-mail address in lower case, or a login that is one. What is too long to be one is none.
pub(super) fn address(email: Option<String>, login: Option<String>) -> Option<String> {
    let email = email.or_else(|| login.filter(|login| login.contains('@')))?.trim().to_lowercase();
    let is_address = !email.is_empty() && email.len() <= ADDRESS && !email.chars().any(char::is_control);
    is_address.then_some(email)
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
        return cut(parts.join(" "), NAME);
    }
    cut(login.and_then(|login| login.split('@').next()).filter(|name| !name.is_empty()).unwrap_or(id), NAME)
}
