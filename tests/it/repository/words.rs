//! Nothing that git keeps speaks of somebody's own machine, or of work that is left to do.

use std::process::Command;

use super::{none_of, root};

/// Directories of one machine, as the beginning of a path. Put together here, so that this file does not hold them.
const OWN_PLACES: &[&str] = &[concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];
/// Marks of unfinished work, as words.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!(")];

#[test]
fn nothing_unfinished_and_no_place_of_ones_own() {
    let mut problems = Vec::new();
    for path in tracked() {
        // What is not text, or was deleted and is not committed yet, has no words.
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for (at, line) in text.lines().enumerate() {
            let found = OWN_PLACES.iter().chain(UNFINISHED).find(|word| holds(line, word));
            problems.extend(found.map(|word| format!("{path}:{}: {word}", at + 1)));
        }
    }
    none_of(&problems);
}

/// The files that git keeps.
fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let listed = listed.ok().filter(|listed| listed.status.success());
    let Some(listed) = listed else {
        println!("skipped: this is not a git repository, or there is no git");
        return Vec::new();
    };
    let names = listed.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
}

/// Whether `word` begins in `line` where nothing that it could be the rest of goes before it, and ends likewise.
fn holds(line: &str, word: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || "_-./}".contains(c);
    let is_whole = |(at, _): (usize, &str)| {
        let goes_on = word.ends_with(char::is_alphanumeric)
            && line[at + word.len()..].starts_with(char::is_alphanumeric);
        !line[..at].ends_with(continues) && !goes_on
    };
    line.match_indices(word).any(is_whole)
}

#[test]
fn a_word_is_found_where_it_stands_alone() {
    let place = OWN_PLACES[1];
    assert!(holds(&format!("see {place}main"), place) && holds(&format!("\"{place}x\""), place));
    assert!(!holds(&format!("src{place}steps.rs"), place), "a part of a relative path");
    let mark = UNFINISHED[0];
    assert!(holds(&format!("// {mark}: later"), mark) && holds(mark, mark));
    assert!(!holds(&format!("{mark}S"), mark) && !holds(&format!("MAS{mark}"), mark));
}
