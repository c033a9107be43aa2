//! Where the local Okta follows what was recorded from Okta, although the description says something else.

/// A deviation that is wanted.
struct Deviation {
    template: &'static str,
    /// How the place in the answer ends.
    place: &'static str,
    /// A part of what the validator says.
    says: &'static str,
}

/// Each with its reason.
const KNOWN: &[Deviation] = &[
    // The description knows the applications that a customer makes (`oidc_client`). The reviewers' application is
    // Okta's own, and bears its internal name in every org.
    Deviation { template: "/api/v1/apps", place: "/name", says: "is not one of" },
];

/// Whether this is one of them.
pub fn known(template: &str, place: &str, why: &str) -> bool {
    KNOWN.iter().any(|one| one.template == template && place.ends_with(one.place) && why.contains(one.says))
}

/// Statuses that no description lists at every operation, because what stands in front of them all answers: a missing
/// token, an unknown id, a method that is not there, the rate limit, an outage.
pub fn status_of_the_gateway(status: u16) -> bool {
    matches!(status, 401 | 403 | 404 | 405 | 429) || status >= 500
}
