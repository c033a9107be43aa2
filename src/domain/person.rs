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
}
