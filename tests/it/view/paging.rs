//! Long answers: each page is within the limits, and together they leave nothing out.

use std::collections::BTreeSet;

use certs::domain::page::Leaf;
use certs::domain::question::Question;
use certs::domain::standing::{Details, MyCampaign, Overview, Progress};
use certs::slack::view::{self, Frame, Message};
use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::Value;

use super::limits::check_message;
use super::story::told;
use super::{details, frame, mine, overview, progress, unreachable};

fn blocks(message: &Message) -> Value {
    serde_json::to_value(&message.blocks).unwrap()
}

/// The pages of an answer, by pressing **Next** as long as there is one; each is within the limits.
fn pages(page: impl Fn(usize) -> Message) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    loop {
        let message = page(pages.len());
        check_message(&message.text, &blocks(&message));
        let shown = told(&message);
        assert_eq!(shown.contains("[Back]"), !pages.is_empty(), "{shown}");
        let is_last = !shown.contains("[Next]");
        pages.push(shown);
        if is_last {
            let of = pages.len();
            let counts = |(at, page): (usize, &String)| page.contains(&format!("Page {} of {of}", at + 1));
            assert!(of == 1 || pages.iter().enumerate().all(counts), "{pages:?}");
            return pages;
        }
    }
}

/// A page of the overview of so many campaigns.
fn status(frame: &Frame, all: &[Progress], troubles: &[String], wanted: usize) -> Message {
    let (leaf, here) = Leaf::of_list(all.len(), view::CAMPAIGNS, wanted);
    let troubles = troubles.to_vec();
    frame.status(&Overview { campaigns: all[here].to_vec(), active: all.len(), leaf, troubles })
}

/// Every page of every long answer, within the limits.
pub fn check_all(
    frame: &Frame,
    campaigns: &[Progress],
    details: &Details,
    mine: &MyCampaign,
    troubles: &[String],
) {
    // An id that is too long for a button cannot be asked for: what a button holds is JSON, which spells some characters out.
    let next_page = Question::Campaign { id: mine.campaign.id.clone(), page: 1 };
    let pressable = next_page.to_value().len() <= 255;
    let count = troubles.len();
    let many = campaigns.iter().cycle().take(count * 2).cloned().collect::<Vec<_>>();
    for page in [0, 1] {
        for message in [
            status(frame, &many, troubles, page),
            frame.details(details, page),
            frame.mine(&vec![mine.clone(); count], None, page),
        ] {
            check_message(&message.text, &blocks(&message));
        }
    }
    let next = |message: &Message| blocks(message).to_string().contains("next_page");
    assert_eq!(next(&status(frame, &many, troubles, 0)), many.len() > view::CAMPAIGNS);
    assert!(!pressable || count < 41 || next(&frame.details(details, 0)));
}

#[test]
fn of_none_and_of_few_there_is_one_page() {
    for all in [0, 1, 8] {
        let campaigns = vec![progress("Q4", 28); all];
        assert_eq!(pages(|page| status(&frame(), &campaigns, &[], page)).len(), 1);
        assert_eq!(pages(|page| frame().details(&details(all), page)).len(), 1);
        assert_eq!(pages(|page| frame().mine(&vec![mine("Q4", 28, 5, 12); all], None, page)).len(), 1);
    }
}

#[test]
fn three_hundred_campaigns_are_each_on_one_page_with_their_buttons() {
    let campaigns: Vec<Progress> = (0..300).map(|n| progress(&format!("Campaign {n:03}"), 28)).collect();
    let all = pages(|page| status(&frame(), &campaigns, &[], page));
    assert_eq!(all.len(), 38);
    let every = all.concat();
    for n in 0..300 {
        assert_eq!(every.matches(&format!("*Campaign {n:03}*")).count(), 1);
    }
    assert_eq!((every.matches("[Details]").count(), every.matches("[Remind …]").count()), (300, 300));
    assert!(all.iter().all(|page| page.contains("*300 campaigns are active*")));

    let waiting: Vec<MyCampaign> = (0..300).map(|n| mine(&format!("Campaign {n:03}"), 28, 5, 12)).collect();
    let every = pages(|page| frame().mine(&waiting, None, page)).concat();
    let named: BTreeSet<&str> = every.lines().filter(|line| line.starts_with("*Campaign ")).collect();
    assert_eq!((named.len(), every.matches("[Review now]").count()), (300, 300));
}

#[test]
fn five_thousand_people_are_each_on_one_page() {
    for (people, others) in [(60, 1), (5_000, 60)] {
        let mut long = details(people);
        long.progress.unreachable = unreachable(others);
        let all = pages(|page| frame().details(&long, page));
        let every = all.concat();
        for (list, of) in [("• Reviewer ", people), ("• Person ", others)] {
            let named: BTreeSet<&str> = every.lines().filter(|line| line.starts_with(list)).collect();
            assert_eq!(named.len(), of);
        }
        assert!(all.len() <= people / 30 && !every.contains("more"), "{} pages", all.len());
        let figures = all.iter().filter(|page| page.contains("*Messages*")).count();
        assert_eq!(figures, 1, "the figures are on the first page");
    }
}

#[test]
fn a_page_that_is_no_more_is_the_last() {
    let last = frame().details(&details(100), 99);
    assert!(told(&last).contains("Page 3 of 3"), "{}", told(&last));
}

#[test]
fn what_the_pages_look_like() {
    let campaigns: Vec<Progress> = (1..=9).map(|n| progress(&format!("Campaign {n}"), n)).collect();
    assert_snapshot!("status_last_page", told(&status(&frame(), &campaigns, &[], 1)));
    assert_snapshot!("details_middle_page", told(&frame().details(&details(90), 1)));
    let none_left = Progress { reviewers_outstanding: 0, ..progress("Done", 3) };
    let shown = told(&frame().status(&overview(&[none_left], &[])));
    assert!(shown.contains("[Details]") && !shown.contains("[Remind …]"), "{shown}");
}

proptest! {
    #[test]
    fn pages_hold_everything_once_in_order(
        sizes in prop::collection::vec(0_usize..500, 0..300),
        most in 1_usize..50,
        room in 1_usize..3_000,
        wanted in any::<usize>(),
    ) {
        for cut in [
            Box::new(|page| Leaf::of_text(&sizes, most, room, page)) as Box<dyn Fn(usize) -> _>,
            Box::new(|page| Leaf::of_list(sizes.len(), most, page)),
        ] {
            let (Leaf { of, .. }, _) = cut(0);
            let mut at = 0;
            for page in 0..of {
                let (leaf, here) = cut(page);
                prop_assert_eq!((leaf, here.start), (Leaf { page, of }, at));
                prop_assert!(here.len() <= most);
                at = here.end;
            }
            prop_assert_eq!(at, sizes.len());
            prop_assert_eq!(cut(wanted).0.page, wanted.min(of - 1));
        }
        let (_, here) = Leaf::of_text(&sizes, most, room, wanted);
        prop_assert!(here.len() <= 1 || sizes[here].iter().sum::<usize>() <= room);
    }
}
