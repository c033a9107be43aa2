//! Reminders that an administrator asks for: what people get, and what the administrator sees.

use certs::domain::nudge::{Before, Outlook, Owing, Reach};
use certs::domain::standing::MyCampaign;
use certs::slack::view::Frame;
use insta::assert_snapshot;

use super::limits::check_message;
use super::story::told;
use super::{campaign, frame, mine, now};
use certs::slack::view::samples::data::{owing, reaches};

const Q4: &str = "Q4 Production Access";

fn only(whom: Owing) -> Outlook {
    Outlook::Reaches { campaign: campaign(Q4, 14), reach: Reach::of(vec![whom.clone()]), whom: Some(whom) }
}

/// Every message that can hold `name`, within the limits.
pub fn check_all(frame: &Frame, mine: &MyCampaign, name: &str, count: usize, number: u64) {
    let called = || mine.campaign.clone();
    let whom = owing(name, number);
    let reach = Reach { people: vec![whom.clone(); count], rested: number, unreachable: number };
    let before = Before { by: Some(name.to_owned()), at: now(), people: number };
    let outlooks = [
        Outlook::Reaches { campaign: called(), reach, whom: None },
        Outlook::Reaches { campaign: called(), reach: Reach::of(vec![whom.clone()]), whom: Some(whom) },
        Outlook::Rests(called(), before),
        Outlook::Closed(called()),
        Outlook::NoReviewer(called(), name.to_owned()),
        Outlook::SeveralReviewers(called(), name.to_owned()),
    ];
    let messages = outlooks.iter().flat_map(|one| [frame.nudge_preview(one), frame.nudged(one)]);
    for message in messages.chain([frame.nudge(mine, Some(name))]) {
        check_message(&message.text, &serde_json::to_value(&message.blocks).unwrap());
    }
}

#[test]
fn what_people_get() {
    let frame = frame();
    assert_snapshot!("nudge", told(&frame.nudge(&mine(Q4, 14, 5, 12), Some("Dana Cruz"))));
    let mut bare = mine(Q4, 0, 1, 1);
    bare.campaign.silence_revokes = false;
    assert_snapshot!("nudge_by_somebody", told(&frame.nudge(&bare, Some(" "))));
}

#[test]
fn what_the_administrator_is_shown_first() {
    let whom = owing("Alice Ng", 5);
    let cases = [
        reaches(12, 2, 1),
        reaches(1, 0, 0),
        reaches(0, 1, 0),
        reaches(0, 0, 0),
        only(whom.clone()),
        only(Owing { was_written_to: true, ..whom.clone() }),
        only(Owing { is_reachable: false, ..whom }),
    ];
    let all: Vec<String> = cases.iter().map(|case| told(&frame().nudge_preview(case))).collect();
    assert_snapshot!("nudge_preview", all.join("\n"));
}

#[test]
fn what_came_of_it() {
    let before = Before { by: Some("Dana Cruz".to_owned()), at: now(), people: 12 };
    let cases = [
        reaches(12, 2, 1),
        reaches(1, 0, 0),
        only(owing("Alice Ng", 5)),
        Outlook::Rests(campaign(Q4, 14), before),
        Outlook::Rests(campaign(Q4, 14), Before { by: None, at: now(), people: 1 }),
        Outlook::Closed(campaign(Q4, -1)),
        Outlook::Closed(campaign(Q4, 14)),
        Outlook::NoCampaign,
        Outlook::NoReviewer(campaign(Q4, 14), "@carol.diaz".to_owned()),
        Outlook::SeveralReviewers(campaign(Q4, 14), "Alice".to_owned()),
    ];
    let all: Vec<String> = cases.iter().map(|case| told(&frame().nudged(case))).collect();
    assert_snapshot!("nudged", all.join("\n"));
}
