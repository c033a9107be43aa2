//! Why somebody cannot be told, as far as it decides what can be done about it.

/// What is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// They are not active in Okta.
    Deactivated,
    /// Okta has no address of theirs.
    NoAddress,
    /// No Slack account has their address.
    NotInSlack,
    /// Their Slack account is deactivated.
    SlackDeactivated,
    /// Slack refused the message.
    Refused,
    /// The message may have arrived.
    InDoubt,
    /// The items wait for a group of which Okta picks some, and does not say whom.
    GroupTooLarge,
    /// The items wait for a group without an active member.
    GroupEmpty,
    /// The items wait for a group that cannot be read.
    GroupUnreadable,
    /// The items have no reviewer.
    NoReviewer,
}
