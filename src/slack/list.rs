//! The list of everybody in the workspace, page by page.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::directory::{Account, WireUser};
use super::{Slack, SlackError};
use crate::outside::{Text, null_is_default};

/// The method that lists everybody.
pub const LIST: &str = "users.list";
/// People of a page. Slack has no upper bound, advises to stay under a thousand, and answers with fewer where it
/// wants to; at 20 pages a minute each one more counts. A person takes about two kilobytes.
const PAGE: &str = "999";

/// A page of the list.
#[derive(Debug)]
pub struct People {
    /// Those of its people who have an address: no bots, but those whose account is switched off.
    pub accounts: Vec<Account>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    // Not optional: an answer without a list says nothing about anybody.
    members: Vec<Member>,
    #[serde(default, deserialize_with = "null_is_default")]
    response_metadata: Next,
}

/// Somebody who is not what Slack documents is no reason to find none of the others.
#[derive(Deserialize)]
#[serde(untagged)]
enum Member {
    Read(WireUser),
    Garbled(IgnoredAny),
}

#[derive(Default, Deserialize)]
struct Next {
    #[serde(default)]
    next_cursor: Text,
}

impl Slack {
    /// One page of the list of everybody. Needs `users:read`, and for the addresses `users:read.email`.
    ///
    /// # Errors
    /// As Slack answers.
    pub async fn people(&self, cursor: Option<&str>) -> Result<People, SlackError> {
        let mut params = vec![("limit", PAGE)];
        params.extend(cursor.map(|cursor| ("cursor", cursor)));
        let page: Listed = self.read(LIST, &params).await?;
        let next = page.response_metadata.next_cursor.0.filter(|next| !next.is_empty());
        if next.is_some() && next.as_deref() == cursor {
            return Err(SlackError::AnswerLost { method: LIST, why: "its next page is the same page" });
        }
        let read = page.members.into_iter().filter_map(|member| match member {
            Member::Read(user) => Account::read(user, LIST).ok(),
            Member::Garbled(_) => None,
        });
        Ok(People { accounts: read.filter(|account| account.email.is_some()).collect(), next })
    }
}
