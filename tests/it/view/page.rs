//! Every message of every kind on one page, so that a person can read through it: `snapshots/…every_message.snap`. The
//! same is written out as JSON for `scripts/check-messages`, which holds it to Slack's own types and validators.

use std::fmt::Write as _;
use std::path::Path;

use certs::domain::campaign::Status;
use certs::domain::card::Stage;
use certs::domain::standing::{AtHome, HandedOver, Progress, Reminded, Resent, Settled};
use certs::slack::view::{self, Again, Home, Message, Snoozed};
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::escalation::{escalated, ingrid};
use super::nudges::reaches;
use super::owner::{EVERY_OBSTACLE, owned};
use super::story::{shown, told};
use super::{campaign, choice, day, details, frame, handed, mine, overview, progress, reminded, unreachable};

const Q4: &str = "Q4 Production Access";

/// What reviewers and owners get by themselves.
fn to_reviewers() -> Vec<(&'static str, Message)> {
    let frame = frame();
    let last = Reminded { is_last: true, next: None, ..reminded(Q4, 3, 5) };
    let put_off = Reminded { snoozed_until: Some(day("2026-09-11")), ..reminded(Q4, 14, 5) };
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
        ("the owner's digest", frame.owner_digest(&[owned(Q4, 14, &EVERY_OBSTACLE[..3])])),
        (
            "the owner's digest, several",
            frame.owner_digest(&[owned(Q4, 28, &[]), owned("Payroll", 3, &EVERY_OBSTACLE[3..])]),
        ),
        ("question to the owner", frame.question("Alice Ng", &mine(Q4, 28, 5, 12))),
    ]
}

/// What the campaign channel reads.
fn to_the_channel() -> Vec<(&'static str, Message)> {
    let frame = frame();
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
fn instead() -> Vec<(&'static str, Message)> {
    let frame = frame();
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

/// What is answered to a click or a command.
fn answers() -> Vec<(&'static str, Message)> {
    let frame = frame();
    let campaigns = [mine(Q4, 28, 12, 12), mine("Payroll", 3, 1, 2)];
    let to = |until| Snoozed { campaign: campaign(Q4, 28), until };
    let undelivered = Progress { unreachable: unreachable(2), ..progress("Payroll", 3) };
    vec![
        ("help", view::help(false, None)),
        ("help for administrators", view::help(true, Some(("sttus", Some("status"))))),
        ("mine", frame.mine(&campaigns, None, 0)),
        ("mine, nothing open", frame.mine(&[], None, 0)),
        ("put off", frame.snoozed(&[to(Some(day("2026-09-11")))])),
        ("put off, too late", frame.snoozed(&[to(None)])),
        ("put off, several", frame.snoozed(&[to(Some(day("2026-09-11"))), to(None)])),
        ("a conversation is opened", view::asked("Dana Cruz")),
        ("no conversation is opened", view::not_to_be_asked("Dana Cruz", "has a deactivated Slack account")),
        ("status", frame.status(&overview(&[progress(Q4, 28), undelivered], &[]))),
        ("status, nothing active", frame.status(&overview(&[], &[]))),
        ("status of one campaign", frame.details(&details(3), 0)),
        ("sent again", view::resent("Alice Ng", &Resent::Due)),
        ("several campaigns fit", view::candidates("prod", &[choice("Prod East", "icr1")])),
        (
            "no campaign fits",
            view::no_such_campaign("prdo", Some(&choice("Prod East", "icr1")), &["Prod East".to_owned()]),
        ),
        ("which campaign", view::which_campaign(&[choice("Prod East", "icr1")])),
        ("a reminder, asked for", frame.nudge_preview(&reaches(12, 2, 1))),
        ("a reminder, confirmed", frame.nudged(&reaches(12, 2, 1))),
        ("a sentence", view::sentence("It takes an administrator to have Okta read again.")),
    ]
}

fn homes() -> Vec<(&'static str, Home)> {
    let at_home = AtHome {
        waiting: vec![(mine(Q4, 28, 5, 12), None), (mine("Payroll", 3, 1, 2), Some(day("2026-09-03")))],
        finished: vec![mine("Contractors", 9, 0, 4)],
        campaigns: Some(vec![Progress { unreachable: unreachable(2), ..progress(Q4, 28) }]),
    };
    vec![("App Home", frame().home(&at_home)), ("App Home, nothing open", frame().home(&AtHome::default()))]
}

#[test]
fn every_message() {
    let messages = [to_reviewers(), instead(), to_the_channel(), answers()].concat();
    let mut page = String::new();
    for (title, message) in &messages {
        writeln!(page, "════ {title}\n{}", told(message)).unwrap();
    }
    for (title, home) in homes() {
        writeln!(page, "════ {title}\n{}", shown(&serde_json::to_value(home).unwrap())).unwrap();
    }
    assert_snapshot!("every_message", page);
    write_out(&messages, &homes());
}

/// For `scripts/check-messages`.
fn write_out(messages: &[(&str, Message)], homes: &[(&str, Home)]) {
    let messages: Vec<Value> = messages
        .iter()
        .map(|(title, message)| json!({ "title": title, "text": message.text, "blocks": message.blocks }))
        .collect();
    let homes: Vec<Value> =
        homes.iter().map(|(title, home)| json!({ "title": title, "blocks": home })).collect();
    let all = json!({ "messages": messages, "homes": homes });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("messages.json");
    std::fs::write(path, serde_json::to_string_pretty(&all).unwrap()).unwrap();
}
