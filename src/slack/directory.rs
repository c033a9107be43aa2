//! Finding people: the Slack account behind an e-mail address, and the address behind an account.

use serde::Deserialize;

use super::{Slack, SlackError};
use crate::outside::{ADDRESS, ID, is_id};

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Slack user id (`U…` or `W…`).
    pub id: String,
    /// Lower-case e-mail address, where the scope shows it.
    pub email: Option<String>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// Switched off by the workspace.
    pub is_deactivated: bool,
}

#[derive(Deserialize)]
struct Found {
    user: WireUser,
}

#[derive(Deserialize)]
pub(super) struct WireUser {
    id: String,
    deleted: Option<bool>,
    tz: Option<String>,
    profile: Option<WireProfile>,
}

#[derive(Deserialize)]
struct WireProfile {
    email: Option<String>,
}

impl Slack {
    /// The account with this address; `None` when there is none, or a deactivated one, which Slack does not
    /// tell apart here.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, SlackError> {
        match self.read::<Found>("users.lookupByEmail", &[("email", email)]).await {
            Ok(found) => Ok(Some(Account::read(found.user, "users.lookupByEmail")?)),
            Err(why) if why.is_code("users_not_found") || why.is_code("user_not_found") => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// The account with this id.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn account_by_id(&self, user: &str) -> Result<Account, SlackError> {
        let method = "users.info";
        Account::read(self.read::<Found>(method, &[("user", user)]).await?.user, method)
    }
}

impl Account {
    pub(super) fn read(wire: WireUser, method: &'static str) -> Result<Self, SlackError> {
        if !is_id(&wire.id) {
            return Err(SlackError::AnswerLost { method, why: "it names nobody" });
        }
        let email = wire.profile.and_then(|profile| profile.email).map(|email| email.to_lowercase());
        Ok(Self {
            id: wire.id,
            email: email.filter(|email| email.len() <= ADDRESS && !email.chars().any(char::is_control)),
            time_zone: wire.tz.filter(|zone| zone.len() <= ID),
            is_deactivated: wire.deleted.unwrap_or(false),
        })
    }
}
