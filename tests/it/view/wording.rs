//! Every message, in the cases that change its words.

use certs::domain::campaign::Status;
use certs::domain::standing::{
    AtHome, Deliveries, Details, HandedOver, MyCampaign, Progress, Reminded, Resent,
};
use certs::slack::view::samples;
use certs::slack::view::{self, COMMANDS, Frame, Snoozed};
use chrono::TimeDelta;
use insta::{assert_json_snapshot, assert_snapshot};

use super::story::{shown, told};
use super::{
    campaign, choice, day, details, frame, handed, in_question, mine, now, overview, progress, reminded,
    unreachable,
};

const Q4: &str = "Q4 Production Access";

fn endless(mut mine: MyCampaign) -> MyCampaign {
    mine.campaign.ends_at = None;
    mine
}

#[test]
fn launch() {
    let frame = frame();
    assert_snapshot!("launch", told(&frame.launch(&mine(Q4, 28, 12, 12), false)));
    assert_snapshot!("launch_second_level", told(&frame.launch(&mine(Q4, 1, 1, 1), true)));
    let mut bare = endless(mine(Q4, 0, 2, 2));
    bare.campaign.silence_revokes = false;
    bare.campaign.description = None;
    bare.owner_name = None;
    assert_snapshot!("launch_without_end", told(&frame.launch(&bare, false)));
}

#[test]
fn launch_as_slack_gets_it() {
    assert_json_snapshot!("launch_json", frame().launch(&mine(Q4, 28, 12, 12), false));
}

#[test]
fn reminder() {
    let frame = frame();
    let one = |reminded: Reminded| told(&frame.reminder(&[reminded]));
    assert_snapshot!("reminder", one(reminded(Q4, 14, 5)));
    assert_snapshot!("reminder_today", one(Reminded { next: None, ..reminded(Q4, 0, 1) }));
    assert_snapshot!("reminder_last", one(Reminded { is_last: true, next: None, ..reminded(Q4, 3, 5) }));
    let endless = endless(mine(Q4, 0, 5, 12));
    assert_snapshot!("reminder_without_end", one(Reminded { mine: endless, ..reminded(Q4, 0, 5) }));
}

#[test]
fn digest() {
    let last = Reminded { is_last: true, next: None, ..reminded("Payroll", 3, 2) };
    let endless = Reminded { mine: endless(mine("Contractors", 0, 4, 4)), ..reminded("", 0, 0) };
    let campaigns = [endless, reminded(Q4, 28, 11), last];
    assert_snapshot!("digest", told(&frame().reminder(&campaigns)));
    assert_json_snapshot!("digest_json", frame().reminder(&campaigns[..2]));
}

#[test]
fn digest_says_how_many_it_leaves_out() {
    let campaigns: Vec<Reminded> = (0..200).map(|n| reminded(&format!("Campaign {n}"), n, 5)).collect();
    let told = told(&frame().reminder(&campaigns));
    let buttons = told.matches("[Review now]").count();
    assert!(
        told.starts_with("(1000 access reviews in 200 campaigns are waiting; the first closes "),
        "{told}"
    );
    assert!(buttons > 20 && told.ends_with(&format!("… and {} more\n", 200 - buttons)), "{told}");
    assert!(told.contains("*Campaign 0*") && !told.contains("*Campaign 150*"), "nearest close first: {told}");
}

#[test]
fn reassignment() {
    let frame = frame();
    let note = "Alice is away until October;\nplease look at the database roles first.";
    assert_snapshot!("reassignment", told(&frame.reassignment(&handed(Some(note), Some("Alice Ng")))));
    let more = mine(Q4, 28, 20, 20);
    let nameless = HandedOver { items: 1, mine: more, ..handed(None, Some("  ")) };
    assert_snapshot!("reassignment_without_name", told(&frame.reassignment(&nameless)));
}

#[test]
fn what_is_mine() {
    let frame = frame();
    let campaigns = [mine("Done", 1, 0, 4), mine(Q4, 28, 12, 12), mine("Payroll", 3, 1, 2)];
    assert_snapshot!("mine", told(&frame.mine(&campaigns, None, 0)));
    let note = "It takes an administrator to see how campaigns stand; this is what waits for you.";
    assert_snapshot!("mine_nothing", told(&frame.mine(&[], Some(note), 0)));
}

#[test]
fn home() {
    let told = |at_home: &AtHome| shown(&serde_json::to_value(frame().home(at_home)).unwrap());
    assert_snapshot!("home_nothing", told(&AtHome::default()));
    let at_home = AtHome {
        waiting: vec![(mine(Q4, 28, 5, 12), None), (mine("Payroll", 3, 1, 2), Some(day("2026-09-03")))],
        finished: vec![mine("Contractors", 9, 0, 4)],
        campaigns: None,
    };
    assert_snapshot!("home", told(&at_home));
    let campaigns = Some(vec![Progress { unreachable: unreachable(2), ..progress(Q4, 28) }]);
    assert_snapshot!("home_admin", told(&AtHome { campaigns, ..AtHome::default() }));
}

#[test]
fn settled() {
    let names = [
        "settled_done",
        "settled_handed_on",
        "settled_nothing_waits",
        "settled_closed",
        "settled_replaced",
        "digest_again",
    ];
    let said = samples::instead(&frame());
    assert_eq!(said.len(), names.len());
    for (name, (_, message)) in names.into_iter().zip(said) {
        assert_snapshot!(name, told(&message));
    }
}

#[test]
fn ask() {
    assert_snapshot!("question", told(&frame().question("Alice Ng", &mine(Q4, 28, 5, 12))));
    assert_snapshot!("asked", told(&view::asked("Dana Cruz")));
    assert_snapshot!(
        "not_to_be_asked",
        told(&view::not_to_be_asked("Dana Cruz", "has a deactivated Slack account"))
    );
}

#[test]
fn snooze() {
    let to = |until| Snoozed { campaign: campaign(Q4, 28), until };
    assert_snapshot!("snoozed", told(&frame().snoozed(&[to(Some(day("2026-09-11")))])));
    assert_snapshot!("snoozed_not", told(&frame().snoozed(&[to(None)])));
    assert_snapshot!("snoozed_several", told(&frame().snoozed(&[to(Some(day("2026-09-11"))), to(None)])));
    let put_off = Reminded { snoozed_until: Some(day("2026-09-11")), ..reminded(Q4, 14, 5) };
    assert_snapshot!("reminder_put_off", told(&frame().reminder(&[put_off])));
}

#[test]
fn status() {
    let frame = frame();
    assert_snapshot!("status_none", told(&frame.status(&overview(&[], &[]))));
    let problem = Some("Okta has not answered since 08:40.".to_owned());
    let campaigns = [
        Progress { next_reminder: None, ..progress(Q4, 28) },
        Progress { unreachable: unreachable(2), ..progress("Payroll", 3) },
        Progress { unreachable: unreachable(6), problem, ..progress("Contractors", 40) },
    ];
    let troubles = ["Slack refuses the token: account_inactive.".to_owned()];
    assert_snapshot!("status", told(&frame.status(&overview(&campaigns, &troubles))));
    assert_eq!(view::given_up(0), None);
    assert_eq!(view::given_up(1).as_deref(), Some("1 event was given up; certs inbox list names it"));
    assert_eq!(view::given_up(2).as_deref(), Some("2 events were given up; certs inbox list names them"));
}

#[test]
fn the_campaign_channel() {
    let frame = frame();
    let advancing = Progress { unreachable: unreachable(2), ..progress(Q4, 28) };
    assert_snapshot!("board", told(&frame.board(&advancing)));
    assert_json_snapshot!("board_json", frame.board(&advancing));
    assert_snapshot!("campaign_began", told(&frame.campaign_began(&progress(Q4, 28))));
    let mut over = progress(Q4, -1);
    over.campaign.status = Status::Completed;
    assert_snapshot!("board_over", told(&frame.board(&over)));
    assert_snapshot!("campaign_closed", told(&frame.campaign_closed(&over)));
    over.campaign.silence_revokes = false;
    over.reviewed = over.items - 1;
    assert_snapshot!("campaign_closed_keeps", told(&frame.campaign_closed(&over)));
    over.campaign.status = Status::Deleted;
    assert_snapshot!("campaign_closed_deleted", told(&frame.campaign_closed(&over)));
}

#[test]
fn campaign_in_full() {
    let frame = frame();
    assert_snapshot!("details", told(&frame.details(&details(3), 0)));
    let mut over = details(0);
    over.progress = progress(Q4, -2);
    over.progress.campaign.status = Status::Completed;
    over.deliveries = Deliveries { sent: 13, ..Deliveries::default() };
    assert_snapshot!("details_over", told(&frame.details(&over, 0)));
}

#[test]
fn messages_in_question_have_a_button_each_up_to_ten_and_the_rest_is_counted() {
    for (unknown, buttons) in [(0, 0), (1, 1), (10, 10), (60, 10), (5_000, 10)] {
        let mut many = details(500);
        many.deliveries.unknown = unknown as u64;
        many.in_question = in_question(unknown);
        let told = told(&frame().details(&many, 0));
        assert_eq!(told.matches("[Send again]").count(), buttons, "{told}");
        let rest = format!("… and {} more; an operator sends them all again", unknown - buttons);
        assert_eq!(told.contains(&rest), unknown > buttons, "{told}");
        assert_eq!(told.contains("Arrived or not?"), unknown > 0, "{told}");
        assert!(
            told.contains("*Still have open items*") && told.contains("*Could not be reached*"),
            "{told}"
        );
    }
}

#[test]
fn a_message_that_is_sent_again_as_slack_gets_it() {
    let details = frame().details(&details(0), 0);
    let blocks = serde_json::to_value(&details.blocks).unwrap();
    let buttons = blocks.as_array().unwrap().iter().filter(|block| block.get("accessory").is_some());
    assert_json_snapshot!("send_again_json", buttons.take(1).collect::<Vec<_>>());
}

#[test]
fn what_came_of_sending_again() {
    let reason = "their Slack account is deactivated";
    let cases = [
        Resent::Due,
        Resent::OnItsWay,
        Resent::Sent,
        Resent::Failed(reason.to_owned()),
        Resent::InQuestion,
        Resent::Dropped,
    ];
    let all: Vec<String> = cases.iter().map(|case| told(&view::resent("Alice Ng", case))).collect();
    assert_snapshot!("resent", all.join("\n"));
}

#[test]
fn stages_of_a_campaign() {
    let stage = |status: Status| {
        let mut details: Details = details(0);
        details.progress.campaign.status = status;
        told(&frame().details(&details, 0))
    };
    assert!(stage(Status::Deleted).contains("It has ended: it was deleted in Okta"));
    assert!(stage(Status::Error).contains("It has ended: Okta could not launch it"));
    assert!(stage(Status::Scheduled).contains("It starts <!date^"));
    assert!(stage(Status::Other("PAUSED".to_owned())).contains("Closes <!date^"));
}

#[test]
fn help() {
    assert_snapshot!("help", told(&view::help(false, None)));
    assert_snapshot!("help_admin", told(&view::help(true, Some(("sttus", Some("status"))))));
    let refused = told(&view::help(false, Some(("sttus", Some("status")))));
    assert!(!refused.contains("/certs status"), "what one may not use is no help: {refused}");
    for command in COMMANDS {
        assert!(command.usage.starts_with(&format!("/certs {}", command.word)), "{command:?}");
    }
}

#[test]
fn short_answers() {
    let choices = [choice("Prod East", "icr1"), choice("Prod West", "icr2")];
    assert_snapshot!("candidates", told(&view::candidates("prod", &choices)));
    assert_snapshot!("which_campaign", told(&view::which_campaign(&choices)));
    let known = ["Prod East".to_owned()];
    assert_snapshot!("no_such_campaign", told(&view::no_such_campaign("prdo", Some(&choices[0]), &known)));
    assert_snapshot!("no_campaign_at_all", told(&view::no_such_campaign("prdo", None, &[])));
    assert_snapshot!("sentence", told(&view::sentence("It takes an administrator to use `/certs sync`.")));
}

#[test]
fn days_are_calendar_days_of_the_zone() {
    // 23:30 in Berlin: the end after midnight is tomorrow there, though it is today in UTC.
    let late = now() + TimeDelta::hours(12) + TimeDelta::minutes(30);
    let mut soon = mine(Q4, 0, 1, 1);
    soon.campaign.ends_at = Some(late + TimeDelta::hours(1));
    let berlin = Frame { now: late, ..frame() };
    assert!(told(&berlin.launch(&soon, false)).contains("(1 day)"));
    let utc = Frame { zone: chrono_tz::UTC, ..berlin };
    assert!(told(&utc.launch(&soon, false)).contains("(today)"));
}

#[test]
fn an_id_stays_in_its_place_of_the_address() {
    let mut odd = mine(Q4, 28, 1, 1);
    odd.campaign = campaign(Q4, 28);
    odd.campaign.id = "a/../b?c#d é".to_owned();
    let told = told(&frame().launch(&odd, false));
    assert!(told.contains("https://acme.okta.com/reviews/a%2F..%2Fb%3Fc%23d%20%C3%A9"), "{told}");
}
