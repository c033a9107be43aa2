//! Someone who reviews, as Okta knows them.

/// Okta's word for somebody who can sign in.
pub const ACTIVE: &str = "ACTIVE";

/// A reviewer or an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Okta's user id.
    pub id: String,
    /// First and last name, or what stands in for them.
    pub name: String,
    /// Lower-case e-mail address.
    pub email: Option<String>,
    /// [`ACTIVE`] or anything else Okta says.
    pub status: String,
}

impl Person {
    /// Whether they can be asked for anything.
    pub fn is_active(&self) -> bool {
        self.status == ACTIVE
    }

    /// Why they can never be written to, whatever Slack says.
    pub fn why_unreachable(&self) -> Option<&'static str> {
        why_unreachable(&self.status, self.email.as_deref())
    }
}

/// Why somebody with this status and address can never be written to.
pub fn why_unreachable(status: &str, email: Option<&str>) -> Option<&'static str> {
    match email {
        _ if status != ACTIVE => Some("is deactivated in Okta"),
        None => Some("has no e-mail address in Okta"),
        Some(_) => None,
    }
}

/// Why somebody cannot be written to of whom Okta knows nothing.
pub const UNKNOWN_TO_OKTA: &str = "is not known to Okta any more";
