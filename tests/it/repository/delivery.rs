//! The table of `docs/delivery.md` is what the code allows, word by word.

use certs::domain::delivery::{Event, State};

use super::{none_of, read};

/// A row of the table: an event, the states it comes from, the states it leads to.
struct Row {
    event: Event,
    from: Vec<Option<State>>,
    to: Vec<Option<State>>,
}

#[test]
fn every_event_of_the_life_of_a_notice_is_told_as_it_is() {
    let rows = rows();
    let named: Vec<Event> = rows.iter().map(|row| row.event).collect();
    assert_eq!(named, Event::ALL, "the events of docs/delivery.md");
    let states: Vec<Option<State>> = [None].into_iter().chain(State::ALL.map(Some)).collect();
    let mut problems = Vec::new();
    for Row { event, from, to } in rows {
        for before in &states {
            for after in &states {
                let told = from.contains(before) && to.contains(after);
                if told != event.leads(*before, *after) {
                    problems.push(format!("{}: from {before:?} to {after:?}", event.as_str()));
                }
            }
        }
    }
    none_of(&problems);
}

#[test]
fn every_state_is_explained() {
    let text = read("docs/delivery.md");
    let explained: Vec<State> = text
        .lines()
        .filter(|line| cells(line).len() == 3)
        .filter_map(|line| State::parse(&word(&cells(line)[0])?))
        .collect();
    // The table of events, further down, has some of the same words.
    assert!(explained.starts_with(&State::ALL), "{explained:?}");
}

fn rows() -> Vec<Row> {
    let text = read("docs/delivery.md");
    let row = |line: &str| {
        let cells = cells(line);
        let [event, from, to, _] = cells.as_slice() else { return None };
        Some(Row { event: Event::parse(&word(event)?)?, from: states(from), to: states(to) })
    };
    text.lines().filter_map(row).collect()
}

fn cells(line: &str) -> Vec<String> {
    let inside = line.strip_prefix('|').and_then(|line| line.strip_suffix('|'));
    inside.map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default()
}

/// The word in backticks.
fn word(cell: &str) -> Option<String> {
    Some(cell.strip_prefix('`')?.strip_suffix('`')?.to_owned())
}

fn states(cell: &str) -> Vec<Option<State>> {
    match cell {
        "–" => vec![None],
        "any" => State::ALL.map(Some).to_vec(),
        words => words.split(", ").map(|one| word(one).and_then(|word| State::parse(&word))).collect(),
    }
}
