//! What is sent by itself, and what stands in its place later.

use super::super::{Again, Frame};
use super::Sample;
use super::data::{
    EVERY_OBSTACLE, Q4, escalated, handed, ingrid, mine, owned, progress, reminded, september, unreachable,
};
use crate::domain::campaign::Status;
use crate::domain::card::Stage;
use crate::domain::standing::{HandedOver, Progress, Reminded, Settled};

/// What reviewers and owners get by themselves.
pub fn to_people(frame: &Frame) -> Vec<Sample> {
    let (first, rest) = EVERY_OBSTACLE.split_at(3);
    let last = Reminded { is_last: true, next: None, ..reminded(Q4, 3, 5) };
    let put_off = Reminded { snoozed_until: Some(september(11)), ..reminded(Q4, 14, 5) };
    vec![
        ("launch", frame.launch(&mine(Q4, 28, 12, 12), false)),
        ("launch of the second level", frame.launch(&mine(Q4, 28, 5, 5), true)),
        ("reminder", frame.reminder(&[reminded(Q4, 14, 5)])),
        ("reminder that an administrator asked for", frame.nudge(&mine(Q4, 14, 5, 12), Some("Dana Cruz"))),
        ("a manager will hear of it", frame.escalation_warning(&mine(Q4, 4, 5, 12), &ingrid())),
        (
            "a manager hears of it",
            frame.escalation(&[escalated(Q4, 3, &[("Bob Marsh", 12), ("Alice Ng", 1)])]),
        ),
        ("reminder that was put off", frame.reminder(&[put_off])),
        ("last reminder", frame.reminder(std::slice::from_ref(&last))),
        ("digest", frame.reminder(&[reminded("Payroll", 9, 12), last])),
        ("reassignment", frame.reassignment(&handed(Some("Yours since August."), Some("Alice Ng")))),
        (
            "reassignment, nobody knows by whom",
            frame.reassignment(&HandedOver { items: 1, ..handed(None, None) }),
        ),
        ("the owner's digest", frame.owner_digest(&[owned(Q4, 14, first)])),
        ("the owner's digest, several", frame.owner_digest(&[owned(Q4, 28, &[]), owned("Payroll", 3, rest)])),
        ("question to the owner", frame.question("Alice Ng", &mine(Q4, 28, 5, 12))),
    ]
}

/// What the campaign channel reads.
pub fn to_the_channel(frame: &Frame) -> Vec<Sample> {
    let advancing = Progress { unreachable: unreachable(2), ..progress(Q4, 28) };
    let mut over = progress(Q4, -1);
    over.campaign.status = Status::Completed;
    vec![
        ("a campaign began", frame.campaign_began(&progress(Q4, 28))),
        ("status in the channel", frame.board(&advancing)),
        ("status in the channel, at the close (edit)", frame.board(&over)),
        ("a campaign closed", frame.campaign_closed(&over)),
    ]
}

/// What stands in the place of a message later.
pub fn instead(frame: &Frame) -> Vec<Sample> {
    let one = |stage, open| Settled {
        mine: mine(Q4, -1, open, 12),
        stage,
        is_over: true,
        asked: 12,
        went_to: vec!["Carol Diaz".to_owned()],
        snoozed_until: None,
    };
    let again = [Again::Settled(one(Stage::Done, 0)), Again::Live(reminded("Payroll", 3, 2))];
    vec![
        ("done (edit)", frame.settled(&one(Stage::Done, 0))),
        ("handed on (edit)", frame.settled(&one(Stage::HandedOn, 0))),
        ("nothing waits (edit)", frame.settled(&one(Stage::Settled, 0))),
        ("closed (edit)", frame.settled(&one(Stage::Closed, 5))),
        ("replaced (edit)", frame.settled(&one(Stage::Replaced, 5))),
        ("digest (edit)", frame.digest_again(&again)),
    ]
}
