//! Every message once, made from facts of our own: for whoever wants to read all of them, or to try templates.

pub mod data;
mod sent;

use super::{self as view, Frame, Home, Message, Snoozed};
use crate::domain::standing::{AtHome, Progress, Resent};
pub use data::frame;
use data::{Q4, campaign, choice, details, mine, overview, progress, reaches, september, unreachable};
pub use sent::{instead, to_people, to_the_channel};

/// A message, and what it is.
pub type Sample = (&'static str, Message);

/// All messages: what is sent by itself, what stands in its place later, and what is answered.
pub fn every_message(frame: &Frame) -> Vec<Sample> {
    [to_people(frame), instead(frame), to_the_channel(frame), answers(frame)].concat()
}

/// What is answered to a click or a command.
pub fn answers(frame: &Frame) -> Vec<Sample> {
    let campaigns = [mine(Q4, 28, 12, 12), mine("Payroll", 3, 1, 2)];
    let to = |until| Snoozed { campaign: campaign(Q4, 28), until };
    let undelivered = Progress { unreachable: unreachable(2), ..progress("Payroll", 3) };
    let later = september(11);
    vec![
        ("help", view::help(false, None)),
        ("help for administrators", view::help(true, Some(("sttus", Some("status"))))),
        ("mine", frame.mine(&campaigns, None, 0)),
        ("mine, nothing open", frame.mine(&[], None, 0)),
        ("put off", frame.snoozed(&[to(Some(later))])),
        ("put off, too late", frame.snoozed(&[to(None)])),
        ("put off, several", frame.snoozed(&[to(Some(later)), to(None)])),
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

/// App Home, with something in it and with nothing.
pub fn homes(frame: &Frame) -> Vec<(&'static str, Home)> {
    let at_home = AtHome {
        waiting: vec![(mine(Q4, 28, 5, 12), None), (mine("Payroll", 3, 1, 2), Some(september(3)))],
        finished: vec![mine("Contractors", 9, 0, 4)],
        campaigns: Some(vec![Progress { unreachable: unreachable(2), ..progress(Q4, 28) }]),
    };
    vec![("App Home", frame.home(&at_home)), ("App Home, nothing open", frame.home(&AtHome::default()))]
}
