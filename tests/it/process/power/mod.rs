//! The loss of power: what was answered 204 or settled as sent is on the disk. The real service runs on a file of which
//! only what was synced outlives it, and of what was written after that a random half of the sectors.
//!
//! On PostgreSQL this is the server's promise (`fsync` and `synchronous_commit`, both on unless somebody turned them off).
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod disk;
mod machine;

use std::collections::BTreeSet;

use machine::Machine;
use rand::Rng;
use serde_json::{Value, json};

use crate::support::Database;

/// Reviewers of each campaign.
const PEOPLE: usize = 6;
/// Events of each hook of the flood, and how many hooks: together more than SQLite keeps in its WAL before it carries it
/// over into the file.
const FLOOD: (usize, usize) = (100, 60);

async fn machine(seed: u64) -> Option<Machine> {
    if Database::is_on_server() {
        println!("skipped: on PostgreSQL the loss of power is the server's part");
        return None;
    }
    let machine = Machine::new(seed).await;
    if machine.is_none() {
        println!("skipped: there is no C compiler `cc`");
    }
    machine
}

/// Okta's events of undecided items at a close.
fn no_response(campaign: &str, hook: usize) -> Vec<Value> {
    let event = |number: usize| {
        json!({
            "uuid": format!("flood-{campaign}-{hook}-{number}"),
            "eventType": "certification.campaign.item.decide",
            "published": "2026-09-01T08:00:00.000Z",
            "debugContext": { "debugData": {
                "campaignId": campaign,
                "campaignItemId": format!("icrflood{number:012}"),
                "campaignItemDecision": "NORESPONSE",
            } },
        })
    };
    (0..FLOOD.0).map(event).collect()
}

/// The moment at which the power goes.
#[derive(Debug, Clone, Copy)]
enum Goes {
    /// Right after a hook was answered.
    AfterTheAnswer,
    /// When so many messages of the campaign are in Slack: one is on its way, or is not settled yet.
    BetweenMessages(usize),
    /// When the service says of so many that they are sent.
    OnceItSaysSent(usize),
    /// In a flood of events, when the WAL is carried over into the file.
    InAFlood,
}

const MOMENTS: &[Goes] = &[
    Goes::AfterTheAnswer,
    Goes::OnceItSaysSent(1),
    Goes::BetweenMessages(1),
    Goes::BetweenMessages(3),
    Goes::OnceItSaysSent(3),
    Goes::InAFlood,
    Goes::AfterTheAnswer,
    Goes::BetweenMessages(5),
    Goes::OnceItSaysSent(PEOPLE),
];

#[tokio::test]
async fn what_was_promised_outlives_the_loss_of_power() {
    let seed = rand::rng().random();
    println!("seed {seed}");
    let Some(mut machine) = machine(seed).await else { return };
    for (number, moment) in MOMENTS.iter().enumerate() {
        let service = machine.boot().await;
        let (name, before) = (format!("Number{number}"), machine.said().len());
        let campaign = machine.launch(&name, PEOPLE);
        machine.tell().await;
        let mut sent = 0;
        match *moment {
            Goes::AfterTheAnswer => {}
            Goes::BetweenMessages(count) => machine.messages(before + count).await,
            Goes::OnceItSaysSent(count) => {
                machine.says_sent(&name, count).await;
                sent = count;
            }
            Goes::InAFlood => {
                let file = machine.disk.main_file();
                for hook in 0..FLOOD.1 {
                    machine.tell_of(&no_response(&campaign, hook)).await;
                }
                assert_ne!(machine.disk.main_file(), file, "the WAL was never carried over");
            }
        }
        let left = machine.lose_power(service).await;
        let events: BTreeSet<String> = left.events.into_iter().collect();
        let lost: Vec<_> = machine.promised.difference(&events).collect();
        assert!(lost.is_empty(), "{moment:?}: answered 204 and lost: {lost:?}");
        let of_campaign = left.sent.iter().filter(|key| key.contains(&campaign)).count();
        assert!(of_campaign >= sent, "{moment:?}: {sent} were settled as sent, {of_campaign} are");
    }
    let service = machine.boot_undisturbed().await;
    machine.everything_is_said().await;
    service.stop().await;
    let said = machine.said();
    assert_eq!(said.len(), machine.owed.len(), "said more than once, or not owed: {said:?}");
}

/// Without the sync at each commit, which is what `synchronous=NORMAL` leaves out, the promise breaks, and the check above
/// sees it.
#[tokio::test]
async fn the_loss_of_what_was_not_synced_is_seen() {
    let Some(mut machine) = machine(0).await else { return };
    let service = machine.boot().await;
    machine.launch("Kept", 1);
    machine.tell().await;
    machine.says_sent("Kept", 1).await;
    machine.disk.turn_deaf();
    machine.launch("Lost", 1);
    machine.tell().await;
    machine.says_sent("Lost", 1).await;
    let left = machine.lose_power(service).await;
    let events: BTreeSet<String> = left.events.into_iter().collect();
    assert_eq!(machine.promised.difference(&events).count(), 1, "{events:?}");
    assert_eq!(left.sent.len(), 1, "{:?}", left.sent);
}
