//! Facts that nobody has to look up: a campaign or two, and people who are named as in a story.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::super::{self as view, Choice, Frame};
use crate::domain::campaign::{Campaign, Status};
use crate::domain::escalation::Listener;
use crate::domain::nudge::{Outlook, Owing, Reach};
use crate::domain::obstacle::Obstacle;
use crate::domain::page::Leaf;
use crate::domain::question::Question;
use crate::domain::standing::{
    Deliveries, Details, Escalated, HandedOver, InQuestion, MyCampaign, Outstanding, Overview, Owned,
    Progress, Reminded, Unreachable,
};

/// Name of the campaign that most of it is about.
pub const Q4: &str = "Q4 Production Access";

/// Their day: Tuesday 1 September 2026, 9 o'clock UTC.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_788_253_200, 0).unwrap_or_default()
}

/// What they are rendered with.
pub fn frame() -> Frame {
    let reviews = "https://acme.okta.com/reviews/{campaignId}";
    Frame::new(reviews.to_owned(), chrono_tz::Europe::Berlin, now())
}

/// A day of that September.
pub fn september(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day).unwrap_or_default()
}

/// An active campaign that ends in `days`.
pub fn campaign(name: &str, days: i64) -> Campaign {
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

/// The same as it stands for a reviewer.
pub fn mine(name: &str, days: i64, open: u64, total: u64) -> MyCampaign {
    let owner_name = Some("Dana Cruz".to_owned());
    MyCampaign { campaign: campaign(name, days), owner_name, may_ask_owner: true, open, total }
}

/// The same in a reminder.
pub fn reminded(name: &str, days: i64, open: u64) -> Reminded {
    let next = Some(september(8));
    Reminded { mine: mine(name, days, open, 12), is_last: false, next, snoozed_until: None }
}

/// Twelve items that were handed over.
pub fn handed(note: Option<&str>, from: Option<&str>) -> HandedOver {
    HandedOver {
        mine: mine(Q4, 28, 12, 12),
        from_name: from.map(str::to_owned),
        items: 12,
        may_ask_giver: true,
        note: note.map(str::to_owned),
    }
}

/// So many people who could not be told.
pub fn unreachable(how_many: usize) -> Vec<Unreachable> {
    let person = |n| Unreachable {
        who: format!("Person {n}"),
        why: "no Slack account has the address".to_owned(),
        obstacle: Obstacle::NotInSlack,
    };
    (1..=how_many).map(person).collect()
}

/// A campaign as an administrator sees it.
pub fn progress(name: &str, days: i64) -> Progress {
    Progress {
        campaign: campaign(name, days),
        items: 200,
        reviewed: 124,
        reviewers_done: 8,
        reviewers_outstanding: 5,
        next_reminder: Some(september(8)),
        unreachable: Vec::new(),
        problem: None,
    }
}

/// A campaign that may be meant.
pub fn choice(name: &str, id: &str) -> Choice {
    let asks = Question::Campaign { id: id.to_owned(), page: 0 };
    Choice { name: name.to_owned(), id: id.to_owned(), asks }
}

/// The first page of so many campaigns.
pub fn overview(campaigns: &[Progress], troubles: &[String]) -> Overview {
    let (leaf, here) = Leaf::of_list(campaigns.len(), view::CAMPAIGNS, 0);
    let (active, troubles) = (campaigns.len(), troubles.to_vec());
    Overview { campaigns: campaigns.get(here).unwrap_or_default().to_vec(), active, leaf, troubles }
}

/// One campaign in full, with so many reviewers outstanding.
pub fn details(outstanding: usize) -> Details {
    let reviewer = |n: usize| Outstanding {
        name: format!("Reviewer {n}"),
        open: n as u64,
        last_contact: n.is_multiple_of(2).then(now),
    };
    Details {
        progress: Progress { unreachable: unreachable(2), ..progress(Q4, 28) },
        outstanding: (1..=outstanding).rev().map(reviewer).collect(),
        deliveries: Deliveries {
            waiting: 1,
            sent: 20,
            failed: 2,
            unknown: 2,
            dropped: 3,
            ..Deliveries::default()
        },
        in_question: in_question(2),
    }
}

/// So many notices of which nobody knows whether they arrived.
pub fn in_question(how_many: usize) -> Vec<InQuestion> {
    let kinds = ["launch", "reminder", "reassignment"];
    let one = |n: usize| InQuestion {
        number: i64::try_from(n).unwrap_or_default(),
        name: format!("Reader {n}"),
        kind: kinds.get(n % 3).copied().unwrap_or_default().to_owned(),
        since: now(),
    };
    (1..=how_many).map(one).collect()
}

/// Somebody for each reason why somebody cannot be reached, and what is said of them.
pub const EVERY_OBSTACLE: &[(Obstacle, &str)] = &[
    (Obstacle::Deactivated, "is deactivated in Okta"),
    (Obstacle::NotInSlack, "has no active Slack account for their Okta e-mail address"),
    (Obstacle::NotInSlack, "has no active Slack account for their Okta e-mail address"),
    (Obstacle::NoAddress, "has no e-mail address in Okta"),
    (Obstacle::SlackDeactivated, "has a deactivated Slack account"),
    (Obstacle::InDoubt, "unknown whether the message arrived: Slack's answer was lost"),
    (Obstacle::Refused, "Slack does not let the app write to this person (cannot_dm_bot)."),
    (
        Obstacle::GroupTooLarge,
        "12 items wait for this group of 14; Okta picks ten of them and does not say whom",
    ),
    (Obstacle::GroupEmpty, "3 items wait for this group, which has no active member"),
    (Obstacle::GroupUnreadable, "2 items wait for this group; Okta refused the members (403)"),
    (Obstacle::NoReviewer, "1 item has no reviewer in Okta"),
];

/// A campaign with two who are behind, and these who cannot be reached.
pub fn owned(name: &str, days: i64, obstacles: &[(Obstacle, &str)]) -> Owned {
    let unreachable = |(at, (obstacle, why)): (usize, &(Obstacle, &str))| Unreachable {
        who: format!("Person {at}"),
        why: (*why).to_owned(),
        obstacle: *obstacle,
    };
    let unreachable = obstacles.iter().enumerate().map(unreachable).collect();
    Owned { progress: Progress { unreachable, ..progress(name, days) }, behind: details(2).outstanding }
}

/// A campaign that ends in `days`, and what people have not decided in it.
pub fn escalated(name: &str, days: i64, people: &[(&str, u64)]) -> Escalated {
    let one = |(name, open): &(&str, u64)| Outstanding {
        name: (*name).to_owned(),
        open: *open,
        last_contact: None,
    };
    Escalated { campaign: campaign(name, days), outstanding: people.iter().map(one).collect() }
}

/// Somebody's manager.
pub fn ingrid() -> Listener {
    Listener { name: "Ingrid Sørensen".to_owned(), is_manager: true }
}

/// A reviewer with so many open items.
pub fn owing(name: &str, open: u64) -> Owing {
    Owing {
        person_id: "00u1".to_owned(),
        name: name.to_owned(),
        email: Some("alice.ng@acme.example".to_owned()),
        open,
        is_reachable: true,
        was_written_to: false,
    }
}

/// Whom a reminder would reach.
pub fn reaches(people: usize, rested: u64, unreachable: u64) -> Outlook {
    let reach = Reach { people: vec![owing("Alice Ng", 5); people], rested, unreachable };
    Outlook::Reaches { campaign: campaign(Q4, 14), reach, whom: None }
}
