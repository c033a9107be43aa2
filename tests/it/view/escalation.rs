//! What a reviewer is told a day ahead, and what a manager gets.

use certs::domain::escalation::Listener;
use certs::domain::standing::{Escalated, MyCampaign, Outstanding};
use certs::slack::view::Frame;
use insta::assert_snapshot;

use super::limits::check_message;
use super::story::told;
use super::{campaign, frame, mine};
use certs::slack::view::samples::data::escalated;

const Q4: &str = "Q4 Production Access";

fn outstanding(name: &str, open: u64) -> Outstanding {
    Outstanding { name: name.to_owned(), open, last_contact: None }
}

/// Both messages with `name` wherever a name can be, within the limits.
pub fn check_all(frame: &Frame, mine: &MyCampaign, name: &str, count: usize, number: u64) {
    let listener = Listener { name: name.to_owned(), is_manager: number.is_multiple_of(2) };
    let one = Escalated {
        campaign: mine.campaign.clone(),
        outstanding: vec![outstanding(name, number); count.max(1)],
    };
    let short = Escalated { outstanding: vec![outstanding(name, number); count.clamp(1, 2)], ..one.clone() };
    for message in [
        frame.escalation_warning(mine, &listener),
        frame.escalation(&[one]),
        frame.escalation(&vec![short; count.max(1)]),
    ] {
        check_message(&message.text, &serde_json::to_value(&message.blocks).unwrap());
    }
}

#[test]
fn what_a_reviewer_is_told_a_day_ahead() {
    let mine = mine(Q4, 4, 5, 12);
    let listener = |name: &str, is_manager| Listener { name: name.to_owned(), is_manager };
    let both = [listener("Ingrid Sørensen", true), listener("Dana Cruz", false)]
        .map(|listener| told(&frame().escalation_warning(&mine, &listener)));
    assert_snapshot!("escalation_warning", both.join("\n"));
}

#[test]
fn what_a_manager_gets() {
    let sox = escalated("SOX", 3, &[("Alice Ng", 4)]);
    assert_snapshot!("escalation_of_one", told(&frame().escalation(std::slice::from_ref(&sox))));
    let q4 = escalated(Q4, 2, &[("Bob Marsh", 12), ("Alice Ng", 1)]);
    assert_snapshot!("escalation", told(&frame().escalation(&[sox, q4])));
}

#[test]
fn of_sixty_and_of_five_thousand_the_rest_is_counted() {
    for people in [60, 5_000] {
        let outstanding = (0..people).map(|n| outstanding(&format!("Reviewer {n}"), 1)).collect();
        let told = told(&frame().escalation(&[Escalated { campaign: campaign(Q4, 3), outstanding }]));
        assert!(told.contains(&format!("({people} access reviews of {people} people")), "{told}");
        assert!(told.contains(&format!("… and {} more", people - 15)), "{told}");
    }
    let many: Vec<Escalated> = (0..300)
        .map(|n| Escalated {
            campaign: campaign(&format!("Campaign {n}"), 3),
            outstanding: vec![outstanding("Alice Ng", 1)],
        })
        .collect();
    let told = told(&frame().escalation(&many));
    assert!(told.contains("300 access reviews of 1 person") && told.contains(" more\n"), "{told}");
}
