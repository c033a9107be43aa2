//! What a look at an item shows against the look before.

use certs::domain::review::{Arrival, DECIDED, FIRST, Review, Reviewer, SECOND, UNREVIEWED, USER, arrival};

fn review(reviewer: Option<&str>, level: &str, decision: &str) -> Review {
    Review {
        id: "icr1".to_owned(),
        campaign_id: "ici1".to_owned(),
        reviewer: Reviewer { kind: USER.to_owned(), id: reviewer.map(str::to_owned), name: None },
        level: level.to_owned(),
        decision: decision.to_owned(),
        note: None,
    }
}

#[test]
fn an_item_arrives_by_the_campaign_or_from_another_reviewer_or_not_at_all() {
    type Seen<'a> = (Option<&'a str>, &'a str, &'a str);
    let table: &[(&str, Option<Seen>, Seen, Option<Arrival>)] = &[
        ("new", None, (Some("alice"), FIRST, UNREVIEWED), Some(Arrival::Assigned)),
        ("new, on the second level", None, (Some("alice"), SECOND, UNREVIEWED), Some(Arrival::Assigned)),
        ("unchanged", Some((Some("alice"), FIRST, UNREVIEWED)), (Some("alice"), FIRST, UNREVIEWED), None),
        ("decided", Some((Some("alice"), FIRST, UNREVIEWED)), (Some("alice"), FIRST, "APPROVE"), None),
        ("open again", Some((Some("alice"), FIRST, "APPROVE")), (Some("alice"), FIRST, UNREVIEWED), None),
        (
            "handed over",
            Some((Some("alice"), FIRST, UNREVIEWED)),
            (Some("bob"), FIRST, UNREVIEWED),
            Some(Arrival::HandedOver),
        ),
        (
            "handed over within the second level",
            Some((Some("alice"), SECOND, UNREVIEWED)),
            (Some("bob"), SECOND, UNREVIEWED),
            Some(Arrival::HandedOver),
        ),
        (
            "decided by another",
            Some((Some("alice"), FIRST, UNREVIEWED)),
            (Some("bob"), FIRST, "REVOKE"),
            None,
        ),
        ("decided by someone", Some((Some("alice"), FIRST, UNREVIEWED)), (None, FIRST, DECIDED), None),
        (
            "moved on to another",
            Some((Some("alice"), FIRST, "APPROVE")),
            (Some("ingrid"), SECOND, UNREVIEWED),
            Some(Arrival::Assigned),
        ),
        (
            "moved on to the same",
            Some((Some("alice"), FIRST, "APPROVE")),
            (Some("alice"), SECOND, UNREVIEWED),
            Some(Arrival::Assigned),
        ),
        (
            "given to somebody at last",
            Some((None, FIRST, UNREVIEWED)),
            (Some("bob"), FIRST, UNREVIEWED),
            Some(Arrival::HandedOver),
        ),
    ];
    for (case, before, after, expected) in table {
        let [before, after] =
            [*before, Some(*after)].map(|seen| seen.map(|(who, level, what)| review(who, level, what)));
        assert_eq!(arrival(before.as_ref(), &after.unwrap()), *expected, "{case}");
    }
}

#[test]
fn only_an_item_without_a_decision_is_open() {
    for (decision, is_open) in
        [(UNREVIEWED, true), ("APPROVE", false), ("REVOKE", false), (DECIDED, false), ("", false)]
    {
        assert_eq!(review(None, FIRST, decision).is_open(), is_open, "{decision}");
    }
}
