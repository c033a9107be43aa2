//! The digest of whoever runs campaigns.

use certs::domain::obstacle::Obstacle;
use certs::domain::standing::{Owned, Progress, Unreachable};
use insta::{assert_json_snapshot, assert_snapshot};

use super::story::told;
use super::{details, frame, progress, unreachable};

const Q4: &str = "Q4 Production Access";

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

#[test]
fn owner_digest() {
    let one = owned(Q4, 14, &[]);
    assert_snapshot!("owner_digest", told(&frame().owner_digest(&[one])));
    let mut none = owned("Contractors", 0, EVERY_OBSTACLE);
    none.progress.campaign.ends_at = None;
    none.progress.next_reminder = None;
    assert_snapshot!(
        "owner_digest_several",
        told(&frame().owner_digest(&[none, owned("Payroll", 3, &EVERY_OBSTACLE[6..])]))
    );
    assert_json_snapshot!("owner_digest_json", frame().owner_digest(&[owned(Q4, 14, &EVERY_OBSTACLE[..2])]));
}

#[test]
fn owner_digest_counts_whom_it_leaves_out() {
    for people in [0, 1, 60, 5_000] {
        let mut one = owned(Q4, 14, &[]);
        one.behind = details(people).outstanding;
        one.progress.unreachable = unreachable(people);
        let told = told(&frame().owner_digest(&[one]));
        let (behind, named) = (people.min(5), people.min(3));
        assert_eq!(told.matches("• Reviewer ").count(), behind, "{told}");
        assert_eq!(told.contains(&format!("… and {} more", people - behind)), people > 5, "{told}");
        assert_eq!(told.matches("Person ").count(), named, "{told}");
        assert_eq!(told.contains(&format!(" and {} more: no active", people - named)), people > 3, "{told}");
        assert_eq!(told.contains("could not be reached"), people > 0, "{told}");
    }
    let many: Vec<Owned> = (0..200).map(|n| owned(&format!("Campaign {n}"), n, EVERY_OBSTACLE)).collect();
    let told = told(&frame().owner_digest(&many));
    let shown = told.matches("*Campaign ").count();
    assert!(shown > 3 && told.contains(&format!("… and {} more", 200 - shown)), "{told}");
}
