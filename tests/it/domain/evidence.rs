//! A chain of evidence shows every change, and where it begins.

use certs::domain::delivery::{Event, State};
use certs::domain::evidence::{BEGINNING, Break, Chain, Entry};
use chrono::{DateTime, Duration};
use proptest::collection::vec;
use proptest::prelude::*;

/// A chain of so many notices that were planned, in a campaign.
fn chain(length: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for number in 1..=length {
        let mut entry = Entry {
            campaign_id: "ici1".to_owned(),
            number: 0,
            at: DateTime::UNIX_EPOCH + Duration::seconds(i64::try_from(number).unwrap()),
            key: format!("launch:ici1:00u{number}"),
            kind: "launch".to_owned(),
            person_id: format!("00u{number}"),
            event: Event::Planned.as_str().to_owned(),
            state: Some(State::Planned.as_str().to_owned()),
            detail: "{}".to_owned(),
            previous: String::new(),
            hash: String::new(),
        };
        let previous = entries.last().map_or(BEGINNING.to_owned(), |last| last.hash.clone());
        entry.hang_on(i64::try_from(number).unwrap(), &previous);
        entries.push(entry);
    }
    entries
}

/// The breaks of a chain that ended as `whole` does.
fn breaks(entries: &[Entry], whole: &[Entry]) -> Vec<Break> {
    let mut chain = Chain::of("ici1");
    for entry in entries {
        chain.follow(entry);
    }
    let last = whole.last().unwrap();
    chain.end(last.number, &last.hash);
    chain.breaks
}

/// Whether the first break names this entry.
fn begins_at(breaks: &[Break], number: usize) -> bool {
    breaks.first().is_some_and(|first| {
        let words: Vec<&str> = first.what.split(' ').collect();
        words.contains(&number.to_string().as_str())
    })
}

proptest! {
    #[test]
    fn a_whole_one_has_no_break(length in 1_usize..40) {
        let whole = chain(length);
        prop_assert_eq!(breaks(&whole, &whole), []);
    }

    #[test]
    fn a_changed_entry_is_named(length in 1_usize..20, at in any::<prop::sample::Index>(), field in 0..7, text in "[a-z]{1,8}") {
        let whole = chain(length);
        let mut changed = whole.clone();
        let at = at.index(length);
        let entry = &mut changed[at];
        match field {
            0 => entry.key.push_str(&text),
            1 => entry.kind.push_str(&text),
            2 => entry.person_id.push_str(&text),
            3 => entry.event.push_str(&text),
            4 => entry.state = Some(text),
            5 => entry.detail.push_str(&text),
            _ => entry.at += Duration::milliseconds(1),
        }
        prop_assert!(begins_at(&breaks(&changed, &whole), at + 1), "{:?}", breaks(&changed, &whole));
    }

    #[test]
    fn a_changed_entry_with_a_new_hash_breaks_from_the_next_one(length in 2_usize..20, at in any::<prop::sample::Index>()) {
        let whole = chain(length);
        let mut changed = whole.clone();
        let at = at.index(length);
        changed[at].person_id.push('x');
        changed[at].hash = changed[at].computed_hash();
        // Of the last one, only the note of the newest entry tells.
        let named = (at + 2).min(length);
        prop_assert!(begins_at(&breaks(&changed, &whole), named), "{:?}", breaks(&changed, &whole));
    }

    #[test]
    fn removed_entries_are_counted(length in 2_usize..20, at in any::<prop::sample::Index>(), many in 1_usize..5) {
        let whole = chain(length);
        let at = at.index(length);
        let mut rest = whole.clone();
        rest.drain(at..(at + many).min(length));
        let found = breaks(&rest, &whole);
        prop_assert!(!found.is_empty());
        prop_assert!(begins_at(&found, at + 1) || found[0].what.contains(&format!("after {at} were cut off")), "{found:?}");
    }

    #[test]
    fn entries_in_another_order_break(order in vec(any::<prop::sample::Index>(), 1..6), length in 2_usize..20) {
        let whole = chain(length);
        let mut moved = whole.clone();
        for (from, to) in order.iter().zip(order.iter().skip(1)) {
            moved.swap(from.index(length), to.index(length));
        }
        prop_assert_eq!(breaks(&moved, &whole).is_empty(), moved == whole);
    }
}

#[test]
fn a_life_that_cannot_be_is_a_break() {
    let mut entries = chain(1);
    let mut again = Entry { event: "found".to_owned(), state: Some("sent".to_owned()), ..entries[0].clone() };
    again.hang_on(2, &entries[0].hash);
    entries.push(again);
    let found = breaks(&entries, &entries);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, "entry 2 says found of launch:ici1:00u1, which was planned");
}

#[test]
fn words_of_a_newer_version_are_no_break() {
    let mut entries = chain(1);
    let mut newer =
        Entry { event: "snoozed".to_owned(), state: Some("asleep".to_owned()), ..entries[0].clone() };
    newer.hang_on(2, &entries[0].hash);
    entries.push(newer);
    assert_eq!(breaks(&entries, &entries), []);
}
