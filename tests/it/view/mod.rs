//! What Slack shows: wording by snapshot, limits and safety by hostile input.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod escalation;
mod hostile;
mod limits;
mod nudges;
mod owner;
mod page;
mod paging;
mod sizes;
mod story;
mod wording;

use certs::domain::campaign::{Campaign, Status};
use certs::domain::obstacle::Obstacle;
use certs::domain::page::Leaf;
use certs::domain::question::Question;
use certs::domain::standing::{
    Deliveries, Details, HandedOver, InQuestion, MyCampaign, Outstanding, Overview, Progress, Reminded,
    Unreachable,
};
use certs::slack::view::{self, Choice, Frame};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// The day of the snapshots, a Tuesday.
fn now() -> DateTime<Utc> {
    "2026-09-01T09:00:00Z".parse().unwrap()
}

fn frame() -> Frame {
    let reviews = "https://acme.okta.com/reviews/{campaignId}";
    Frame::new(reviews.to_owned(), chrono_tz::Europe::Berlin, now())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An active campaign that ends in `days`.
fn campaign(name: &str, days: i64) -> Campaign {
    Campaign {
        id: "icr1".to_owned(),
        name: name.to_owned(),
        description: Some("Quarterly look at production, e.g. databases. Ask Dana if in doubt.".to_owned()),
        status: Status::Active,
        starts_at: now(),
        ends_at: Some(now() + TimeDelta::days(days) + TimeDelta::hours(6)),
        owner_id: Some("00u1".to_owned()),
        silence_revokes: true,
        recurring_parent: None,
        is_recurring_plan: false,
    }
}

fn mine(name: &str, days: i64, open: u64, total: u64) -> MyCampaign {
    let owner_name = Some("Dana Cruz".to_owned());
    MyCampaign { campaign: campaign(name, days), owner_name, may_ask_owner: true, open, total }
}

fn reminded(name: &str, days: i64, open: u64) -> Reminded {
    Reminded {
        mine: mine(name, days, open, 12),
        is_last: false,
        next: Some(day("2026-09-08")),
        snoozed_until: None,
    }
}

fn handed(note: Option<&str>, from: Option<&str>) -> HandedOver {
    HandedOver {
        mine: mine("Q4 Production Access", 28, 12, 12),
        from_name: from.map(str::to_owned),
        items: 12,
        may_ask_giver: true,
        note: note.map(str::to_owned),
    }
}

fn unreachable(how_many: usize) -> Vec<Unreachable> {
    let person = |n| Unreachable {
        who: format!("Person {n}"),
        why: "no Slack account has the address".to_owned(),
        obstacle: Obstacle::NotInSlack,
    };
    (1..=how_many).map(person).collect()
}

fn progress(name: &str, days: i64) -> Progress {
    Progress {
        campaign: campaign(name, days),
        items: 200,
        reviewed: 124,
        reviewers_done: 8,
        reviewers_outstanding: 5,
        next_reminder: Some(day("2026-09-08")),
        unreachable: Vec::new(),
        problem: None,
    }
}

/// A campaign that may be meant.
fn choice(name: &str, id: &str) -> Choice {
    let asks = Question::Campaign { id: id.to_owned(), page: 0 };
    Choice { name: name.to_owned(), id: id.to_owned(), asks }
}

/// The first page of so many campaigns.
fn overview(campaigns: &[Progress], troubles: &[String]) -> Overview {
    let (leaf, here) = Leaf::of_list(campaigns.len(), view::CAMPAIGNS, 0);
    let (active, troubles) = (campaigns.len(), troubles.to_vec());
    Overview { campaigns: campaigns[here].to_vec(), active, leaf, troubles }
}

fn details(outstanding: usize) -> Details {
    let reviewer = |n: usize| Outstanding {
        name: format!("Reviewer {n}"),
        open: n as u64,
        last_contact: n.is_multiple_of(2).then(now),
    };
    Details {
        progress: Progress { unreachable: unreachable(2), ..progress("Q4 Production Access", 28) },
        outstanding: (1..=outstanding).rev().map(reviewer).collect(),
        deliveries: Deliveries {
            waiting: 1,
            sent: 20,
            failed: 2,
            unknown: 2,
            dropped: 3,
            rehearsed: 0,
            held_back: 0,
        },
        in_question: in_question(2),
    }
}

fn in_question(how_many: usize) -> Vec<InQuestion> {
    let kinds = ["launch", "reminder", "reassignment"];
    let one = |n: usize| InQuestion {
        number: i64::try_from(n).unwrap(),
        name: format!("Reader {n}"),
        kind: kinds[n % 3].to_owned(),
        since: now(),
    };
    (1..=how_many).map(one).collect()
}
