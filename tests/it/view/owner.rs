//! The digest of whoever runs campaigns.

use certs::domain::standing::Owned;
use insta::{assert_json_snapshot, assert_snapshot};

pub(super) use certs::slack::view::samples::data::{EVERY_OBSTACLE, owned};

use super::story::told;
use super::{details, frame, unreachable};

const Q4: &str = "Q4 Production Access";

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
