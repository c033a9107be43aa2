//! Whatever somebody types into Okta, Slack takes the message and only shows it.

use certs::domain::card::Stage;
use certs::domain::question::Question;
use certs::domain::standing::{
    AtHome, Deliveries, Details, HandedOver, InQuestion, MyCampaign, Outstanding, Owned, Progress, Reminded,
    Resent, Settled, Unreachable,
};
use certs::slack::view::{self, Again, Choice, Frame, Message, Snoozed};
use proptest::prelude::*;

use super::limits::{check_home, check_message};
use super::owner::EVERY_OBSTACLE;
use super::story::told;
use super::{campaign, day, escalation, frame, handed, mine, now, nudges, paging, progress};

/// Checks every message that can hold `name`, `count` times where it lists.
fn check_all(name: &str, count: usize, number: u64) {
    let text = || name.to_owned();
    let frame = frame();
    let mut mine = mine(name, 28, number, number / 2);
    // Long enough for an address that is too long for a button.
    mine.campaign.id = name.chars().take(300).collect();
    mine.campaign.description = Some(text());
    mine.owner_name = Some(text());
    let reminded =
        Reminded { mine: mine.clone(), is_last: true, next: Some(day("2026-09-08")), snoozed_until: None };
    let handed = handed_over(name, number);
    let obstacles = EVERY_OBSTACLE.iter().map(|(obstacle, _)| *obstacle).cycle().take(count);
    let unreachable = |obstacle| Unreachable { who: text(), why: text(), obstacle };
    let unreachable: Vec<Unreachable> = obstacles.map(unreachable).collect();
    let mut progress = Progress { items: number, reviewed: number / 3, unreachable, ..progress(name, 28) };
    progress.problem = Some(text());
    progress.campaign.id.clone_from(&mine.campaign.id);
    let reviewer = Outstanding { name: text(), open: number, last_contact: Some(now()) };
    let deliveries = Deliveries {
        waiting: number,
        sent: number,
        failed: number,
        unknown: number,
        dropped: number,
        rehearsed: number,
        held_back: number,
    };
    let message = InQuestion { number: i64::MAX, name: text(), kind: text(), since: now() };
    let details = Details {
        progress: progress.clone(),
        outstanding: vec![reviewer; count],
        deliveries,
        in_question: vec![message; count],
    };
    let (mut few, mut many) = (progress.clone(), progress);
    few.unreachable.truncate(5);
    many.unreachable.truncate(6);

    check(&frame.launch(&mine, true));
    check(&frame.reminder(std::slice::from_ref(&reminded)));
    check(&frame.reminder(&vec![reminded; count]));
    check(&frame.reassignment(&handed));
    nudges::check_all(&frame, &mine, name, count, number);
    escalation::check_all(&frame, &mine, name, count, number);
    check(&frame.mine(&vec![mine.clone(); count], Some(name), 0));
    paging::check_all(&frame, &[few.clone(), many.clone()], &details, &mine, &vec![text(); count]);
    for progress in [&few, &many] {
        check(&frame.board(progress));
        check(&frame.campaign_began(progress));
        check(&frame.campaign_closed(progress));
    }
    check(&view::help(true, Some((name, Some(name)))));
    check(&view::sentence(&format!("{name}.")));
    check(&view::resent(name, &Resent::Due));
    check(&view::resent(name, &Resent::Failed(text())));
    let choice =
        Choice { name: text(), id: text(), asks: Question::Remind { id: text(), whom: Some(text()) } };
    check(&view::candidates(name, &vec![choice.clone(); count]));
    check(&view::which_campaign(&vec![choice.clone(); count]));
    check(&view::no_such_campaign(name, Some(&choice), &vec![text(); count]));
    check(&view::no_such_campaign(name, None, &vec![text(); count]));
    check(&view::asked(name));
    check(&view::not_to_be_asked(name, &text()));
    check(&frame.question(name, &mine));
    settled(&frame, &mine, name, count);
    let owned = Owned { progress: details.progress.clone(), behind: details.outstanding.clone() };
    check(&frame.owner_digest(std::slice::from_ref(&owned)));
    check(&frame.owner_digest(&vec![owned; count]));
    let at_home = AtHome {
        waiting: vec![(mine.clone(), Some(day("2026-09-08"))); count],
        finished: vec![mine; count],
        campaigns: Some(vec![few; count]),
    };
    check_home(&serde_json::to_value(frame.home(&at_home)).unwrap());
}

/// A message that was sent, at every stage of its campaigns.
fn settled(frame: &Frame, mine: &MyCampaign, name: &str, count: usize) {
    let stages = [Stage::Done, Stage::HandedOn, Stage::Settled, Stage::Closed, Stage::Replaced];
    let mut again = Vec::new();
    for stage in stages {
        let one = Settled {
            mine: mine.clone(),
            stage,
            is_over: stage == Stage::Closed,
            asked: count as u64,
            went_to: vec![name.to_owned(); count],
            snoozed_until: None,
        };
        check(&frame.settled(&one));
        again.push(Again::Settled(one));
    }
    let live =
        Reminded { mine: mine.clone(), is_last: false, next: None, snoozed_until: Some(day("2026-09-08")) };
    check(&frame.reminder(std::slice::from_ref(&live)));
    again.push(Again::Live(live));
    let many: Vec<Again> = again.iter().cycle().take(again.len() * count.max(1)).cloned().collect();
    check(&frame.digest_again(&many));
    let snoozed = Snoozed { campaign: mine.campaign.clone(), until: None };
    check(&frame.snoozed(&vec![snoozed; count]));
}

fn handed_over(name: &str, number: u64) -> HandedOver {
    let mut handed = handed(Some(name), Some(name));
    handed.items = number;
    handed.mine.campaign = campaign(name, 28);
    handed.mine.open = number.saturating_add(1);
    handed
}

fn check(message: &Message) {
    check_message(&message.text, &serde_json::to_value(&message.blocks).unwrap());
}

const NASTY: &[&str] = &[
    "",
    " \n\t ",
    "\u{200b}",
    "<!channel> <!here|all> <@U12345678> <#C123> <https://evil.example|Review now> <mailto:a@b.c|mail>",
    "<!date^0^{date}|x>",
    "&lt;!channel&gt; &amp; & < >",
    "*bold* _italic_ ~struck~ `code` ```block```",
    "> quoted\n&gt; quoted\n• listed\n1. numbered",
    "a*b_c~d`e",
    "مراجعة الوصول <!channel> 2026",
    "\u{202e}desrever\u{2066}\u{2068} open",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "@channel #general https://evil.example",
    "{campaignId} {date_long} |^",
    "a\0b\u{7}c\u{2028}d\u{85}e",
];

#[test]
fn hostile_names_only_show() {
    for name in NASTY {
        for count in [0, 1, 5, 6, 60] {
            check_all(name, count, 12);
        }
        check_all(&name.repeat(300), 60, u64::MAX);
    }
    // Short, but for what is spelled out in JSON.
    check_all(&" \n\t a\0b\u{7}c\u{2028}d\u{85}e".repeat(8), 41, 0);
    for long in ["x", "&", "👩", "م", "<", "x "] {
        check_all(&long.repeat(3_000), 200, u64::MAX);
    }
}

#[test]
fn names_read_as_they_were_typed() {
    let header = |name: &str| told(&frame().launch(&mine(name, 28, 1, 1), false));
    assert!(header("R&D prod_db_access").contains("in R&amp;D prod_db_access is yours"));
    assert!(header("R&D prod_db_access").contains("# R&D prod_db_access"));
    assert!(header(" two\n lines\t").contains("in two lines is yours"));
    assert!(header("مراجعة").contains("in \u{2068}مراجعة\u{2069} is yours"));
    assert!(header("\u{202e}").contains("in (no name) is yours"));
    assert!(header("*_bold_* `code`").contains("in ∗ˍboldˍ∗ ˋcodeˋ is yours"));
}

proptest! {
    // A case renders every message.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_input_makes_a_message_that_slack_takes(
        parts in prop::collection::vec(prop_oneof![any::<String>(), prop::sample::select(NASTY).prop_map(str::to_owned)], 0..6),
        repeated in 1_usize..80,
        count in 0_usize..120,
        number in any::<u64>(),
    ) {
        check_all(&parts.concat().repeat(repeated), count, number);
    }
}
