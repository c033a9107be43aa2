//! Campaigns for the digest of whoever runs them.

use certs::domain::obstacle::Obstacle;
use certs::domain::standing::{Owned, Progress, Unreachable};

use super::{details, progress};

/// Somebody for each reason why somebody cannot be reached, and what is said of them.
pub(super) const EVERY_OBSTACLE: &[(Obstacle, &str)] = &[
    (Obstacle::Deactivated, "is deactivated in Okta"),
    (Obstacle::NotInSlack, "has no active Slack account for their Okta e-mail address"),
    (Obstacle::NotInSlack, "has no active Slack account for their Okta e-mail address"),
    (Obstacle::NoAddress, "has no e-mail address in Okta"),
    (Obstacle::SlackDeactivated, "has a deactivated Slack account"),
    (Obstacle::InDoubt, "unknown whether the message arrived: Slack's answer was lost"),
    (Obstacle::Refused, "Slack does not let the app write to this person (cannot_dm_bot)."),
    (
        Obstacle::GroupTooLarge,
        "12 items wait for this group of 14; Okta picks ten of them and does not say whom",
    ),
    (Obstacle::GroupEmpty, "3 items wait for this group, which has no active member"),
    (Obstacle::GroupUnreadable, "2 items wait for this group; Okta refused the members (403)"),
    (Obstacle::NoReviewer, "1 item has no reviewer in Okta"),
];

/// A campaign with two who are behind, and these who cannot be reached.
pub(super) fn owned(name: &str, days: i64, obstacles: &[(Obstacle, &str)]) -> Owned {
    let unreachable = |(at, (obstacle, why)): (usize, &(Obstacle, &str))| Unreachable {
        who: format!("Person {at}"),
        why: (*why).to_owned(),
        obstacle: *obstacle,
    };
    let unreachable = obstacles.iter().enumerate().map(unreachable).collect();
    Owned { progress: Progress { unreachable, ..progress(name, days) }, behind: details(2).outstanding }
}
